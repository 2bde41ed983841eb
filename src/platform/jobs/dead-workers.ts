import type pg from 'pg';

/** Tells our locks from others of the database; any number that nothing else uses. */
const LOCK_CLASS = 5_201_315;

/**
 * Shows other processes that a pool of workers lives: by a lock that goes with its connection, so at once after kill -9.
 * Graphile Worker by itself lets the jobs of a killed process lie for four hours (its issue 204).
 * @param workers the pool's id, under which its jobs are locked
 * @param onLost called when the connection is gone, and others must think that the pool is too
 * @returns takes the sign away
 */
export async function showLife(pool: pg.Pool, workers: string, onLost: (error: Error) => void): Promise<() => void> {
  const client = await pool.connect();
  client.on('error', onLost);
  await client.query('select pg_advisory_lock($1, hashtext($2))', [LOCK_CLASS, workers]);
  return () => client.release(true);
}

/** What a job is about, as `platform.enqueue` is told. */
export interface Payload {
  society: number;
  /** Of platform.job; none for what the calendar does. */
  job?: string;
  /** Of an errand's own row. */
  about?: string;
}

/**
 * Frees what dead pools were at, so that it is done again at once. A pool that has just begun may not have shown life yet.
 * @returns those jobs that have been tried as often as they may
 */
export async function freeJobsOfTheDead(pool: pg.Pool): Promise<Payload[]> {
  const { rows } = await pool.query<{ dead: string[]; last: Payload[] | null }>(
    `select array_agg(distinct locked_by) as dead,
       json_agg(payload) filter (where attempts >= max_attempts) as last
     from graphile_worker._private_jobs
     where locked_at < clock_timestamp() - interval '3 seconds'
       and (hashtext(locked_by)::bigint & 4294967295)::oid not in (
         select l.objid from pg_locks l
         where l.locktype = 'advisory' and l.granted and l.classid = $1::integer::oid and l.objsubid = 2
           and l.database = (select d.oid from pg_database d where d.datname = current_database()))
     having count(*) > 0`,
    [LOCK_CLASS],
  );
  const [found] = rows;
  if (found === undefined) return [];
  await pool.query('select graphile_worker.force_unlock_workers($1)', [found.dead]);
  return found.last ?? [];
}
