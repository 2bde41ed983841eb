import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { readConfig } from '../platform/config/config.js';
import { acquireServer, readServerOptions, releaseOnSignal } from '../platform/database/server/index.js';
import { AppModule } from './app.module.js';
import { dataSourceFor } from './data-source.js';
import { migrate, requireCurrentSchema } from './schema.js';

/** Where a command tells the user what it is doing. */
export type Say = (sentence: string) => void;

/** Runs `work` on the database, starting the embedded server when it is not running and leaving it afterwards. */
export async function withDatabase<T>(
  say: Say,
  work: (dataSource: DataSource, embedded: boolean) => Promise<T>,
): Promise<T> {
  const config = readConfig(process.env);
  const server = await acquireServer({ ...readServerOptions({ ...config }, process.cwd()), say });
  const forget = releaseOnSignal(server, (error) => say(String(error)));
  try {
    const dataSource = await dataSourceFor(server.url()).initialize();
    try {
      return await work(dataSource, server.embedded);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    forget();
    await server.release();
  }
}

/** Runs `work` with the application's services. The embedded server's schema migrates by itself. */
export function withApplication<T>(say: Say, work: (application: INestApplicationContext) => Promise<T>): Promise<T> {
  return withDatabase(say, async (dataSource, embedded) => {
    if (embedded) await migrate(dataSource);
    else await requireCurrentSchema(dataSource);
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
