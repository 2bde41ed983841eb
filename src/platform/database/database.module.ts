import { type DynamicModule, Module } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Database } from './database.js';

@Module({})
export class DatabaseModule {
  /** @param dataSource connected as the owner; see Database for how the rows are reached */
  static on(dataSource: DataSource): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [{ provide: Database, useFactory: () => new Database(dataSource) }],
      exports: [Database],
    };
  }
}
