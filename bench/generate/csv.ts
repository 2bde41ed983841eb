import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One RFC 4180 cell: quoted only where it must be. */
export function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Writes a master file of the distribution folder: a header row, then the rows, LF at line ends. */
export function writeCsv(folder: string, name: string, header: string, rows: readonly (readonly string[])[]): void {
  const lines = rows.map((row) => row.map(cell).join(','));
  writeFileSync(join(folder, name), `${[header, ...lines].join('\n')}\n`);
}
