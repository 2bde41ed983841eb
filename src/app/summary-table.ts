import type { RunSummary } from '../folder/index.js';

type Row = readonly string[];

/** What a run did, for a person: counts, and amounts by currency. */
export function summaryTable(summary: RunSummary, out: string): string {
  const { counts, totals } = summary;
  const number = (value: number) => value.toLocaleString('en');
  const lines: Row[] = [
    ['usage lines', number(counts.lines)],
    ['  accepted', number(counts.accepted)],
    ['    of these unidentified', number(counts.unidentified)],
    ['    of these outside collections', number(counts.outside_collections)],
    ['  rejected', number(counts.rejected)],
  ];
  const money: Row[] = [
    ['', ...totals.map((total) => total.currency)],
    ['collected', ...totals.map((total) => grouped(total.collected))],
    ['deducted', ...totals.map((total) => grouped(total.deducted))],
    ['to parties', ...totals.map((total) => grouped(total.parties))],
    ['held: unidentified', ...totals.map((total) => grouped(total.unidentified))],
    ['held: unclaimed', ...totals.map((total) => grouped(total.unclaimed))],
    ['held: disputed', ...totals.map((total) => grouped(total.disputed))],
    ['held: undistributed', ...totals.map((total) => grouped(total.undistributed))],
  ];
  const statements = Object.keys(summary.outputs).filter((file) => /^statements\/.*\.csv$/.test(file)).length;
  return [
    `Society ${summary.society}: ${number(counts.collections)} collections, ${number(counts.works)} works, ${number(counts.claims)} claims`,
    '',
    aligned(lines),
    '',
    aligned(money),
    '',
    `${number(statements)} statements and the ledger are in ${out}; summary.json there has the hashes and timings.`,
    '',
  ].join('\n');
}

/** Thousands separators for the whole part. */
function grouped(amount: string): string {
  const [whole = '', ...decimals] = amount.split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...decimals].join('.');
}

function aligned(rows: readonly Row[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '),
    )
    .join('\n');
}
