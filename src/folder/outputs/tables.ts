import { join } from 'node:path';
import { type Candidates, MatchingService } from '../../matching/index.js';
import { csvText } from '../../platform/csv/csv-text.js';
import { copyOut } from '../../platform/database/copy-out.js';
import type { Tx } from '../../platform/database/database.js';
import { rowsOf } from '../../platform/database/rows-of.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import { writeOutput } from '../../platform/files/output-file.js';

const ALLOCATIONS = sqlFile(import.meta.url, '../sql/allocations.sql');
const HELD = sqlFile(import.meta.url, '../sql/held.sql');
const UNIDENTIFIED = sqlFile(import.meta.url, '../sql/unidentified.sql');
const REJECTED = sqlFile(import.meta.url, '../sql/rejected.sql');

// Each writes one file and gives its SHA-256. The distribution is the setting app.distribution.

export function writeAllocations(tx: Tx, directory: string): Promise<string> {
  return writeOutput(join(directory, 'allocations.csv'), copyOut(tx, ALLOCATIONS));
}

export function writeHeld(tx: Tx, directory: string): Promise<string> {
  return writeOutput(join(directory, 'held.csv'), copyOut(tx, HELD));
}

export function writeRejected(tx: Tx, directory: string): Promise<string> {
  return writeOutput(join(directory, 'rejected.csv'), copyOut(tx, REJECTED));
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
  return writeOutput(
    join(directory, 'unidentified.csv'),
    withCandidates(rows, () => matching.candidates(tx, run.society)),
  );
}

/** A run that knows every title doesn't read those of the repertoire. */
async function* withCandidates(
  batches: AsyncGenerator<UnidentifiedRow[]>,
  read: () => Promise<Candidates>,
): AsyncGenerator<string> {
  yield csvText([[...UNIDENTIFIED_COLUMNS, 'candidates']]);
  let candidates: Candidates | undefined;
  for await (const batch of batches) {
    const known = (candidates ??= await read());
    yield csvText(
      batch.map((row) => [
        ...UNIDENTIFIED_COLUMNS.map((column) => row[column]),
        known.find(row.title_key, row.year).join('|'),
      ]),
    );
  }
}
