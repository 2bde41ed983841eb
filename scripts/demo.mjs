// The demo: the small distribution in examples/, run like any other, and a few words on where to look.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './readiness.mjs';

const output = join(root, '.cineledger', 'demo');

export function demoArguments() {
  return ['run', join(root, 'examples'), '--out', output, '--society', 'Example Film Rights Society', '--force'];
}

/** Who was paid how much, read from what the run wrote as any user would, and the files worth opening. */
export function closingWords() {
  const names = new Map(readCsv(join(root, 'examples', 'parties.csv')).map((party) => [party.party_id, party.name]));
  const paid = new Map();
  for (const row of readCsv(join(output, 'allocations.csv'))) {
    if (row.beneficiary_kind !== 'party') continue;
    const key = `${row.beneficiary}\0${row.currency}`;
    paid.set(key, addAmounts(paid.get(key) ?? '0', row.amount));
  }
  const lines = [...paid].map(([key, amount]) => {
    const [party, currency] = key.split('\0');
    return `  ${amount.padStart(12)} ${currency}  ${names.get(party) ?? party}`;
  });
  const at = (...path) => relative(process.cwd(), join(output, ...path)) || '.';
  return [
    '',
    'Paid:',
    ...lines,
    '',
    `Statements, as CSV and as PDF:  ${at('statements')}`,
    `The balanced ledger:            ${at('ledger.journal')}`,
    `What is held, and why:          ${at('held.csv')}, ${at('unidentified.csv')}`,
    `What was rejected:              ${at('rejected.csv')}`,
    '',
  ].join('\n');
}

/** Exact, on plain decimals: the amounts of one currency all have its number of decimals. */
function addAmounts(left, right) {
  const decimals = right.split('.')[1]?.length ?? 0;
  const units = [left, right].map((text) => {
    const [whole, fraction = ''] = text.split('.');
    return BigInt(whole + fraction.padEnd(decimals, '0'));
  });
  const sum = String(units[0] + units[1]).padStart(decimals + 1, '0');
  return decimals === 0 ? sum : `${sum.slice(0, -decimals)}.${sum.slice(-decimals)}`;
}

/** RFC 4180 with a header row; the files of the demo are ours and small. */
function readCsv(file) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (match === null) throw new Error(`${file}: not a CSV file`);
    rows.at(-1).push(match[1]?.replaceAll('""', '"') ?? match[2].trim());
    if (match[3] !== ',' && cell.lastIndex < text.length) rows.push([]);
  }
  const [header, ...body] = rows;
  return body.map((cells) => Object.fromEntries(header.map((column, index) => [column, cells[index] ?? ''])));
}
