import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { FileBody } from '../../platform/http/file-body.js';
import type { FileAnswer } from '../../platform/http/file-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { ExplanationQuery, ExplanationView } from './explanation.dto.js';
import { LinePage, LinesQuery, StatementDetail, StatementPage, StatementQuery } from './statement.dto.js';
import { StatementRegister } from './statement-register.js';

@ApiTags('statements')
@Controller('v1/statements')
export class StatementsController {
  constructor(private readonly statements: StatementRegister) {}

  /** Lists statements. A holder sees its own. */
  @Get()
  @MayCall(...OFFICERS, 'H')
  @ListAnswer(StatementPage)
  list(@InTx() tx: Tx, @Query() query: StatementQuery, @WantsCsv() csv: boolean): Promise<StatementPage | CsvAnswer> {
    return this.statements.list(tx, query, csv);
  }

  /** Gives a statement: its totals, pools and deductions, and what was held. */
  @Get(':id')
  @MayCall(...OFFICERS, 'H')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<StatementDetail> {
    return this.statements.get(tx, id);
  }

  /** Gives lines of a statement: one for each pool, claim, use type and territory. */
  @Get(':id/lines')
  @MayCall(...OFFICERS, 'H')
  lines(@InTx() tx: Tx, @Param('id') id: string, @Query() query: LinesQuery): Promise<LinePage> {
    return this.statements.lines(tx, id, query);
  }

  /** Says why a line is what it is: pool, deductions, claim, weights, rounding, and the usage lines with their match. */
  @Get(':id/lines/:line/explanation')
  @MayCall(...OFFICERS, 'H')
  explain(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Param('line') line: string,
    @Query() query: ExplanationQuery,
  ): Promise<ExplanationView> {
    return this.statements.explain(tx, actor, { id, line }, query);
  }

  /** Gives the lines as CSV, byte by byte as they were issued. */
  @Get(':id/csv')
  @MayCall(...OFFICERS, 'H')
  @FileBody('text/csv')
  csv(@InTx() tx: Tx, @Param('id') id: string): Promise<FileAnswer> {
    return this.statements.csv(tx, id);
  }

  /** Gives the statement as a page to read. */
  @Get(':id/pdf')
  @MayCall(...OFFICERS, 'H')
  @FileBody('application/pdf')
  pdf(@InTx() tx: Tx, @Param('id') id: string): Promise<FileAnswer> {
    return this.statements.pdf(tx, id);
  }

  /** Gives the statement as a workbook. Texts that look like formulas have an apostrophe before them. */
  @Get(':id/xlsx')
  @MayCall(...OFFICERS, 'H')
  @FileBody('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  xlsx(@InTx() tx: Tx, @Param('id') id: string): Promise<FileAnswer> {
    return this.statements.xlsx(tx, id);
  }
}
