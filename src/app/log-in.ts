import type { DataSource } from 'typeorm';
import { DomainError } from '../kernel/domain-error.js';
import type { Config } from '../platform/config/config.js';
import {
  type AcquiredServer,
  allowLogin,
  LOGIN_ROLE,
  requireHarmlessLogin,
} from '../platform/database/server/index.js';
import { removeLeftDirectories } from '../platform/files/temporary-directory.js';
import { dataSourceFor } from './data-source.js';
import { makeReady, type Say, withDatabase } from './with-application.js';

/** The database as a role that can only become those that work on rows and on the queue. */
export interface LoggedIn {
  dataSource: DataSource;
  url: string;
  config: Config;
}

/**
 * Runs a process that lasts, until `work` ends. From its start on nothing is done as the owner of the database.
 * @param work gives whether all that it began has ended; what has not is cut off with the process
 * @throws login-url-missing, login-role-too-powerful
 */
export async function loggedIn(say: Say, work: (database: LoggedIn) => Promise<boolean>): Promise<void> {
  const asOwner = async (owner: DataSource, server: AcquiredServer, config: Config) => {
    await makeReady(owner, server);
    const url = await loginUrl(owner, server, config);
    await owner.destroy();
    const dataSource = await dataSourceFor(url).initialize();
    let ended = true;
    try {
      await requireHarmlessLogin(dataSource);
      const left = await removeLeftDirectories();
      if (left > 0) say(`Removed ${left} temporary directories of processes that were killed.`);
      ended = await work({ dataSource, url, config });
    } finally {
      // It would wait for the connections of what has not ended.
      if (ended) await dataSource.destroy();
    }
    return ended;
  };
  // A signal ends the work first, and the server of the database last.
  const ended = await withDatabase(say, asOwner, () => () => undefined);
  if (!ended) process.exit();
}

async function loginUrl(owner: DataSource, server: AcquiredServer, config: Config): Promise<string> {
  const embedded = server.loginUrl();
  if (embedded !== undefined) {
    await owner.query(allowLogin(LOGIN_ROLE));
    return embedded;
  }
  if (config.DATABASE_LOGIN_URL !== undefined) return config.DATABASE_LOGIN_URL;
  throw new DomainError(
    'invalid',
    'login-url-missing',
    'With DATABASE_URL the service needs DATABASE_LOGIN_URL too: it does not serve requests as the owner of the database. docs/operations.md has the statements that make such a role.',
  );
}
