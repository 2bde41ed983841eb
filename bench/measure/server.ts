import { readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { acquireServer, readServerOptions } from '../../src/platform/database/server/index.js';
import type { BenchServer } from '../contestants/contestant.js';

/**
 * Runs `work` on the server that contestants share: that of DATABASE_URL, or an embedded one with an empty database
 * under `directory`, which is removed afterwards. It stays up between runs, so no run pays for its start.
 */
export async function withServer<T>(directory: string, work: (server: BenchServer) => Promise<T>): Promise<T> {
  const home = join(directory, 'server-home');
  const external = process.env['DATABASE_URL'];
  rmSync(home, { recursive: true, force: true });
  const environment: Record<string, string> = external ? { DATABASE_URL: external } : { CINELEDGER_HOME: home };
  const server = await acquireServer({ ...readServerOptions(environment, directory), say: console.error });
  try {
    return await work({ url: server.url(), environment, postmaster: await postmasterOf(server.url()) });
  } finally {
    await server.release();
    rmSync(home, { recursive: true, force: true });
  }
}

/** The parent of a session's process, if the server runs on this machine and there is a /proc to ask. */
async function postmasterOf(url: string): Promise<number | undefined> {
  const host = new URL(url).hostname;
  if (process.platform !== 'linux' || !['127.0.0.1', 'localhost', hostname()].includes(host)) return undefined;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const parent = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${rows[0]?.pid}/status`, 'utf8'))?.[1];
    return parent === undefined ? undefined : Number(parent);
  } finally {
    await client.end();
  }
}
