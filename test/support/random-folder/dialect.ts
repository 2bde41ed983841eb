import type { Random } from '../random.js';

/** A row of a file by column; a column that it does not name is empty. */
export type Record = { [column: string]: string };

export interface TableOptions {
  /** Columns to write; their order is shuffled. */
  columns: readonly string[];
  /** Of a hundred rows so many get a cell too many or too few. */
  raggedPercent?: number;
  /** Ends the file with a row whose quote is never closed. */
  unclosedQuote?: boolean;
}

const LINE_ENDS = [['\n'], ['\n'], ['\r\n'], ['\r'], ['\n', '\r\n', '\r']] as const;
const BLANK_ROWS = ['', '   ', '\t', '\u3000'];
const PADDING = [' ', '  ', '\t', '\u3000', '\u00a0'];

/** Writes records as CSV in one of the many ways in which programs write it. */
export function writeTable(random: Random, records: readonly Record[], options: TableOptions): string {
  const columns = withUnknownColumns(random, options.columns);
  const lineEnds = random.pick(LINE_ENDS);
  const manners = { quoting: random.below(101), padding: random.pick([0, 0, 5]), odd: random.pick([0, 5]) };
  const blankPercent = random.pick([0, 0, 4]);
  const lines = [columns.map((name) => (random.percent(5) && !name.startsWith('"') ? ` ${name} ` : name)).join(',')];
  for (const record of records) {
    if (random.percent(blankPercent)) lines.push(random.pick(BLANK_ROWS));
    const cells = columns.map((name) => writeCell(random, record[name] ?? '', manners));
    if (random.percent(options.raggedPercent ?? 0)) {
      if (random.percent(50)) cells.push(random.pick(['', 'x']));
      else cells.pop();
    }
    lines.push(cells.join(','));
  }
  if (options.unclosedQuote) lines.push(`"never closed,${random.digits(5)}`, 'so,this,belongs,to,it');
  const ended = lines.map((line, index) => {
    const last = index === lines.length - 1;
    return line + (last && random.percent(30) ? '' : random.pick(lineEnds));
  });
  return (random.percent(20) ? '\uFEFF' : '') + ended.join('');
}

function withUnknownColumns(random: Random, columns: readonly string[]): string[] {
  const unknown = random.percent(30) ? ['note', 'Überschrift, mit Komma'].slice(0, random.between(1, 2)) : [];
  const all = random.percent(70) ? random.shuffle([...columns, ...unknown]) : [...columns, ...unknown];
  return all.map((name) => (name.includes(',') ? `"${name}"` : name));
}

function writeCell(random: Random, text: string, manners: { quoting: number; padding: number; odd: number }): string {
  const padding = random.percent(manners.padding) ? random.pick(PADDING) : '';
  const padded = padding + text + padding;
  if (/[,\r\n]/.test(text) || padded.startsWith('"')) return quote(padded);
  if (text !== '' && random.percent(manners.quoting)) {
    // The end of a cell may stand behind the closing quote, even with a quote in it.
    const inside = random.percent(manners.odd) ? random.below(padded.length + 1) : padded.length;
    // But not between the two halves of a character, nor before a quote, which would double the closing one.
    if (!/^["\udc00-\udfff]/.test(padded.slice(inside))) return quote(padded.slice(0, inside)) + padded.slice(inside);
  }
  return padded;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
