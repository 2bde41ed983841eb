import { isIpiNameNumber, isIsni } from '../../kernel/party-identifiers.js';
import { PARTY_KINDS } from '../../kernel/vocabulary.js';
import { country, currency, freeText, id, oneOf, optional, required } from '../../platform/csv/cells.js';
import type { Fault } from '../../platform/csv/fault.js';
import { Keys } from '../../platform/csv/keys.js';
import type { Table } from '../../platform/csv/table.js';
import type { NewParty } from '../parties/parties.service.js';

export const PARTIES_FILE = 'parties.csv';

export const PARTY_COLUMNS = {
  party_id: required(id),
  name: required(freeText),
  kind: required(oneOf(PARTY_KINDS)),
  country: optional(country),
  ipi_name_number: optional(freeText),
  isni: optional(freeText),
  payout_currency: optional(currency),
};

export type PartyTable = Table<typeof PARTY_COLUMNS>;

/** The keys of the file, each of which stands once. @param faults every fault that is found is added */
export function keysOfParties({ rows, whole }: PartyTable, faults: Fault[]): Keys {
  const keys = new Keys(PARTIES_FILE, 'party_id', faults, whole);
  for (const { line, cells } of rows) keys.add(cells.party_id, line);
  return keys;
}

/** Identifiers of parties move no money, so a wrong one is a warning and not a fault. */
export function doubtfulPartyIdentifiers({ rows }: PartyTable): Fault[] {
  return rows.flatMap(({ line, cells }) => {
    const doubts: Fault[] = [];
    const { ipi_name_number: ipi, isni } = cells;
    if (ipi !== null && !isIpiNameNumber(ipi)) {
      doubts.push({
        file: PARTIES_FILE,
        line,
        column: 'ipi_name_number',
        message: `${ipi} is no IPI name number (check digits)`,
      });
    }
    if (isni !== null && !isIsni(isni)) {
      doubts.push({ file: PARTIES_FILE, line, column: 'isni', message: `${isni} is no ISNI (check character)` });
    }
    return doubts;
  });
}

export function partiesOf({ rows }: PartyTable): NewParty[] {
  return rows.map(({ cells }) => ({
    code: cells.party_id,
    name: cells.name,
    kind: cells.kind,
    country: cells.country,
    ipiNameNumber: cells.ipi_name_number,
    isni: cells.isni,
    payoutCurrency: cells.payout_currency,
  }));
}
