import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatCsv, parseCsv } from './reference/index.js';

/** The rows of a CSV text, header first, without those that cannot be split into cells. */
export function rowsIn(text: string): string[][] {
  return parseCsv(text.replace(/^\uFEFF/, '')).flatMap(({ cells }) => (cells ? [cells] : []));
}

/** The rows under the header, by column. */
export function recordsIn(text: string): Record<string, string>[] {
  const [header = [], ...rows] = rowsIn(text);
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

/** Writes a file of a folder anew with its rows changed; without a file there is nothing to change. */
export function changeRows(
  folder: string,
  file: string,
  change: (rows: string[][], header: string[]) => string[][],
): void {
  const [header = [], ...rows] = rowsIn(readFileSync(join(folder, file), 'utf8'));
  writeFileSync(join(folder, file), formatCsv([header, ...change(rows, header)]));
}

export function appendRecord(folder: string, file: string, record: Readonly<Record<string, string>>): void {
  changeRows(folder, file, (rows, header) => [...rows, header.map((name) => record[name] ?? '')]);
}
