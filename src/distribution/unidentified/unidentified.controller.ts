import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MayCall } from '../../identity/http.js';
import { OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList, type ListPlan, WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { UnidentifiedPage, UnidentifiedQuery, UnidentifiedView } from './unidentified.dto.js';

const LIST_UNIDENTIFIED = sqlFile(import.meta.url, '../sql/list-unidentified.sql');
const COLUMNS = [
  ...(['collection', 'distribution', 'licensee', 'resourceId', 'title', 'year', 'lines', 'metric', 'points'] as const),
  ...(['exactAmount', 'currency', 'work'] as const),
];

@ApiTags('matches')
@Controller('v1/unidentified')
export class UnidentifiedController {
  /** Lists what is held for titles that nobody identified, for people to match: POST /v1/matches. */
  @Get()
  @MayCall(...OFFICERS)
  @ListAnswer(UnidentifiedPage)
  list(
    @InTx() tx: Tx,
    @Query() query: UnidentifiedQuery,
    @WantsCsv() csv: boolean,
  ): Promise<UnidentifiedPage | CsvAnswer> {
    return answerList(tx, unidentifiedList(query), query, csv, (row) => UnidentifiedView.from(row));
  }
}

function unidentifiedList({ licensee, collection }: UnidentifiedQuery): ListPlan<UnidentifiedView> {
  return {
    select: LIST_UNIDENTIFIED,
    parameters: [licensee ?? null, collection ?? null],
    sorts: { amount: { column: 'amount', type: 'decimal' } },
    id: { column: 'row_key', type: 'text' },
    csv: { name: 'unidentified.csv', columns: COLUMNS, cells: (row) => COLUMNS.map((column) => row[column]) },
  };
}
