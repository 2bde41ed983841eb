import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';
import { csvRecords } from '../../platform/csv/csv-records.js';
import { csvText } from '../../platform/csv/csv-text.js';
import { RELEASE_COLUMNS, STATEMENT_COLUMNS, type StatementRecord } from './statement.dto.js';

const unpack = promisify(gunzip);
const LF = 0x0a;
const QUOTE = 0x22;

/** The columns of a statement, or of one of a release. */
export function columnsOf(released: boolean) {
  return released ? RELEASE_COLUMNS : STATEMENT_COLUMNS;
}

/** How many rows a CSV has below its header. A quoted cell may hold line ends of its own. */
export function rowsIn(csv: Buffer): number {
  let rows = 0;
  let quoted = false;
  for (const byte of csv) {
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === LF && !quoted) rows++;
  }
  return rows - 1;
}

/** The lines of a stored statement, in its order. */
export function recordsOf(csvGzip: Buffer): AsyncIterable<StatementRecord> {
  return csvRecords<keyof StatementRecord>(Readable.from([csvGzip]).pipe(createGunzip()));
}

/** Its CSV as it was issued. */
export function csvOf(csvGzip: Buffer): Promise<Buffer> {
  return unpack(csvGzip);
}

/** The same lines with the opposite exact amounts. */
export async function reversedCsv(csvGzip: Buffer, released: boolean): Promise<Buffer> {
  const columns = columnsOf(released);
  const pieces = [csvText([columns])];
  for await (const record of recordsOf(csvGzip)) {
    const exact = record.exact_amount === '0' ? '0' : `-${record.exact_amount}`;
    pieces.push(csvText([columns.map((column) => (column === 'exact_amount' ? exact : record[column] || null))]));
  }
  return Buffer.from(pieces.join(''));
}
