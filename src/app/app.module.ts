import { type DynamicModule, Module } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { FolderModule } from '../folder/index.js';
import { IdentityModule } from '../identity/index.js';
import { RepertoireModule } from '../repertoire/index.js';
import { DatabaseModule } from '../platform/database/database.module.js';

@Module({})
export class AppModule {
  static on(dataSource: DataSource): DynamicModule {
    return {
      module: AppModule,
      imports: [DatabaseModule.on(dataSource), FolderModule, IdentityModule, RepertoireModule],
    };
  }
}
