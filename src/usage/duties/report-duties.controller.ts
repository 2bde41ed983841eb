import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { today } from '../../platform/today.js';
import { MayCall } from '../../identity/http.js';
import { OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList, WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { ReportDutyPage, ReportDutyQuery, ReportDutyView } from './report-duty.dto.js';
import { reportDutyList } from './report-duty-list.js';

@ApiTags('usage reports')
@Controller('v1/report-duties')
export class ReportDutiesController {
  /** Lists the reports that licences ask for: the calendar of each, and what is due or late. A licensee sees its own. */
  @Get()
  @MayCall(...OFFICERS, 'L')
  @ListAnswer(ReportDutyPage)
  list(@InTx() tx: Tx, @Query() query: ReportDutyQuery, @WantsCsv() csv: boolean): Promise<ReportDutyPage | CsvAnswer> {
    return answerList(tx, reportDutyList(query, today()), query, csv, (row) => ReportDutyView.from(row));
  }
}
