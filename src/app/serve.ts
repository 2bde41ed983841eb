import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ServiceSettings } from '../platform/http/service-settings.js';
import { createHttpApp } from './http/create-http-app.js';
import { Metrics } from './http/metrics.js';
import { Readiness } from './http/readiness.js';
import { JobKinds } from './jobs/job-kinds.module.js';
import { type LoggedIn, loggedIn } from './log-in.js';
import type { Say } from './with-application.js';

/** Requests that a load balancer still sends while it learns that the service is not ready any more. */
const DRAIN_MS = 500;
/** Whoever is not done by then is cut off: supervisors kill after ten seconds or so. */
const PATIENCE_MS = 8_000;

export interface ServeOptions {
  host: string;
  port: number;
  /** Whether the process does the jobs too. */
  jobs: boolean;
}

/** Serves until the process is told to stop. */
export function serve(say: Say, options: ServeOptions): Promise<void> {
  const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  return loggedIn(say, async (database) => {
    const app = await create(database, options);
    const metrics = app.get(Metrics);
    // Once it says that it serves, it is ready to be told to stop.
    const worker = options.jobs
      ? await app.get(JobKinds, { strict: false }).work(database.url, (...job) => metrics.observeJob(...job))
      : undefined;
    let ended = true;
    try {
      await app.listen(options.port, options.host);
      const { port } = app.getHttpServer().address() as AddressInfo;
      say(`Serving at http://${options.host}:${port}, operations at /docs. Ctrl-C stops it.`);
      await told;
      say('Stopping: requests and jobs that have begun are ended.');
    } finally {
      [ended] = await Promise.all([worker?.stop(PATIENCE_MS) ?? true, stop(app)]);
    }
    return ended;
  });
}

function create({ dataSource, config }: LoggedIn, { host, port }: ServeOptions): Promise<NestExpressApplication> {
  const settings = new StatedSettings(config.CINELEDGER_PUBLIC_URL ?? `http://${host}:${port}`);
  return createHttpApp(dataSource, {
    settings,
    trustedProxies: config.CINELEDGER_TRUSTED_PROXIES,
    requestsAMinute: config.CINELEDGER_REQUESTS_A_MINUTE,
    webhooksToLocalhost: config.CINELEDGER_WEBHOOKS_TO_LOCALHOST === 'yes',
    levels: ['log', 'warn', 'error', 'fatal'],
  });
}

async function stop(app: NestExpressApplication): Promise<void> {
  app.get(Readiness).stop();
  await new Promise((resolve) => setTimeout(resolve, DRAIN_MS));
  const cut = setTimeout(() => app.getHttpServer().closeAllConnections(), PATIENCE_MS);
  app.getHttpServer().closeIdleConnections();
  await app.close();
  clearTimeout(cut);
}

class StatedSettings extends ServiceSettings {
  readonly publicUrl: string;

  constructor(url: string) {
    super();
    this.publicUrl = url.replace(/\/+$/, '');
  }
}
