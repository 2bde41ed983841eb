import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { DisputeDesk } from './dispute-desk.js';
import {
  BringEvidence,
  ContestClaims,
  DisputePage,
  DisputeQuery,
  DisputeView,
  NotifyDispute,
  RecommendOutcome,
  ResolveDispute,
} from './dispute.dto.js';

@ApiTags('disputes')
@Controller('v1/disputes')
export class DisputesController {
  constructor(private readonly desk: DisputeDesk) {}

  /** Lists disputes over shares. A holder sees those that its claims are in. */
  @Get()
  @MayCall(...OFFICERS, 'H')
  @ListAnswer(DisputePage)
  list(@InTx() tx: Tx, @Query() query: DisputeQuery, @WantsCsv() csv: boolean): Promise<DisputePage | CsvAnswer> {
    return this.desk.list(tx, query, csv);
  }

  /** Gives a dispute: claims, where they overlap, evidence, deadlines, and how its parties reach each other. */
  @Get(':id')
  @MayCall(...OFFICERS, 'H')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<DisputeView> {
    return this.desk.get(tx, id);
  }

  /** Opens a dispute over claims that somebody contests, and holds what they earn. Shares above 100 % open theirs alone. */
  @Post()
  @MayCall('RO')
  contest(@InTx() tx: Tx, @By() actor: Actor, @Body() contest: ContestClaims): Promise<DisputeView> {
    return this.desk.contest(tx, actor, contest);
  }

  /** Names the claims that a holder’s contest is about, holds what they earn, and tells the parties. */
  @Post(':id/notification')
  @HttpCode(200)
  @MayCall('RO')
  notify(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() notification: NotifyDispute,
  ): Promise<DisputeView> {
    return this.desk.notify(tx, actor, id, notification);
  }

  /** Brings evidence. */
  @Post(':id/evidence')
  @HttpCode(200)
  @MayCall('RO', 'H')
  bringEvidence(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() evidence: BringEvidence,
  ): Promise<DisputeView> {
    return this.desk.bringEvidence(tx, actor, id, evidence);
  }

  /** Recommends an outcome to the parties. */
  @Post(':id/recommendation')
  @HttpCode(200)
  @MayCall('RO')
  recommend(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { recommendation }: RecommendOutcome,
  ): Promise<DisputeView> {
    return this.desk.recommend(tx, actor, id, recommendation);
  }

  /** Resolves a dispute and sets its claims as was decided. */
  @Post(':id/resolution')
  @HttpCode(200)
  @MayCall('RO')
  resolve(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() resolution: ResolveDispute,
  ): Promise<DisputeView> {
    return this.desk.resolve(tx, actor, id, resolution);
  }
}
