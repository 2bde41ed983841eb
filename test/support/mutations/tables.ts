import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../random.js';
import { formatCsv, parseCsv } from '../reference/index.js';
import { pickFile, plainFiles, type Mutation } from './mutation.js';
import { NASTY, NASTY_IDS } from './nasty.js';

/** Rows of cells, the header first. */
type Rows = string[][];

/** Turns a change of a file's rows, in place, into a mutation. @param edit says what it did */
function ofRows(edit: (rows: Rows, random: Random) => string): Mutation {
  return (folder, random) => {
    const file = pickFile(folder, random);
    const rows = file === undefined ? [] : readRows(folder, file);
    if (file === undefined || rows.length < 2) return undefined;
    const words = edit(rows, random);
    writeFileSync(join(folder, file), formatCsv(rows));
    return `${file}: ${words}`;
  };
}

function readRows(folder: string, file: string): Rows {
  const text = readFileSync(join(folder, file), 'utf8').replace(/^\uFEFF/, '');
  return parseCsv(text).flatMap(({ cells }) => (cells ? [cells] : []));
}

const nastyCell = ofRows((rows, random) => {
  const row = random.between(1, rows.length - 1);
  const column = random.below(rows[row]!.length);
  const text = random.pick(NASTY);
  rows[row]![column] = text;
  return `${rows[0]![column] ?? 'a cell'} of row ${row + 1} made ${JSON.stringify(text)}`;
});

const nastyColumn = ofRows((rows, random) => {
  const column = random.below(rows[0]!.length);
  for (const row of rows.slice(1)) row[column] = random.pick(NASTY);
  return `nasty texts in every ${rows[0]![column]}`;
});

const hugeCell = ofRows((rows, random) => {
  const row = random.below(rows.length);
  const column = random.below(rows[row]!.length);
  const unit = random.pick(['x', '9', '映', '"', ',', '\n', ' x', '0']);
  const size = random.pick([2_000_000, 2_000_000, 1_048_000, 100_000]);
  rows[row]![column] = unit.repeat(Math.ceil(size / Buffer.byteLength(unit)));
  return `cell ${column + 1} of row ${row + 1} made ${size} bytes of ${JSON.stringify(unit)}`;
});

const manyColumns = ofRows((rows, random) => {
  const more = Array.from({ length: 100_000 }, (_, index) => (random.percent(50) ? `c${index}` : ''));
  const all = random.percent(15);
  const only = random.below(rows.length);
  rows.forEach((row, index) => {
    if (all || index === only) for (const cell of more) row.push(cell);
  });
  return `100000 more columns in ${all ? 'every row' : `row ${only + 1}`}`;
});

const columnRemoved = ofRows((rows, random) => {
  const column = random.below(rows[0]!.length);
  const [name] = rows[0]!.slice(column);
  for (const row of rows) row.splice(column, 1);
  return `column ${name} removed`;
});

const headersSwapped = ofRows((rows, random) => {
  const [one = 0, other = 0] = random.some([...rows[0]!.keys()], 2);
  [rows[0]![one], rows[0]![other]] = [rows[0]![other]!, rows[0]![one]!];
  return `names of columns ${one + 1} and ${other + 1} swapped`;
});

const headerTwice = ofRows((rows, random) => {
  const column = random.below(rows[0]!.length);
  for (const row of rows) row.push(row[column] ?? '');
  return `column ${rows[0]![column]} written twice`;
});

const headerRenamed = ofRows((rows, random) => {
  const column = random.below(rows[0]!.length);
  const name = rows[0]![column]!;
  rows[0]![column] = random.pick([name.toUpperCase(), '__proto__', '', `${name}s`, 'constructor', '"' + name]);
  return `column ${name} renamed to ${JSON.stringify(rows[0]![column])}`;
});

const rowTwice = ofRows((rows, random) => {
  const row = random.between(1, rows.length - 1);
  rows.splice(random.between(1, rows.length), 0, [...rows[row]!]);
  return `row ${row + 1} written twice`;
});

const rowLost = ofRows((rows, random) => {
  const row = random.between(1, rows.length - 1);
  rows.splice(row, 1);
  return `row ${row + 1} removed`;
});

const rowRagged = ofRows((rows, random) => {
  const row = random.below(rows.length);
  if (random.percent(50)) rows[row]!.push('more');
  else rows[row]!.pop();
  return `a cell too many or too few in row ${row + 1}`;
});

const cellsSwapped = ofRows((rows, random) => {
  const row = random.between(1, rows.length - 1);
  rows[row] = random.shuffle(rows[row]!);
  return `cells of row ${row + 1} shuffled`;
});

const rowsShuffled = ofRows((rows, random) => {
  const [header, ...others] = rows;
  rows.splice(0, rows.length, header!, ...random.shuffle(others));
  return 'rows shuffled';
});

const manyFaults = ofRows((rows, random) => {
  const count = random.percent(2) ? 1_000_000 : random.pick([10_000, 10_000, 10_000, 100_000]);
  const bad = random.pick([['x'], rows[0]!.map(() => ''), rows[rows.length - 1]!, rows[0]!.map(() => '=1+1')]);
  for (let added = 0; added < count; added++) rows.push(bad);
  return `${count} rows ${JSON.stringify(bad).slice(0, 60)} appended`;
});

const IDS = ['party_id', 'work_id', 'claim_id', 'licence_id', 'collection_id', 'deduction_id', 'licensee'];

/** Gives something another id wherever it stands: the folder stays as valid as it was. */
const idRenamed: Mutation = (folder, random) => {
  const column = random.pick(IDS);
  const tables = plainFiles(folder).map((file) => ({ file, rows: readRows(folder, file) }));
  const found = tables.flatMap(({ rows }) => rows.slice(1).map((row) => row[rows[0]!.indexOf(column)] ?? ''));
  const ids = [...new Set(found)].filter((id) => id !== '');
  if (ids.length === 0) return undefined;
  const from = random.pick(ids);
  const to = random.pick(NASTY_IDS);
  for (const { file, rows } of tables) {
    const at = rows[0]?.indexOf(column) ?? -1;
    if (at < 0) continue;
    for (const row of rows.slice(1)) if (row[at] === from) row[at] = to;
    writeFileSync(join(folder, file), formatCsv(rows));
  }
  return `${column} ${JSON.stringify(from)} renamed to ${JSON.stringify(to)} everywhere`;
};

/** Changes of a file as a table. */
export const TABLE_MUTATIONS: readonly Mutation[] = [
  // Those that leave most of the folder as it is are tried more often: they reach deeper.
  nastyCell,
  nastyCell,
  nastyCell,
  nastyCell,
  idRenamed,
  idRenamed,
  rowTwice,
  rowLost,
  nastyColumn,
  hugeCell,
  manyColumns,
  columnRemoved,
  headersSwapped,
  headerTwice,
  headerRenamed,
  rowRagged,
  cellsSwapped,
  rowsShuffled,
  manyFaults,
];
