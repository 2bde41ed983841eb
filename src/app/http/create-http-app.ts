import { readFileSync } from 'node:fs';
import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import helmet from 'helmet';
import type { DataSource } from 'typeorm';
import { ProblemFilter } from '../../platform/http/problem.filter.js';
import { giveRequestId } from '../../platform/http/request-id.js';
import type { ServiceSettings } from '../../platform/http/service-settings.js';
import { validation } from '../../platform/http/validation.js';
import { CONSTRAINT_PROBLEMS } from './constraint-problems.js';
import { HttpModule } from './http.module.js';
import { Metrics } from './metrics.js';
import { openapiDocument } from './openapi-document.js';
import { limitLogins, limitRequests } from './rate-limit.js';
import { watchRequests } from './watch-requests.js';

const LOGINS = ['/v1/session', '/v1/oauth/token'];
/** Masters are small; modules that take more at once stream it. */
const MOST_JSON = '256kb';
const PROBLEMS = new URL('../../../../docs/problems.md', import.meta.url);

export interface HttpOptions {
  settings: ServiceSettings;
  trustedProxies: number;
  requestsAMinute: number;
  /** Whether webhooks may go to this very machine. */
  webhooksToLocalhost: boolean;
  levels: LogLevel[];
}

/** The service, not yet listening. */
export async function createHttpApp(dataSource: DataSource, options: HttpOptions): Promise<NestExpressApplication> {
  const { settings, trustedProxies, requestsAMinute, webhooksToLocalhost, levels } = options;
  const module = HttpModule.on(dataSource, settings, webhooksToLocalhost);
  const app = await NestFactory.create<NestExpressApplication>(module, {
    bodyParser: false,
    rawBody: true,
    abortOnError: false,
    logger: new ConsoleLogger({ json: true, colors: false, logLevels: levels }),
  });
  app.set('trust proxy', trustedProxies);
  // ETags here are versions to change by, not hashes of bytes.
  app.set('etag', false);
  app.use(giveRequestId, watchRequests(app.get(Metrics)), helmet({ contentSecurityPolicy: policy(settings) }));
  app.use(limitRequests(requestsAMinute));
  app.use(LOGINS, limitLogins());
  app.useBodyParser('json', { limit: MOST_JSON });
  app.useBodyParser('urlencoded', { limit: '8kb', extended: false });
  app.useGlobalPipes(validation());
  app.useGlobalFilters(new ProblemFilter(CONSTRAINT_PROBLEMS));
  servePages(app);
  return app;
}

/** Swagger UI, the document behind it, and the page that problems link to. They hold nothing of any society. */
function servePages(app: NestExpressApplication): void {
  const problems = readFileSync(PROBLEMS, 'utf8');
  app.use('/docs/problems.md', (_request: Request, response: Response) => {
    response.type('text/markdown; charset=utf-8').send(problems);
  });
  SwaggerModule.setup('docs', app, openapiDocument(app), { jsonDocumentUrl: 'docs/openapi.json' });
}

/** Helmet's own, which asks browsers to come back by https: not where there is none. */
function policy({ secure }: ServiceSettings) {
  return secure ? {} : { directives: { upgradeInsecureRequests: null } };
}
