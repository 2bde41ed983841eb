import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { MandateRegister } from './mandate-register.js';
import {
  ApproveMandate,
  CreateMandate,
  DiscardMandate,
  MandatePage,
  MandateQuery,
  MandateView,
  MarkTail,
  SignMandate,
  WithdrawMandate,
} from './mandate.dto.js';

@ApiTags('mandates')
@Controller('v1/mandates')
export class MandatesController {
  constructor(private readonly mandates: MandateRegister) {}

  /** Lists who mandated what on a day, as known on a day. A holder sees its own mandates. */
  @Get()
  @MayCall(...OFFICERS, 'H')
  @ListAnswer(MandatePage)
  list(@InTx() tx: Tx, @Query() query: MandateQuery, @WantsCsv() csv: boolean): Promise<MandatePage | CsvAnswer> {
    return this.mandates.list(tx, query, csv);
  }

  /** Gives a mandate as it is known now. */
  @Get(':id')
  @MayCall(...OFFICERS, 'H')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<MandateView> {
    return this.mandates.get(tx, id);
  }

  /** Registers the draft of a mandate. */
  @Post()
  @MayCall('RO')
  create(@InTx() tx: Tx, @By() actor: Actor, @Body() mandate: CreateMandate): Promise<MandateView> {
    return this.mandates.create(tx, actor, mandate);
  }

  /** Signs a draft, or records that the party has signed it. */
  @Post(':id/signature')
  @HttpCode(200)
  @MayCall('RO', 'H')
  sign(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() signature: SignMandate,
  ): Promise<MandateView> {
    return this.mandates.sign(tx, actor, id, signature);
  }

  /** Brings a signed mandate into force; another person than its maker does. */
  @Post(':id/approval')
  @HttpCode(200)
  @MayCall('AP')
  approve(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() approval: ApproveMandate,
  ): Promise<MandateView> {
    return this.mandates.approve(tx, actor, id, approval);
  }

  /** Discards a mandate that is not in force yet. */
  @Post(':id/discard')
  @HttpCode(200)
  @MayCall('RO')
  discard(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: DiscardMandate,
  ): Promise<MandateView> {
    return this.mandates.discard(tx, actor, id, reason);
  }

  /** Gives notice of lines of a mandate, or of all: they end when the notice agreed is over. */
  @Post(':id/withdrawal')
  @HttpCode(200)
  @MayCall('RO', 'H')
  withdraw(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() withdrawal: WithdrawMandate,
  ): Promise<MandateView> {
    return this.mandates.withdraw(tx, actor, id, withdrawal);
  }

  /** Marks how long the licences granted under a mandate run on, which still pay whoever leaves. */
  @Post(':id/tail')
  @HttpCode(200)
  @MayCall('LO')
  markTail(@InTx() tx: Tx, @By() actor: Actor, @Param('id') id: string, @Body() tail: MarkTail): Promise<MandateView> {
    return this.mandates.markTail(tx, actor, id, tail);
  }
}
