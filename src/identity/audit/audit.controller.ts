import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList, WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { MayCall } from '../access/may-call.js';
import { AuditEvent, AuditPage, AuditQuery } from './audit.dto.js';
import { auditList } from './audit-list.js';

@ApiTags('audit')
@Controller('v1/audit-events')
export class AuditController {
  /** Lists who changed what, when and why. */
  @Get()
  @MayCall('SV', 'AP')
  @ListAnswer(AuditPage)
  list(@InTx() tx: Tx, @Query() query: AuditQuery, @WantsCsv() csv: boolean): Promise<AuditPage | CsvAnswer> {
    return answerList(tx, auditList(query), query, csv, (row) => AuditEvent.from(row));
  }
}
