import { isIpiNameNumber, isIsni } from '../../kernel/party-identifiers.js';
import { PARTY_KINDS } from '../../kernel/vocabulary.js';
import type { NewParty } from '../../repertoire/index.js';
import type { Fault } from '../faults.js';
import type { FolderFiles } from '../folder-files.js';
import { country, currency, freeText, id, oneOf, optional, required } from './cells.js';
import { readTable, type Table } from './table.js';
import { Keys } from './unique.js';

const FILE = 'parties.csv';

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

export async function readParties(files: FolderFiles, faults: Fault[]): Promise<{ table: PartyTable; keys: Keys }> {
  const table = await readTable(files, FILE, PARTY_COLUMNS, { required: true }, faults);
  const keys = new Keys(FILE, 'party_id', faults, table.whole);
  for (const { line, cells } of table.rows) keys.add(cells.party_id, line);
  return { table, keys };
}

/** Identifiers of parties move no money, so a wrong one is a warning and not a fault. */
export function doubtfulPartyIdentifiers({ rows }: PartyTable): Fault[] {
  return rows.flatMap(({ line, cells }) => {
    const doubts: Fault[] = [];
    const { ipi_name_number: ipi, isni } = cells;
    if (ipi !== null && !isIpiNameNumber(ipi)) {
      doubts.push({
        file: FILE,
        line,
        column: 'ipi_name_number',
        message: `${ipi} is no IPI name number (check digits)`,
      });
    }
    if (isni !== null && !isIsni(isni)) {
      doubts.push({ file: FILE, line, column: 'isni', message: `${isni} is no ISNI (check character)` });
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
