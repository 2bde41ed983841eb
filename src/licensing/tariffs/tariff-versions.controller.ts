import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { SeenVersion } from '../../platform/http/etag.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { LicensingReason } from '../step.dto.js';
import {
  ChangeTariffVersion,
  CreateTariffVersion,
  EndTariffVersion,
  PublishTariffVersion,
  TariffVersionPage,
  TariffVersionQuery,
  TariffVersionView,
} from './tariff.dto.js';
import { TARIFF_EXAMPLES } from './tariff-examples.js';
import { TariffRegister } from './tariff-register.js';

@ApiTags('tariffs')
@Controller('v1/tariff-versions')
export class TariffVersionsController {
  constructor(private readonly tariffs: TariffRegister) {}

  /** Lists versions of tariffs, drafts too. */
  @Get()
  @MayCall(...OFFICERS)
  @ListAnswer(TariffVersionPage)
  list(
    @InTx() tx: Tx,
    @Query() query: TariffVersionQuery,
    @WantsCsv() csv: boolean,
  ): Promise<TariffVersionPage | CsvAnswer> {
    return this.tariffs.listVersions(tx, query, csv);
  }

  /** Gives a version, with the ETag to change it by. */
  @Get(':id')
  @MayCall(...OFFICERS)
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<TariffVersionView> {
    return this.tariffs.version(tx, id);
  }

  /** Drafts a version of a tariff. */
  @Post()
  @MayCall('LO')
  @ApiBody({ type: CreateTariffVersion, examples: TARIFF_EXAMPLES })
  draft(@InTx() tx: Tx, @By() actor: Actor, @Body() version: CreateTariffVersion): Promise<TariffVersionView> {
    return this.tariffs.draft(tx, actor, version);
  }

  /** Changes a draft. */
  @Patch(':id')
  @MayCall('LO')
  change(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @SeenVersion() seen: number,
    @Body() change: ChangeTariffVersion,
  ): Promise<TariffVersionView> {
    return this.tariffs.change(tx, actor, { id, seen }, change);
  }

  /** Hands a draft to whoever publishes. */
  @Post(':id/submission')
  @HttpCode(200)
  @MayCall('LO')
  submit(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: LicensingReason,
  ): Promise<TariffVersionView> {
    return this.tariffs.submit(tx, actor, id, reason);
  }

  /** Makes a submitted version a draft again: it is taken back, or sent back. */
  @Post(':id/return')
  @HttpCode(200)
  @MayCall('LO', 'AP')
  giveBack(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: LicensingReason,
  ): Promise<TariffVersionView> {
    return this.tariffs.giveBack(tx, actor, id, reason);
  }

  /** Publishes a submitted version, by another person than those who made, changed or submitted it. */
  @Post(':id/publication')
  @HttpCode(200)
  @MayCall('AP')
  publish(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() publication: PublishTariffVersion,
  ): Promise<TariffVersionView> {
    return this.tariffs.publish(tx, actor, id, publication);
  }

  /** Ends a version that was not published. */
  @Post(':id/withdrawal')
  @HttpCode(200)
  @MayCall('LO')
  withdraw(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: LicensingReason,
  ): Promise<TariffVersionView> {
    return this.tariffs.withdraw(tx, actor, id, reason);
  }

  /** Withdraws a published version: it is in force until the end of its last day, which is not over. */
  @Post(':id/ending')
  @HttpCode(200)
  @MayCall('AP')
  end(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() ending: EndTariffVersion,
  ): Promise<TariffVersionView> {
    return this.tariffs.end(tx, actor, id, ending);
  }
}
