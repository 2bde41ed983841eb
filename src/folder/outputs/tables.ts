import { join } from 'node:path';
import { formatAmount } from '../../kernel/money.js';
import { type Candidates, MatchingService } from '../../matching/index.js';
import { csvText } from '../../platform/csv/csv-text.js';
import type { Tx } from '../../platform/database/database.js';
import { rowsOf } from '../../platform/database/rows-of.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import { OutputFile } from '../../platform/files/output-file.js';

const ALLOCATIONS = sqlFile(import.meta.url, '../sql/allocations.sql');
const HELD = sqlFile(import.meta.url, '../sql/held.sql');
const UNIDENTIFIED = sqlFile(import.meta.url, '../sql/unidentified.sql');
const REJECTED = sqlFile(import.meta.url, '../sql/rejected.sql');

type Cells = (string | null)[];

/** Writes one file of rows as they come and gives its SHA-256. */
async function writeTable<Row>(
  path: string,
  header: string[],
  rows: AsyncGenerator<Row[]>,
  cells: (row: Row) => Cells,
): Promise<string> {
  const file = new OutputFile(path);
  file.write(csvText([header]));
  for await (const batch of rows) file.write(csvText(batch.map(cells)));
  return file.close();
}

interface AllocationRow {
  collection_id: string;
  kind: string;
  beneficiary: string;
  currency: string;
  amount_minor: string;
}

export function writeAllocations(tx: Tx, distributionId: number, directory: string): Promise<string> {
  return writeTable<AllocationRow>(
    join(directory, 'allocations.csv'),
    ['collection_id', 'beneficiary_kind', 'beneficiary', 'currency', 'amount'],
    rowsOf(tx, ALLOCATIONS, [distributionId]),
    (row) => [
      row.collection_id,
      row.kind,
      row.beneficiary,
      row.currency,
      formatAmount(BigInt(row.amount_minor), row.currency),
    ],
  );
}

const HELD_COLUMNS = [
  'collection_id',
  'reason',
  'work_id',
  'title',
  'right',
  'use_type',
  'territory',
  'points',
  'exact_amount',
  'currency',
] as const;

export function writeHeld(tx: Tx, distributionId: number, directory: string): Promise<string> {
  return writeTable<Record<(typeof HELD_COLUMNS)[number], string>>(
    join(directory, 'held.csv'),
    [...HELD_COLUMNS],
    rowsOf(tx, HELD, [distributionId]),
    (row) => HELD_COLUMNS.map((column) => row[column]),
  );
}

const UNIDENTIFIED_COLUMNS = [
  'collection_id',
  'licensee',
  'resource_id',
  'title',
  'year',
  'lines',
  'metric',
  'points',
  'exact_amount',
  'currency',
] as const;

type UnidentifiedRow = Record<(typeof UNIDENTIFIED_COLUMNS)[number] | 'title_key', string>;

export function writeUnidentified(
  tx: Tx,
  run: { society: number; distributionId: number },
  matching: MatchingService,
  directory: string,
): Promise<string> {
  const rows = rowsOf<UnidentifiedRow>(tx, UNIDENTIFIED, [run.distributionId]);
  return writeTable(
    join(directory, 'unidentified.csv'),
    [...UNIDENTIFIED_COLUMNS, 'candidates'],
    withCandidates(rows, () => matching.candidates(tx, run.society)),
    ({ row, candidates }) => [...UNIDENTIFIED_COLUMNS.map((column) => row[column]), candidates.join('|')],
  );
}

/** A run that knows every title doesn't read those of the repertoire. */
async function* withCandidates(
  batches: AsyncGenerator<UnidentifiedRow[]>,
  read: () => Promise<Candidates>,
): AsyncGenerator<{ row: UnidentifiedRow; candidates: readonly string[] }[]> {
  let candidates: Candidates | undefined;
  for await (const batch of batches) {
    const known = (candidates ??= await read());
    yield batch.map((row) => ({ row, candidates: known.find(row.title_key, row.year) }));
  }
}

interface RejectedRow {
  file: string;
  line: string;
  code: string;
  message: string;
}

export function writeRejected(tx: Tx, society: number, directory: string): Promise<string> {
  return writeTable<RejectedRow>(
    join(directory, 'rejected.csv'),
    ['file', 'line', 'code', 'message'],
    rowsOf(tx, REJECTED, [society]),
    (row) => [row.file, row.line, row.code, row.message],
  );
}
