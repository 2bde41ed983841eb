import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Distribution, distributionNotFound, type Run } from '../../distribution/index.js';
import { SocietiesService } from '../../identity/index.js';
import { DomainError } from '../../kernel/domain-error.js';
import { copyOut } from '../../platform/database/copy-out.js';
import { Database, readOneState, setLocal, type Tx } from '../../platform/database/database.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import { writeOutput } from '../../platform/files/output-file.js';
import { OutputDirectory } from '../outputs/output-directory.js';
import { writeAllocations } from '../outputs/tables.js';
import { type Progress, Stopwatch } from '../stopwatch.js';

const SCOPE = sqlFile(import.meta.url, '../sql/export-scope.sql');
const MISTAKEN = sqlFile(import.meta.url, '../sql/export-mistaken.sql');
const RENAME = sqlFile(import.meta.url, '../sql/export-rename.sql');
const DIFFERENCES = sqlFile(import.meta.url, '../sql/export-differences.sql');

const LINES = sqlFile(import.meta.url, '../sql/export-lines.sql');

const FILES = {
  'parties.csv': sqlFile(import.meta.url, '../sql/export-parties.sql'),
  'works.csv': sqlFile(import.meta.url, '../sql/export-works.sql'),
  'aliases.csv': sqlFile(import.meta.url, '../sql/export-aliases.sql'),
  'claims.csv': sqlFile(import.meta.url, '../sql/export-claims.sql'),
  'licences.csv': sqlFile(import.meta.url, '../sql/export-licences.sql'),
  'collections.csv': sqlFile(import.meta.url, '../sql/export-collections.sql'),
  'deductions.csv': sqlFile(import.meta.url, '../sql/export-deductions.sql'),
  'weights.csv': sqlFile(import.meta.url, '../sql/export-weights.sql'),
};

export interface ExportOptions {
  /** Name of the society. */
  society: string;
  distributionId: number;
  /** DIR, which is made. */
  out: string;
}

export interface ExportSummary {
  /**
   * Ways in which licensees named works that a folder cannot tell as they were: they were given a resource id of their
   * own or lost what would now name another work.
   */
  renamed: number;
}

/**
 * A distribution as a folder whose run allocates the same: what it was calculated from, as that was known then, and in
 * `expected/` what it allocated.
 */
@Injectable()
export class ExportFolder {
  constructor(
    private readonly database: Database,
    private readonly societies: SocietiesService,
  ) {}

  /** @throws society-not-found, distribution-not-found, export-not-calculated, export-inputs-changed, output-exists */
  async export({ society: name, distributionId, out }: ExportOptions, progress: Progress): Promise<ExportSummary> {
    const society = await this.database.read(undefined, (tx) => this.societies.require(tx, name));
    const output = await OutputDirectory.prepare(out, undefined);
    try {
      // It writes temporary tables only.
      const summary = await this.database.write(society, (tx) =>
        this.exportIn(tx, { society, distributionId }, output.path, progress),
      );
      await output.publish();
      return summary;
    } catch (error) {
      await output.discard();
      throw error;
    }
  }

  /**
   * The same in a transaction of the society, which has done nothing yet: all is read in one state.
   * @param directory which is there and empty
   * @throws distribution-not-found, export-not-calculated, export-inputs-changed
   */
  async exportIn(
    tx: Tx,
    { society, distributionId }: Run,
    directory: string,
    progress: Progress,
  ): Promise<ExportSummary> {
    const stopwatch = new Stopwatch(progress);
    await readOneState(tx);
    const distribution = await tx.findOneBy(Distribution, { societyId: society, distributionId });
    if (distribution === null) throw distributionNotFound(distributionId);
    await setLocal(tx, 'app.distribution', distributionId);
    stopwatch.enter('gather');
    const renamed = await gather(tx, distributionId);
    await writeFiles(tx, directory, stopwatch);
    stopwatch.stop();
    return { renamed };
  }
}

/** @returns how many items were renamed */
async function gather(tx: Tx, distributionId: number): Promise<number> {
  await tx.query(SCOPE);
  const [moment] = await tx.query<object[]>('select happened_at from export_moment');
  const [result] = await tx.query<object[]>('select from distribution.pool_result where distribution_id = $1 limit 1', [
    distributionId,
  ]);
  if (moment === undefined || result === undefined) throw notCalculated(distributionId);
  await tx.query(MISTAKEN);
  await tx.query(RENAME);
  const [{ renamed }] = await tx.query<[{ renamed: number }]>(
    'select count(*)::integer as renamed from export_renamed',
  );
  await tx.query('drop table export_mistaken');
  await tx.query(MISTAKEN);
  const [{ mistaken }] = await tx.query<[{ mistaken: number }]>(
    'select count(*)::integer as mistaken from export_mistaken',
  );
  const differences = await tx.query<{ input: string; differing: number }[]>(DIFFERENCES);
  const changed = differences.filter(({ differing }) => differing > 0).map(({ input }) => input);
  if (mistaken > 0) changed.push('names of works');
  if (changed.length > 0) throw inputsChanged(distributionId, changed);
  return renamed;
}

async function writeFiles(tx: Tx, directory: string, stopwatch: Stopwatch): Promise<void> {
  stopwatch.enter('tables');
  for (const [file, query] of Object.entries(FILES)) await writeOutput(join(directory, file), copyOut(tx, query));
  await mkdir(join(directory, 'expected'));
  await writeAllocations(tx, join(directory, 'expected'));
  stopwatch.enter('lines');
  await mkdir(join(directory, 'usage'));
  await writeOutput(join(directory, 'usage', 'lines.csv'), copyOut(tx, LINES));
}

const notCalculated = (id: number) =>
  new DomainError(
    'conflict',
    'export-not-calculated',
    `Distribution ${id} has no results that a folder could give: it is open, or it is a reversal. Calculate it, or export the one that it takes back.`,
  );

const inputsChanged = (id: number, changed: readonly string[]) =>
  new DomainError(
    'conflict',
    'export-inputs-changed',
    `What distribution ${id} was calculated from is no longer as it was then: ${changed.join('; ')}. Calculate it anew, or export another one.`,
  );
