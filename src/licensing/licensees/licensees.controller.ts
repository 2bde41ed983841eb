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
import { ChangeLicensee, CreateLicensee, LicenseePage, LicenseeQuery, LicenseeView } from './licensee.dto.js';
import { LicenseeRegister } from './licensee-register.js';

@ApiTags('licensees')
@Controller('v1/licensees')
export class LicenseesController {
  constructor(private readonly licensees: LicenseeRegister) {}

  /** Lists licensees. A licensee sees itself. */
  @Get()
  @MayCall(...OFFICERS, 'L')
  @ListAnswer(LicenseePage)
  list(@InTx() tx: Tx, @Query() query: LicenseeQuery, @WantsCsv() csv: boolean): Promise<LicenseePage | CsvAnswer> {
    return this.licensees.list(tx, query, csv);
  }

  /** Gives a licensee, with the ETag to change it by. */
  @Get(':id')
  @MayCall(...OFFICERS, 'L')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<LicenseeView> {
    return this.licensees.get(tx, id);
  }

  /** Registers a licensee. Its people and API clients are made by the operator (`cineledger user`, `cineledger client`). */
  @Post()
  @MayCall('LO')
  create(@InTx() tx: Tx, @By() actor: Actor, @Body() licensee: CreateLicensee): Promise<LicenseeView> {
    return this.licensees.create(tx, actor, licensee);
  }

  /** Changes a licensee. */
  @Patch(':id')
  @MayCall('LO')
  change(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @SeenVersion() seen: number,
    @Body() change: ChangeLicensee,
  ): Promise<LicenseeView> {
    return this.licensees.change(tx, actor, { id, seen }, change);
  }
}
