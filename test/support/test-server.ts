import { randomBytes } from 'node:crypto';
import { dataSourceFor } from '../../src/app/data-source.js';
import { migrate } from '../../src/app/schema.js';
import { acquireServer, type AcquiredServer, allowLogin } from '../../src/platform/database/server/index.js';
import { makeHome, removeHome } from './server-home.js';

/** How workers learn of the server: its address as the owner, and the database to clone. */
export const SERVER_VARIABLE = 'CINELEDGER_TEST_SERVER';
export const TEMPLATE_VARIABLE = 'CINELEDGER_TEST_TEMPLATE';
/** The role that the service logs in as, and its password, with a colon between. */
export const LOGIN_VARIABLE = 'CINELEDGER_TEST_LOGIN';

/** The server of one run of the tests, with a template database whose schema is up to date. */
export class TestServer {
  private constructor(
    private readonly server: AcquiredServer,
    private readonly home: string | undefined,
    readonly template: string,
  ) {
    this.login = `${template}_login`;
  }

  readonly login: string;
  readonly password = randomBytes(12).toString('hex');

  /**
   * Starts an embedded server of its own, or takes that of `DATABASE_URL`, whose user must be allowed to create
   * databases. `BINARIES_PACKAGE` names an npm alias with another version of the binaries.
   */
  static async start(environment: NodeJS.ProcessEnv): Promise<TestServer> {
    const databaseUrl = environment['DATABASE_URL'] || undefined;
    const home = databaseUrl === undefined ? await makeHome() : undefined;
    const binariesPackage = environment['BINARIES_PACKAGE'] || undefined;
    const server = await acquireServer({ home: home ?? '', databaseUrl, binariesPackage });
    const started = new TestServer(server, home, `cineledger_test_${randomBytes(6).toString('hex')}`);
    await started.#run(`create database ${started.template}`);
    const dataSource = await dataSourceFor(started.url(started.template)).initialize();
    await migrate(dataSource);
    await dataSource.query(`create role ${started.login} login noinherit password '${started.password}'`);
    await dataSource.query(allowLogin(started.login));
    await dataSource.destroy();
    return started;
  }

  url(database?: string): string {
    return this.server.url(database);
  }

  async stop(): Promise<void> {
    await this.#run(`drop database ${this.template} with (force)`);
    await this.#run(`drop role ${this.login}`);
    await this.server.release();
    if (this.home !== undefined) await removeHome(this.home);
  }

  async #run(sql: string): Promise<void> {
    const dataSource = await dataSourceFor(this.url()).initialize();
    try {
      await dataSource.query(sql);
    } finally {
      await dataSource.destroy();
    }
  }
}
