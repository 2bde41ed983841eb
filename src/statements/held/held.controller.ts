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
import { HeldPage, HeldQuery, HeldView } from './held.dto.js';

const LIST_HELD = sqlFile(import.meta.url, '../sql/list-held.sql');
const COLUMNS = [
  ...(['collection', 'distribution', 'work', 'title', 'right', 'reason', 'exactAmount', 'currency'] as const),
  ...(['deadline', 'source', 'mayBeReleased'] as const),
];

@ApiTags('statements')
@Controller('v1/held')
export class HeldController {
  /** Lists what is held for known works, why, and until when. A holder sees works that it has or had a claim in. */
  @Get()
  @MayCall(...OFFICERS, 'H')
  @ListAnswer(HeldPage)
  list(@InTx() tx: Tx, @Query() query: HeldQuery, @WantsCsv() csv: boolean): Promise<HeldPage | CsvAnswer> {
    return answerList(tx, heldList(query), query, csv, (row) => HeldView.from(row));
  }
}

function heldList({ party, work, collection, reason }: HeldQuery): ListPlan<HeldView> {
  return {
    select: LIST_HELD,
    parameters: [party ?? null, work ?? null, collection ?? null, reason ?? null],
    sorts: { amount: { column: 'amount', type: 'decimal' }, work: { column: 'work', type: 'text' } },
    id: { column: 'row_key', type: 'text' },
    csv: {
      name: 'held.csv',
      columns: COLUMNS,
      cells: (row) => COLUMNS.map((column) => (column === 'mayBeReleased' ? String(row[column]) : row[column])),
    },
  };
}
