import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import type { FileAnswer } from '../../platform/http/file-answer.js';
import { FileBody } from '../../platform/http/file-body.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { JobView } from '../../platform/jobs/job.dto.js';
import {
  CreateExportedFolder,
  ExportedFolderPage,
  ExportedFolderQuery,
  ExportedFolderView,
} from './exported-folder.dto.js';
import { ExportedFolderRegister } from './exported-folder-register.js';

@ApiTags('distributions')
@Controller('v1/exported-folders')
export class ExportedFoldersController {
  constructor(private readonly folders: ExportedFolderRegister) {}

  /** Lists the distributions that were exported as a folder in the last thirty days. */
  @Get()
  @MayCall(...OFFICERS)
  @ListAnswer(ExportedFolderPage)
  list(
    @InTx() tx: Tx,
    @Query() query: ExportedFolderQuery,
    @WantsCsv() csv: boolean,
  ): Promise<ExportedFolderPage | CsvAnswer> {
    return this.folders.list(tx, query, csv);
  }

  /** Has a distribution exported as a folder whose run allocates the same, as a job. Its result names the exported folder. */
  @Post()
  @HttpCode(202)
  @MayCall('DO', 'AP')
  export(@InTx() tx: Tx, @By() actor: Actor, @Body() { distribution }: CreateExportedFolder): Promise<JobView> {
    return this.folders.export(tx, actor, distribution);
  }

  /** Gives an exported folder, with the size and the hash of its file. */
  @Get(':id')
  @MayCall(...OFFICERS)
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<ExportedFolderView> {
    return this.folders.get(tx, id);
  }

  /** Gives the folder as one ZIP: files for `cineledger run`, and in `expected/` what the distribution allocated. */
  @Get(':id/file')
  @MayCall(...OFFICERS)
  @FileBody('application/zip')
  file(@InTx() tx: Tx, @Param('id') id: string): Promise<FileAnswer> {
    return this.folders.file(tx, id);
  }
}
