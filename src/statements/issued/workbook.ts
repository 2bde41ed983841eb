import writeXlsxFile, { type Cell, type SheetData } from 'write-excel-file/node';
import { tooLongForSheet } from '../statements.errors.js';
import { columnsOf, recordsOf } from './csv-rows.js';
import type { StatementDetail } from './statement.dto.js';

/** A sheet is made in memory; what is longer is read by programs, which take the CSV. */
const MOST_LINES = 100_000;
/** Spreadsheets keep so many digits of a number, and of a longer one lose the rest. */
const MOST_DIGITS = 15;

/**
 * A statement as a workbook: its pools, and its lines. Decimals of at most 15 digits are numbers that can be summed; longer
 * ones are texts, which lose nothing. A text that looks like a formula gets an apostrophe before it: cells of a workbook
 * are typed and run nothing, but what is copied out of them could.
 * @throws statement-too-long-for-sheet
 */
export async function workbookOf(statement: StatementDetail, csvGzip: Buffer): Promise<Buffer> {
  if (statement.lines > MOST_LINES) throw tooLongForSheet(statement.lines, MOST_LINES);
  const sheets = [
    { sheet: 'Statement', data: summaryOf(statement) },
    { sheet: 'Lines', data: await linesOf(csvGzip, statement.adjusts !== null), stickyRowsCount: 1 },
  ];
  return writeXlsxFile(sheets).toBuffer();
}

function summaryOf({
  id,
  party,
  partyName,
  distribution,
  issuedAt,
  reverses,
  adjusts,
  totals,
  pools,
}: StatementDetail): SheetData {
  const facts: [string, string][] = [
    ...([
      ['Statement', id],
      ['Party', party],
      ['Name', partyName],
      ['Distribution', distribution],
    ] as [string, string][]),
    ['Issued', issuedAt],
    ...(reverses === null ? [] : [['Takes back statement', reverses] as [string, string]]),
    ...(adjusts === null ? [] : [['Releases what was held by distribution', adjusts] as [string, string]]),
    ...totals.map(({ currency, amount }): [string, string] => [`Total ${currency}`, amount]),
  ];
  const columns = ['Collection', 'Licence', 'Licensee', 'From', 'To', 'Currency', 'Gross', 'Net', 'Amount'];
  return [
    ...facts.map(([label, value]) => [heading(label), label.startsWith('Total') ? figure(value) : text(value)]),
    [],
    columns.map(heading),
    ...pools.map((pool) => [
      ...[pool.collection, pool.licence, pool.licensee ?? '', pool.periodStart, pool.periodEnd, pool.currency].map(
        text,
      ),
      ...[pool.gross, pool.net, pool.amount].map(figure),
    ]),
  ];
}

const FIGURES: ReadonlySet<string> = new Set([
  ...['views', 'seconds', 'revenue', 'points', 'share', 'pool_points', 'pool_net', 'exact_amount'],
]);

async function linesOf(csvGzip: Buffer, released: boolean): Promise<SheetData> {
  const columns = columnsOf(released);
  const rows: SheetData = [columns.map(heading)];
  for await (const record of recordsOf(csvGzip)) {
    rows.push(columns.map((column) => (FIGURES.has(column) ? figure : text)(record[column] ?? '')));
  }
  return rows;
}

function heading(value: string): Cell {
  return { value, type: String, fontWeight: 'bold' };
}

function text(value: string): Cell {
  return value === '' ? null : { value: /^[=+\-@\t\r]/.test(value) ? `'${value}` : value, type: String };
}

function figure(decimal: string): Cell {
  if (decimal === '') return null;
  const digits = decimal.replace(/\D/g, '').replace(/^0+/, '');
  if (digits.length > MOST_DIGITS) return { value: decimal, type: String };
  const decimals = decimal.split('.')[1]?.length ?? 0;
  return { value: Number(decimal), type: Number, format: decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}` };
}
