import { once } from 'node:events';
import { ConsoleLogger, type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { DatabaseModule } from '../platform/database/database.module.js';
import { JobKinds, JobKindsModule } from './jobs/job-kinds.module.js';
import { loggedIn } from './log-in.js';
import { webhookSettings } from './webhook-settings.module.js';
import type { Say } from './with-application.js';

/** A job may be far on; supervisors of workers can be told to wait. */
const PATIENCE_MS = 25_000;

/** Does jobs until the process is told to stop. */
export function work(say: Say): Promise<void> {
  const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  return loggedIn(say, async ({ dataSource, url, config }) => {
    const module = WorkModule.on(dataSource, config.CINELEDGER_WEBHOOKS_TO_LOCALHOST === 'yes');
    const application = await NestFactory.createApplicationContext(module, {
      logger: new ConsoleLogger({ json: true, colors: false, logLevels: ['log', 'warn', 'error', 'fatal'] }),
    });
    const worker = await application.get(JobKinds, { strict: false }).work(url);
    say('Working on jobs. Ctrl-C stops it.');
    await told;
    say('Stopping: jobs that have begun are ended.');
    const ended = await worker.stop(PATIENCE_MS);
    await application.close();
    return ended;
  });
}

@Module({})
class WorkModule {
  static on(dataSource: DataSource, webhooksToLocalhost: boolean): DynamicModule {
    return {
      module: WorkModule,
      imports: [DatabaseModule.on(dataSource), webhookSettings(webhooksToLocalhost), JobKindsModule],
    };
  }
}
