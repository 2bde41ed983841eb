import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx, type Upload } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { TakesUpload, Uploaded } from '../../platform/http/upload.js';
import { ApproveImport, ImportOptions, ImportPage, ImportQuery, ImportReport, ImportView } from './import.dto.js';
import { ImportsService } from './imports.service.js';

@ApiTags('imports')
@Controller('v1/imports')
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  /** Lists files of works, parties, claims and mandates that were taken in. */
  @Get()
  @MayCall(...OFFICERS)
  @ListAnswer(ImportPage)
  list(@InTx() tx: Tx, @Query() query: ImportQuery, @WantsCsv() csv: boolean): Promise<ImportPage | CsvAnswer> {
    return this.imports.list(tx, query, csv);
  }

  /** Gives an import. */
  @Get(':id')
  @MayCall(...OFFICERS)
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<ImportView> {
    return this.imports.get(tx, id);
  }

  /** Takes in a file of works, parties, claims or mandates, as a whole or not at all; or tries it. */
  @Post()
  @HttpCode(200)
  @MayCall('RO')
  @TakesUpload('party_id,name,kind\nlin-yue,Lin Yue 林悦,person\n')
  take(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Query() options: ImportOptions,
    @Uploaded() upload: Upload,
  ): Promise<ImportReport> {
    return this.imports.take(tx, actor, options, upload);
  }

  /** Brings the mandates of an import into force; another person than the one who sent the file does. */
  @Post(':id/approval')
  @HttpCode(200)
  @MayCall('AP')
  approve(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: ApproveImport,
  ): Promise<ImportView> {
    return this.imports.approve(tx, actor, id, reason);
  }
}
