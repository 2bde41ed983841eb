import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { type Config, readConfig } from '../platform/config/config.js';
import {
  type AcquiredServer,
  acquireServer,
  readServerOptions,
  releaseOnSignal,
} from '../platform/database/server/index.js';
import { AppModule } from './app.module.js';
import { dataSourceFor } from './data-source.js';
import { migrate, requireCurrentSchema } from './schema.js';

/** Where a command tells the user what it is doing. */
export type Say = (sentence: string) => void;

/**
 * Runs `work` on the database, starting the embedded server when it is not running and leaving it afterwards.
 * @param onSignal what to do when the process is told to end; by default it leaves the server and ends
 */
export async function withDatabase<T>(
  say: Say,
  work: (dataSource: DataSource, server: AcquiredServer, config: Config) => Promise<T>,
  onSignal = releaseOnSignal,
): Promise<T> {
  const config = readConfig(process.env);
  const { DATABASE_URL, CINELEDGER_HOME } = config;
  const server = await acquireServer({ ...readServerOptions({ DATABASE_URL, CINELEDGER_HOME }, process.cwd()), say });
  const forget = onSignal(server, (error) => say(String(error)));
  try {
    const dataSource = await dataSourceFor(server.url()).initialize();
    try {
      return await work(dataSource, server, config);
    } finally {
      if (dataSource.isInitialized) await dataSource.destroy();
    }
  } finally {
    forget();
    await server.release();
  }
}

/** Runs `work` with the application's services. The embedded server's schema migrates by itself. */
export function withApplication<T>(say: Say, work: (application: INestApplicationContext) => Promise<T>): Promise<T> {
  return withDatabase(say, async (dataSource, server) => {
    await makeReady(dataSource, server);
    const application = await NestFactory.createApplicationContext(AppModule.on(dataSource), {
      logger: ['error', 'warn'],
    });
    try {
      return await work(application);
    } finally {
      await application.close();
    }
  });
}

/** The embedded server's schema migrates by itself; another one's must be up to date. */
export async function makeReady(dataSource: DataSource, { embedded }: AcquiredServer): Promise<void> {
  if (embedded) await migrate(dataSource);
  else await requireCurrentSchema(dataSource);
}
