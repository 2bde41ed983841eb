import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { AppModule } from '../../src/app/app.module.js';
import { FolderService, type RunOptions, type RunSummary } from '../../src/folder/index.js';
import { cloneDatabase } from './database.js';

/** The services of a command in the process of the test, on a database of their own. */
export interface TestApplication {
  readonly dataSource: DataSource;
  /** Runs a folder as `cineledger run` does, by default with --force and --no-pdf in sandbox "test". */
  run(folder: string, out: string, changes?: Partial<RunOptions>): Promise<RunSummary>;
  service<T>(type: Type<T>): T;
  stop(): Promise<void>;
}

export async function startApplication(): Promise<TestApplication> {
  const db = await cloneDatabase();
  const application = await applicationOn(db.dataSource);
  return {
    ...application,
    async stop() {
      await application.stop();
      await db.drop();
    },
  };
}

/** On a database that somebody else made, migrated and will close. */
export async function applicationOn(dataSource: DataSource): Promise<TestApplication> {
  const context: INestApplicationContext = await NestFactory.createApplicationContext(AppModule.on(dataSource), {
    logger: ['error'],
  });
  const folders = context.get(FolderService);
  return {
    dataSource,
    run: (folder, out, changes = {}) =>
      folders.run({ folder, out, society: 'test', force: true, pdf: false, ...changes }, UNWATCHED),
    service: (type) => context.get(type),
    stop: () => context.close(),
  };
}

const UNWATCHED = { stage: () => undefined, lines: () => undefined };
