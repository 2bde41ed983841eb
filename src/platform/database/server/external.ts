import pg from 'pg';
import type { AcquiredServer } from './acquired-server.js';
import { noDatabaseUrl, OLDEST_MAJOR, serverTooOld, unreachable } from './errors.js';

/**
 * Checks the server behind a `DATABASE_URL`; releasing it does nothing.
 *
 * @throws DomainError database-url-malformed, database-unreachable, database-too-old; none holds the password
 */
export async function acquireExternal(databaseUrl: string): Promise<AcquiredServer> {
  // pg would take any other text for the name of a database somewhere.
  if (!URL.canParse(databaseUrl) || !/^postgres(ql)?:/.test(databaseUrl)) throw noDatabaseUrl();
  const where = withoutPassword(databaseUrl);
  const version = await versionOf(databaseUrl, where);
  if (version < OLDEST_MAJOR * 10_000) throw serverTooOld(where, `${Math.floor(version / 10_000)}.${version % 10_000}`);
  return {
    embedded: false,
    version,
    url: (database) => (database === undefined ? databaseUrl : withDatabase(databaseUrl, database)),
    loginUrl: () => undefined,
    release: () => Promise.resolve(),
  };
}

async function versionOf(databaseUrl: string, where: string): Promise<number> {
  try {
    const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ version: number }>(
        `select current_setting('server_version_num')::integer as version`,
      );
      return rows[0]!.version;
    } finally {
      await client.end();
    }
  } catch (error) {
    throw unreachable(where, error);
  }
}

function withDatabase(databaseUrl: string, database: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  return `${url.hostname || 'local socket'}${url.port ? `:${url.port}` : ''}${url.pathname}`;
}
