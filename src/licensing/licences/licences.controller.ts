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
import { LicensingHistory, LicensingReason } from '../step.dto.js';
import {
  AcceptOffer,
  ChangeLicence,
  CreateLicence,
  LicencePage,
  LicenceQuery,
  LicenceView,
  SuspendLicence,
} from './licence.dto.js';
import { LicenceRegister } from './licence-register.js';

@ApiTags('licences')
@Controller('v1/licences')
export class LicencesController {
  constructor(private readonly licences: LicenceRegister) {}

  /** Lists licences. A licensee sees its own, from the offer on. */
  @Get()
  @MayCall(...OFFICERS, 'L')
  @ListAnswer(LicencePage)
  list(@InTx() tx: Tx, @Query() query: LicenceQuery, @WantsCsv() csv: boolean): Promise<LicencePage | CsvAnswer> {
    return this.licences.list(tx, query, csv);
  }

  /** Gives a licence, with the ETag to change it by. */
  @Get(':id')
  @MayCall(...OFFICERS, 'L')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<LicenceView> {
    return this.licences.get(tx, id);
  }

  /** Gives every step of a licence. */
  @Get(':id/history')
  @MayCall(...OFFICERS, 'L')
  history(@InTx() tx: Tx, @By() actor: Actor, @Param('id') id: string): Promise<LicensingHistory> {
    return this.licences.history(tx, actor, id);
  }

  /** Drafts a licence of a quote; with `renews` it is a renewal. */
  @Post()
  @MayCall('LO')
  draft(@InTx() tx: Tx, @By() actor: Actor, @Body() licence: CreateLicence): Promise<LicenceView> {
    return this.licences.draft(tx, actor, licence);
  }

  /** Changes a draft. */
  @Patch(':id')
  @MayCall('LO')
  change(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @SeenVersion() seen: number,
    @Body() change: ChangeLicence,
  ): Promise<LicenceView> {
    return this.licences.change(tx, actor, { id, seen }, change);
  }

  /** Offers a draft to its licensee. Scope, tariff, term and exclusivity are checked now, and again when it is accepted. */
  @Post(':id/offer')
  @HttpCode(200)
  @MayCall('LO')
  offer(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: LicensingReason,
  ): Promise<LicenceView> {
    return this.licences.offer(tx, actor, id, reason);
  }

  /** Accepts an offer: the licence is active, its terms are final, its certificate is issued. */
  @Post(':id/acceptance')
  @HttpCode(200)
  @MayCall('L')
  accept(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { quoteSha256 }: AcceptOffer,
  ): Promise<LicenceView> {
    return this.licences.accept(tx, actor, id, quoteSha256);
  }

  /** Takes an offer back before it is accepted. */
  @Post(':id/withdrawal')
  @HttpCode(200)
  @MayCall('LO')
  withdraw(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: LicensingReason,
  ): Promise<LicenceView> {
    return this.licences.withdraw(tx, actor, id, reason);
  }

  /** Suspends an active licence, for a coded cause. */
  @Post(':id/suspension')
  @HttpCode(200)
  @MayCall('LO')
  suspend(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() suspension: SuspendLicence,
  ): Promise<LicenceView> {
    return this.licences.suspend(tx, actor, id, suspension);
  }

  /** Ends a suspension. */
  @Post(':id/resumption')
  @HttpCode(200)
  @MayCall('LO')
  resume(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: LicensingReason,
  ): Promise<LicenceView> {
    return this.licences.resume(tx, actor, id, reason);
  }

  /** Ends a licence before its term, by the society or by notice of the licensee. */
  @Post(':id/termination')
  @HttpCode(200)
  @MayCall('LO', 'L')
  terminate(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: LicensingReason,
  ): Promise<LicenceView> {
    return this.licences.terminate(tx, actor, id, reason);
  }
}
