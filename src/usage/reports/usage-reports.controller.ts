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
import {
  ChangesPage,
  ChangesQuery,
  RejectedPage,
  RejectedQuery,
  RejectReport,
  ReportCheckView,
  ReportedPeriod,
  ReportHistory,
  ReportJob,
  ReportPage,
  ReportQuery,
  ReportUpload,
  ReportView,
} from './report.dto.js';
import { ReportDesk } from './report-desk.js';

const REPORT = `licence_id,use_type,territory,used_on,views,resource_id,title,year
stream-2026,svod,FR,2026-02-01,1200,r-1,纸鸢,2019
`;

@ApiTags('usage reports')
@Controller('v1/usage-reports')
export class UsageReportsController {
  constructor(private readonly desk: ReportDesk) {}

  /** Lists reports, with all their revisions. A licensee sees its own. */
  @Get()
  @MayCall(...OFFICERS, 'L')
  @ListAnswer(ReportPage)
  list(@InTx() tx: Tx, @Query() query: ReportQuery, @WantsCsv() csv: boolean): Promise<ReportPage | CsvAnswer> {
    return this.desk.list(tx, query, csv);
  }

  /** Gives a report. */
  @Get(':id')
  @MayCall(...OFFICERS, 'L')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<ReportView> {
    return this.desk.get(tx, id);
  }

  /** Gives what happened to a report. */
  @Get(':id/history')
  @MayCall(...OFFICERS, 'L')
  history(@InTx() tx: Tx, @By() actor: Actor, @Param('id') id: string): Promise<ReportHistory> {
    return this.desk.history(tx, actor, id);
  }

  /** Lists the lines of a report that take no part, each with its reason; with Accept: text/csv as a file. */
  @Get(':id/rejected-lines')
  @MayCall(...OFFICERS, 'L')
  @ListAnswer(RejectedPage)
  rejected(
    @InTx() tx: Tx,
    @Param('id') id: string,
    @Query() query: RejectedQuery,
    @WantsCsv() csv: boolean,
  ): Promise<RejectedPage | CsvAnswer> {
    return this.desk.rejected(tx, id, query, csv);
  }

  /** Lists what a report says otherwise than an earlier revision, the largest change first. */
  @Get(':id/changes')
  @MayCall(...OFFICERS, 'L')
  @ListAnswer(ChangesPage)
  changes(
    @InTx() tx: Tx,
    @Param('id') id: string,
    @Query() query: ChangesQuery,
    @WantsCsv() csv: boolean,
  ): Promise<ChangesPage | CsvAnswer> {
    return this.desk.changes(tx, id, query, csv);
  }

  /**
   * Reports the usage of a licence in a period, by a file of any size. The answer comes when the file has arrived; a job
   * reads it, and its lines count once the report is accepted. A further report of the same period is its next revision
   * and takes its place. The same file sent again is the report that it was.
   */
  @Post()
  @HttpCode(202)
  @MayCall('L', 'LO')
  @TakesUpload(REPORT)
  take(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Query() wanted: ReportUpload,
    @Uploaded() upload: Upload,
  ): Promise<ReportJob> {
    return this.desk.take(tx, actor, wanted, upload);
  }

  /** Says what would become of a report, line by line, and keeps nothing of it. */
  @Post('check')
  @HttpCode(200)
  @MayCall('L', 'LO')
  @TakesUpload(REPORT)
  check(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Query() wanted: ReportUpload,
    @Uploaded() upload: Upload,
  ): Promise<ReportCheckView> {
    return this.desk.check(tx, actor, wanted, upload);
  }

  /** Reports that nothing was used of a licence in a period. */
  @Post('nil')
  @HttpCode(200)
  @MayCall('L', 'LO')
  takeNil(@InTx() tx: Tx, @By() actor: Actor, @Body() wanted: ReportedPeriod): Promise<ReportView> {
    return this.desk.takeNil(tx, actor, wanted);
  }

  /** Accepts a report of which many lines were rejected: the others count. */
  @Post(':id/acceptance')
  @HttpCode(200)
  @MayCall('LO')
  accept(@InTx() tx: Tx, @By() actor: Actor, @Param('id') id: string): Promise<ReportView> {
    return this.desk.accept(tx, actor, id);
  }

  /** Rejects a report with a reason; the licensee sends it anew. */
  @Post(':id/rejection')
  @HttpCode(200)
  @MayCall('LO')
  reject(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: RejectReport,
  ): Promise<ReportView> {
    return this.desk.reject(tx, actor, id, reason);
  }
}
