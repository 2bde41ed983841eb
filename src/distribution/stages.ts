import type { Tx } from '../platform/database/database.js';
import { sqlFile } from '../platform/database/sql-file.js';

const FIND_REPORTS = sqlFile(import.meta.url, 'sql/find-reports.sql');

/** How the stages of a run, and of a release, are to be planned until the transaction ends. */
export async function planSums(tx: Tx): Promise<void> {
  // A run reads what it has just written, of which the planner may have no good statistics: every join of a stage is one
  // of equality and every sum by key, for which a hash is never a bad plan; a loop or a sort on a wrong guess is.
  await tx.query('set local enable_nestloop = off');
  await tx.query('set local enable_sort = off');
  await tx.query('set local cursor_tuple_fraction = 1');
  await tx.query('set local default_statistics_target = 10');
}

/** Sums lines that are few among all that the database holds. @param sum reads the reports that count from `counted_report` */
export async function sumOverReports(tx: Tx, distributionId: number, sum: string): Promise<void> {
  await tx.query('create temporary table counted_report (first_line bigint, last_line bigint) on commit drop');
  await tx.query(FIND_REPORTS, [distributionId]);
  await tx.query('analyze counted_report');
  await tx.query(sum);
  await tx.query('drop table counted_report');
}
