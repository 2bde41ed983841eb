import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MayCall } from '../../identity/http.js';
import { OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { WarningPage, WarningQuery } from './warning.dto.js';
import { WarningsService } from './warnings.service.js';

@ApiTags('early-warning list')
@Controller('v1/listing-warnings')
export class WarningsController {
  constructor(private readonly warnings: WarningsService) {}

  /** Lists licences under which a listed film could be used while it is in theatres. A platform sees those that are its own. */
  @Get()
  @MayCall(...OFFICERS, 'L')
  @ListAnswer(WarningPage)
  list(@InTx() tx: Tx, @Query() query: WarningQuery, @WantsCsv() csv: boolean): Promise<WarningPage | CsvAnswer> {
    return this.warnings.list(tx, query, csv);
  }
}
