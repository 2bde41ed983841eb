import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { AnswerDuties, DutyAnswer, DutyPage, DutyQuery, DutyView } from './duty.dto.js';
import { DutyRegister } from './duty-register.js';

@ApiTags('early-warning list')
@Controller('v1/listing-duties')
export class DutiesController {
  constructor(private readonly duties: DutyRegister) {}

  /** Lists what listings ask of services, the most urgent first. A platform sees what is asked of its own. */
  @Get()
  @MayCall(...OFFICERS, 'L')
  @ListAnswer(DutyPage)
  list(@InTx() tx: Tx, @Query() query: DutyQuery, @WantsCsv() csv: boolean): Promise<DutyPage | CsvAnswer> {
    return this.duties.list(tx, query, csv);
  }

  /** Gives a duty. */
  @Get(':id')
  @MayCall(...OFFICERS, 'L')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<DutyView> {
    return this.duties.get(tx, id);
  }

  /** Acknowledges duties, one or many: a platform its own, an officer on a platform’s word. */
  @Post('acknowledgement')
  @HttpCode(200)
  @MayCall('PO', 'L')
  acknowledge(@InTx() tx: Tx, @By() actor: Actor, @Body() answer: AnswerDuties): Promise<DutyAnswer> {
    return this.duties.acknowledge(tx, actor, answer);
  }

  /** Says that duties are done, one or many. What is done after its time stays marked as late. */
  @Post('completion')
  @HttpCode(200)
  @MayCall('PO', 'L')
  complete(@InTx() tx: Tx, @By() actor: Actor, @Body() answer: AnswerDuties): Promise<DutyAnswer> {
    return this.duties.complete(tx, actor, answer);
  }
}
