import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { SeenVersion } from '../../platform/http/etag.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { DisputeDesk } from '../disputes/dispute-desk.js';
import { ContestRivals, DisputeView } from '../disputes/dispute.dto.js';
import { ChangeClaim, ClaimAnswer, ClaimPage, ClaimQuery, ClaimView, CreateClaim, WithdrawClaim } from './claim.dto.js';
import { ClaimRegister } from './claim-register.js';

@ApiTags('claims')
@Controller('v1/claims')
export class ClaimsController {
  constructor(
    private readonly claims: ClaimRegister,
    private readonly desk: DisputeDesk,
  ) {}

  /** Lists who held what on a day, as known on a day. A holder sees its own claims. */
  @Get()
  @MayCall(...OFFICERS, 'H')
  @ListAnswer(ClaimPage)
  list(@InTx() tx: Tx, @Query() query: ClaimQuery, @WantsCsv() csv: boolean): Promise<ClaimPage | CsvAnswer> {
    return this.claims.list(tx, query, csv);
  }

  /** Gives a claim as it is known now, with the ETag to change it by. */
  @Get(':id')
  @MayCall(...OFFICERS, 'H')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<ClaimView> {
    return this.claims.get(tx, id);
  }

  /** Asserts a claim, and says which others it overlaps with. */
  @Post()
  @MayCall('RO')
  create(@InTx() tx: Tx, @By() actor: Actor, @Body() claim: CreateClaim): Promise<ClaimAnswer> {
    return this.claims.create(tx, actor, claim);
  }

  /** Changes a claim: closes its row and adds one, so that what was known stays known. */
  @Patch(':id')
  @MayCall('RO')
  change(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @SeenVersion() seen: number,
    @Body() change: ChangeClaim,
  ): Promise<ClaimAnswer> {
    return this.claims.change(tx, actor, { id, seen }, change);
  }

  /** Withdraws a claim, a holder its own: it is asserted no more, and what it earned before stays explained. */
  @Post(':id/withdrawal')
  @HttpCode(200)
  @MayCall('RO', 'H')
  withdraw(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: WithdrawClaim,
  ): Promise<ClaimAnswer> {
    return this.claims.withdraw(tx, actor, id, reason);
  }

  /** Contests what others claim beside one’s own claim of the same right. */
  @Post(':id/contest')
  @HttpCode(200)
  @MayCall('H')
  contest(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() contest: ContestRivals,
  ): Promise<DisputeView> {
    return this.desk.contestRivals(tx, actor, id, contest);
  }
}
