import {
  day,
  freeText,
  id,
  oneOf,
  optional,
  parsedBy,
  required,
  territories,
  wholeNumber,
  withDefault,
  WORLD,
} from '../../platform/csv/cells.js';
import type { Fault } from '../../platform/csv/fault.js';
import type { Row, Table } from '../../platform/csv/table.js';
import { RIGHTS, WORK_TYPES } from '../../kernel/vocabulary.js';
import { shown } from '../../kernel/shown.js';
import { MANDATE_KINDS } from '../mandates/mandate.states.js';
import type { NewMandate, Signature } from '../mandates/mandates.service.js';

export const MANDATES_FILE = 'mandates.csv';
const YES_NO = ['yes', 'no'] as const;

/** A row is a line of a mandate. What is the mandate's own stands on each of its rows, the same. */
export const MANDATE_COLUMNS = {
  mandate_id: required(id),
  party_id: required(id),
  right: required(oneOf(RIGHTS)),
  work_type: optional(oneOf(WORK_TYPES)),
  territories: withDefault(territories, WORLD),
  consent_on: required(day),
  kind: withDefault(oneOf(MANDATE_KINDS), 'mandate'),
  exclusive: withDefault(oneOf(YES_NO), 'no'),
  valid_from: required(day),
  valid_to: optional(day),
  notice_months: required(wholeNumber(0, 1200)),
  notice_to_year_end: withDefault(oneOf(YES_NO), 'no'),
  terms_shown: required(freeText),
  file_sha256: required(
    parsedBy(
      (text) => (/^[0-9a-f]{64}$/.test(text) ? text : undefined),
      'a SHA-256: 64 hexadecimal digits in lower case',
    ),
  ),
  signed_on: required(day),
};

export type MandateTable = Table<typeof MANDATE_COLUMNS>;
type MandateRow = Row<typeof MANDATE_COLUMNS>;

/** A mandate of the file: its rows, the first of which says what is its own. */
export interface FileMandate {
  line: number;
  partyCode: string;
  terms: Omit<NewMandate, 'partyId' | 'importId'>;
  signature: Omit<Signature, 'mandateId'>;
}

/** The mandates of the file, in its order. @param faults every fault that is found is added */
export function mandatesOf({ rows }: MandateTable, faults: Fault[]): FileMandate[] {
  const byId = new Map<string, [MandateRow, ...MandateRow[]]>();
  for (const row of rows) {
    const known = byId.get(row.cells.mandate_id);
    if (known === undefined) byId.set(row.cells.mandate_id, [row]);
    else {
      known.push(row);
      compareRows(known[0], row, faults);
    }
  }
  return [...byId.values()].map(mandateOf);
}

const OWN = [
  ...(['party_id', 'kind', 'exclusive', 'valid_from', 'valid_to', 'notice_months', 'notice_to_year_end'] as const),
  ...(['terms_shown', 'file_sha256', 'signed_on'] as const),
];

function compareRows(first: MandateRow, { line, cells }: MandateRow, faults: Fault[]): void {
  for (const column of OWN) {
    if (cells[column] === first.cells[column]) continue;
    const message = `is another than in line ${first.line}, of the same mandate`;
    faults.push({ file: MANDATES_FILE, line, column, code: 'rows_differ', message });
  }
}

function mandateOf(rows: [MandateRow, ...MandateRow[]]): FileMandate {
  const [{ line, cells }] = rows;
  const { mandate_id: code, kind, valid_from: validFrom, valid_to: validTo, terms_shown: termsShown } = cells;
  return {
    ...{ line, partyCode: cells.party_id },
    terms: {
      ...{ code, kind, exclusive: cells.exclusive === 'yes', validFrom, validTo, noticeMonths: cells.notice_months },
      ...{ noticeToYearEnd: cells.notice_to_year_end === 'yes', termsShown, consentedDeductions: [] },
      lines: rows.map(({ cells: { right, work_type, territories: where, consent_on } }) => ({
        ...{ right, workType: work_type, territoriesExcept: where.except, territoryCodes: where.codes },
        consentOn: consent_on,
      })),
    },
    signature: { fileSha256: cells.file_sha256, signedOn: cells.signed_on },
  };
}

/** What no mandate can say. @param faults every fault that is found is added */
export function checkMandates({ rows }: MandateTable, faults: Fault[]): void {
  for (const { line, cells } of rows) {
    const { valid_from: from, valid_to: to, territories: where } = cells;
    const fault = (column: string, message: string) =>
      faults.push({ file: MANDATES_FILE, line, column, code: 'cell_invalid', message });
    if (from && to && to < from) fault('valid_to', `${to} lies before valid_from ${from}`);
    if (where && !where.except && where.codes.length === 0) fault('territories', 'covers no territory');
    if (cells.terms_shown && cells.terms_shown.length > 1000)
      fault('terms_shown', `${shown(cells.terms_shown)} is too long`);
  }
}
