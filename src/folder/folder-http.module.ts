import { Module } from '@nestjs/common';
import { JobsModule } from '../platform/jobs/jobs.module.js';
import { ExportedFolderRegister } from './exports/exported-folder-register.js';
import { ExportedFoldersController } from './exports/exported-folders.controller.js';

@Module({
  imports: [JobsModule],
  controllers: [ExportedFoldersController],
  providers: [ExportedFolderRegister],
})
export class FolderHttpModule {}
