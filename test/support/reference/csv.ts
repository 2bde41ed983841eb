/** One row of a CSV file that is not blank. */
export interface CsvRow {
  /** The physical line on which the row starts, from 1. */
  line: number;
  /** Trimmed cells; undefined where the row cannot be split. */
  cells: string[] | undefined;
}

const MOST_BYTES = 1_048_576;
const MOST_BYTES_OF_A_UNIT = 3; // a UTF-16 unit takes at most three bytes in UTF-8

/**
 * Splits CSV text by RFC 4180, with the liberties of the contract's Input section: a row ends at LF, CRLF or a lone CR
 * outside quotes; a cell is quoted if a quote is its very first character; what follows the closing quote belongs to
 * the cell; a quote that is never closed, or more than 1 MiB, makes a row that cannot be split.
 */
export function parseCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let start = 0;
  let line = 1;
  while (start < text.length) {
    const { cells, end } = splitRow(text, start);
    const blank = cells !== undefined && cells.length === 1 && trim(cells[0]!) === '';
    const fits = !isTooLong(text, start, end);
    if (!blank) rows.push({ line, cells: fits ? cells?.map(trim) : undefined });
    const next = text.startsWith('\r\n', end) ? end + 2 : end + 1;
    line += lineEnds(text.slice(start, next));
    start = next;
  }
  return rows;
}

/** Cells without the white space (Unicode White_Space) at both ends. */
export function trim(cell: string): string {
  if (cell === '' || /^[!-~](?:.*[!-~])?$/s.test(cell)) return cell; // as nearly all are, and it is quickly seen
  return cell.replace(/^\p{White_Space}+/u, '').replace(/(?<!\p{White_Space})\p{White_Space}+$/u, '');
}

function splitRow(text: string, start: number): { cells: string[] | undefined; end: number } {
  const cells: string[] = [];
  let position = start;
  for (;;) {
    let cell = '';
    if (text[position] === '"') {
      const quoted = readQuoted(text, position + 1);
      if (quoted === undefined) return { cells: undefined, end: text.length };
      cell = quoted.content;
      position = quoted.end;
    }
    const end = plainEnd(text, position);
    cells.push(cell + text.slice(position, end));
    if (text[end] !== ',') return { cells, end };
    position = end + 1;
  }
}

/** @param start behind the opening quote @returns `end` behind the closing one, or undefined where there is none */
function readQuoted(text: string, start: number): { content: string; end: number } | undefined {
  const pieces: string[] = [];
  let position = start;
  for (;;) {
    const quote = text.indexOf('"', position);
    if (quote < 0) return undefined;
    pieces.push(text.slice(position, quote));
    if (text[quote + 1] !== '"') return { content: pieces.join('"'), end: quote + 1 };
    position = quote + 2;
  }
}

const PLAIN = /[^,\r\n]*/y;

function plainEnd(text: string, start: number): number {
  PLAIN.lastIndex = start;
  PLAIN.exec(text);
  return PLAIN.lastIndex;
}

function isTooLong(text: string, start: number, end: number): boolean {
  if ((end - start) * MOST_BYTES_OF_A_UNIT <= MOST_BYTES) return false;
  return Buffer.byteLength(text.slice(start, end)) > MOST_BYTES;
}

function lineEnds(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

/** Writes rows as the contract's Output section wants them: LF at the end of each, quotes only where needed. */
export function formatCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(quoteIfNeeded).join(',') + '\n').join('');
}

function quoteIfNeeded(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
