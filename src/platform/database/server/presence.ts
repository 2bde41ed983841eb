import pg from 'pg';
import { passwordOf, SUPERUSER } from './cluster.js';

/** One number for "a command is at work on this server"; advisory locks of the maintenance database only. */
const PRESENCE_KEY = 20_251_125;

/** pg has these two (its documentation names unref); @types/pg does not. */
type Session = pg.Client & { ref(): void; unref(): void };

/**
 * A session that holds a shared advisory lock as long as the command lives. The server counts the commands so: a
 * killed program's session ends, and its lock with it, whereas a count kept in files would have to guess who is dead.
 */
export interface Presence {
  readonly client: Session;
  /** `server_version_num`, e.g. 180004. */
  readonly version: number;
  readonly lost: boolean;
}

export async function enter(port: number, secret: string): Promise<Presence> {
  const client = await connect(port, secret);
  try {
    await client.query('select pg_advisory_lock_shared($1)', [PRESENCE_KEY]);
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::integer as version`,
    );
    let lost = false;
    client.on('end', () => (lost = true));
    // The session alone must not keep a finished program from ending.
    client.unref();
    return {
      client,
      version: rows[0]!.version,
      get lost() {
        return lost;
      },
    };
  } catch (error) {
    await endQuietly(client);
    throw error;
  }
}

/**
 * Gives up the presence and says whether no other command is there. If so, the exclusive lock is held by the returned
 * session, and a newcomer waits until that session ends or the server does.
 */
export async function leave(presence: Presence): Promise<boolean> {
  const { client } = presence;
  client.ref();
  await client.query('select pg_advisory_unlock_shared($1)', [PRESENCE_KEY]);
  return isAlone(client);
}

export async function isAlone(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [PRESENCE_KEY]);
  return rows[0]!.alone;
}

/** A superuser session on the maintenance database. */
export async function connect(port: number, secret: string): Promise<Session> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password: passwordOf(SUPERUSER, secret),
    database: 'postgres',
    ssl: false,
    application_name: 'cineledger presence',
    connectionTimeoutMillis: 10_000,
  }) as Session;
  // A server that is killed breaks the session at any moment: without a listener that would end the whole program.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Ends the session; a server that has gone away first has ended it already. */
export async function endQuietly(client: pg.Client): Promise<void> {
  try {
    await client.end();
  } catch (error) {
    if (!isPassing(error)) throw error;
  }
}

const PASSING = new Set(['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/** The server is starting, stopping, recovering, or gone: look again. Everything else is a fault to be told. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== undefined) return PASSING.has(code);
  return /Connection terminated|Client has encountered a connection error|timeout expired/.test(error.message);
}
