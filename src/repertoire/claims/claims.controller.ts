import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { SeenVersion } from '../../platform/http/etag.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { ChangeClaim, CreateClaim, ClaimPage, ClaimQuery, ClaimView } from './claim.dto.js';
import { ClaimRegister } from './claim-register.js';

@ApiTags('claims')
@Controller('v1/claims')
export class ClaimsController {
  constructor(private readonly claims: ClaimRegister) {}

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

  /** Asserts a claim. */
  @Post()
  @MayCall('RO')
  create(@InTx() tx: Tx, @By() actor: Actor, @Body() claim: CreateClaim): Promise<ClaimView> {
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
  ): Promise<ClaimView> {
    return this.claims.change(tx, actor, { id, seen }, change);
  }
}
