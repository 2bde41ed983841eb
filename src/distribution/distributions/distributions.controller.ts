import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { JobView } from '../../platform/jobs/job.dto.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import {
  DistributionPage,
  DistributionQuery,
  DistributionView,
  Gates,
  GateView,
  OpenDistribution,
  Reason,
} from './distribution.dto.js';
import { DistributionRegister } from './distribution-register.js';

@ApiTags('distributions')
@Controller('v1/distributions')
export class DistributionsController {
  constructor(private readonly distributions: DistributionRegister) {}

  /** Lists distributions, what-if runs and reversals. */
  @Get()
  @MayCall(...OFFICERS)
  @ListAnswer(DistributionPage)
  list(
    @InTx() tx: Tx,
    @Query() query: DistributionQuery,
    @WantsCsv() csv: boolean,
  ): Promise<DistributionPage | CsvAnswer> {
    return this.distributions.list(tx, query, csv);
  }

  /** Gives a distribution. */
  @Get(':id')
  @MayCall(...OFFICERS)
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<DistributionView> {
    return this.distributions.get(tx, id);
  }

  /** Opens a distribution or a what-if run over collections. */
  @Post()
  @MayCall('DO')
  open(@InTx() tx: Tx, @By() actor: Actor, @Body() distribution: OpenDistribution): Promise<DistributionView> {
    return this.distributions.open(tx, actor, distribution);
  }

  /** Gives what the last calculation is measured by, and who waived what. */
  @Get(':id/gates')
  @MayCall(...OFFICERS)
  gates(@InTx() tx: Tx, @By() actor: Actor, @Param('id') id: string): Promise<Gates> {
    return this.distributions.measures(tx, actor, id);
  }

  /** Lets the last calculation pass a gate in spite of its measure, by name and with a reason. */
  @Post(':id/gates/:gate/waiver')
  @HttpCode(200)
  @MayCall('AP')
  waive(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Param('gate') gate: string,
    @Body() { reason }: Reason,
  ): Promise<GateView> {
    return this.distributions.waive(tx, actor, { id, gate }, reason);
  }

  /** Has an open distribution calculated and the result measured, as a job. Its result names the distribution. */
  @Post(':id/calculation')
  @HttpCode(202)
  @MayCall('DO')
  calculate(@InTx() tx: Tx, @By() actor: Actor, @Param('id') id: string): Promise<JobView> {
    return this.distributions.calculate(tx, actor, id);
  }

  /** Takes a calculation back, with all that it computed. */
  @Post(':id/reopening')
  @HttpCode(200)
  @MayCall('DO')
  reopen(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: Reason,
  ): Promise<DistributionView> {
    return this.distributions.reopen(tx, actor, id, reason);
  }

  /** Approves a calculation that somebody else opened and calculated. */
  @Post(':id/approval')
  @HttpCode(200)
  @MayCall('AP')
  approve(@InTx() tx: Tx, @By() actor: Actor, @Param('id') id: string): Promise<DistributionView> {
    return this.distributions.approve(tx, actor, id);
  }

  /** Takes an approval back. */
  @Post(':id/approval-voiding')
  @HttpCode(200)
  @MayCall('AP')
  voidApproval(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: Reason,
  ): Promise<DistributionView> {
    return this.distributions.voidApproval(tx, actor, id, reason);
  }

  /** Begins to take a posted distribution back: gives the reversal, for another person to approve. */
  @Post(':id/reversal')
  @HttpCode(200)
  @MayCall('DO')
  reverse(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: Reason,
  ): Promise<DistributionView> {
    return this.distributions.reverse(tx, actor, id, reason);
  }

  /** Begins to release what a posted distribution holds: gives the adjustment, to be calculated, approved and posted. */
  @Post(':id/adjustment')
  @HttpCode(200)
  @MayCall('DO')
  adjust(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: Reason,
  ): Promise<DistributionView> {
    return this.distributions.adjust(tx, actor, id, reason);
  }
}
