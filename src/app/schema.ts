import type { DataSource } from 'typeorm';
import { DomainError } from '../kernel/domain-error.js';

/** Serialises migrations of several commands that start at once; any number that nothing else uses. */
const MIGRATION_LOCK = 5_201_314;

/** Brings the schema up to date. @returns the names of the migrations that ran */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const ran = await dataSource.runMigrations({ transaction: 'all' });
    // The queue has migrations of its own; a worker that starts on a later version of it runs them too.
    if (ran.length > 0) {
      // Other commands need not wait for all that the queue loads.
      const { migrateQueue } = await import('../platform/jobs/queue.js');
      await migrateQueue((dataSource.options as { url: string }).url);
    }
    return ran.map((migration) => migration.name);
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await runner.release();
  }
}

/** @throws schema-out-of-date if a migration has not run on this database */
export async function requireCurrentSchema(dataSource: DataSource): Promise<void> {
  if (!(await dataSource.showMigrations())) return;
  throw new DomainError(
    'conflict',
    'schema-out-of-date',
    'The schema of the database is older than this program. Take a backup and run `cineledger migrate`.',
  );
}
