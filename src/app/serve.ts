import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { DataSource } from 'typeorm';
import { DomainError } from '../kernel/domain-error.js';
import type { Config } from '../platform/config/config.js';
import {
  type AcquiredServer,
  allowLogin,
  LOGIN_ROLE,
  requireHarmlessLogin,
} from '../platform/database/server/index.js';
import { ServiceSettings } from '../platform/http/service-settings.js';
import { dataSourceFor } from './data-source.js';
import { createHttpApp } from './http/create-http-app.js';
import { Readiness } from './http/readiness.js';
import { makeReady, type Say, withDatabase } from './with-application.js';

/** Requests that a load balancer still sends while it learns that the service is not ready any more. */
const DRAIN_MS = 500;
/** Whoever is not done by then is cut off: supervisors kill after ten seconds or so. */
const PATIENCE_MS = 8_000;

interface Where {
  host: string;
  port: number;
}

/** Serves until the process is told to stop. */
export function serve(say: Say, where: Where): Promise<void> {
  const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const work = async (owner: DataSource, server: AcquiredServer, config: Config) => {
    await makeReady(owner, server);
    const url = await loginUrl(owner, server, config);
    // From here on nothing is done as the owner.
    await owner.destroy();
    const dataSource = await dataSourceFor(url).initialize();
    try {
      await requireHarmlessLogin(dataSource);
      const app = await listen(dataSource, where, config, say);
      await told;
      say('Stopping: requests that have begun are answered.');
      await stop(app);
    } finally {
      await dataSource.destroy();
    }
  };
  // A signal ends the requests first, and the server of the database last.
  return withDatabase(say, work, () => () => undefined);
}

async function listen(
  dataSource: DataSource,
  { host, port }: Where,
  config: Config,
  say: Say,
): Promise<NestExpressApplication> {
  const settings = new StatedSettings(config.CINELEDGER_PUBLIC_URL ?? `http://${host}:${port}`);
  const app = await createHttpApp(dataSource, {
    settings,
    trustedProxies: config.CINELEDGER_TRUSTED_PROXIES,
    requestsAMinute: config.CINELEDGER_REQUESTS_A_MINUTE,
    levels: ['log', 'warn', 'error', 'fatal'],
  });
  await app.listen(port, host);
  const address = app.getHttpServer().address() as AddressInfo;
  say(`Serving at http://${host}:${address.port}, operations at /docs. Ctrl-C stops it.`);
  return app;
}

async function stop(app: NestExpressApplication): Promise<void> {
  app.get(Readiness).stop();
  await new Promise((resolve) => setTimeout(resolve, DRAIN_MS));
  const cut = setTimeout(() => app.getHttpServer().closeAllConnections(), PATIENCE_MS);
  app.getHttpServer().closeIdleConnections();
  await app.close();
  clearTimeout(cut);
}

/** @throws login-url-missing */
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

class StatedSettings extends ServiceSettings {
  readonly publicUrl: string;

  constructor(url: string) {
    super();
    this.publicUrl = url.replace(/\/+$/, '');
  }
}
