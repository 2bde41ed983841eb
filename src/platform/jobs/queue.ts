import { parseCronItems, type ParsedCronItem, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { JOBS_ROLE } from '../database/server/index.js';

/** The hourly call of the calendar. Missed hours need no making up: the next one catches up. */
export const CALENDAR = 'calendar';
export const HOURLY: ParsedCronItem[] = parseCronItems([{ task: CALENDAR, match: '7 * * * *' }]);

/**
 * Connections that work on the queue and see nothing else.
 * @param url of a role that can become the queue's
 * @param onError for connections that break while nothing waits for them
 */
export function queuePool(url: string, most: number, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    ...{ connectionString: url, max: most, application_name: 'cineledger jobs' },
    options: `-c role=${JOBS_ROLE}`,
  });
  return pool.on('error', onError).on('connect', (client) => client.on('error', onError));
}

/** Brings the queue's own schema up to date. @param url of the database as its owner */
export async function migrateQueue(url: string): Promise<void> {
  let broken: Error | undefined;
  const pool = queuePool(url, 1, (error) => (broken = error));
  try {
    await runMigrations({ pgPool: pool });
    if (broken !== undefined) throw broken;
  } finally {
    await pool.end();
  }
}
