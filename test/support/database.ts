import { randomBytes } from 'node:crypto';
import 'reflect-metadata';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { dataSourceFor } from '../../src/app/data-source.js';
import { Database } from '../../src/platform/database/database.js';
import { LOGIN_VARIABLE, SERVER_VARIABLE, TEMPLATE_VARIABLE } from './test-server.js';

/** A database of a spec's own, with the schema of today and no rows. */
export interface TestDatabase {
  /** As its owner. */
  readonly url: string;
  /** As the role that the service logs in as. */
  readonly loginUrl: string;
  /** As the owner, whom row-level security binds too. */
  readonly dataSource: DataSource;
  /** As the application: transactions in the application role. */
  readonly database: Database;
  /** What a child process needs in its environment to work on this database. */
  readonly environment: Readonly<Record<string, string>>;
  /** Closes the connections and drops the database. */
  drop(): Promise<void>;
}

/** Clones the migrated template: some 100 ms. Call it in `beforeAll` and `drop` in `afterAll`. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const server = variable(SERVER_VARIABLE);
  const name = `cineledger_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name} template ${variable(TEMPLATE_VARIABLE)}`);
  // No spec pulls the plug of the machine under a clone; waiting for its disk would be a good part of the tests' time.
  await onServer(server, `alter database ${name} set synchronous_commit = off`);
  const url = withDatabase(server, name);
  const dataSource = await dataSourceFor(url).initialize();
  return {
    url,
    loginUrl: withLogin(url),
    dataSource,
    database: new Database(dataSource),
    environment: { DATABASE_URL: url, DATABASE_LOGIN_URL: withLogin(url) },
    async drop() {
      await dataSource.destroy();
      await closeSessions(server, name);
      await onServer(server, `drop database ${name}`);
    },
  };
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: jest.config.mjs names global-setup.ts, which sets it.`);
  return value;
}

function withDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

function withLogin(database: string): string {
  const [user = '', password = ''] = variable(LOGIN_VARIABLE).split(':');
  return Object.assign(new URL(database), { username: user, password }).href;
}

/**
 * `drop database … with (force)` would refuse where an autovacuum worker is at work, which is nobody's to end but a
 * superuser's; a plain `drop database` sends it away itself.
 */
async function closeSessions(server: string, database: string): Promise<void> {
  await onServer(
    server,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
    [database],
  );
}

async function onServer(url: string, sql: string, parameters: readonly string[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql, [...parameters]);
  } finally {
    await client.end();
  }
}
