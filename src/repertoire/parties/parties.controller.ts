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
import { ChangeParty, CreateParty, PartyPage, PartyQuery, PartyView } from './party.dto.js';
import { PartyRegister } from './party-register.js';

@ApiTags('parties')
@Controller('v1/parties')
export class PartiesController {
  constructor(private readonly parties: PartyRegister) {}

  /** Lists parties. A holder sees itself. */
  @Get()
  @MayCall(...OFFICERS, 'H')
  @ListAnswer(PartyPage)
  list(@InTx() tx: Tx, @Query() query: PartyQuery, @WantsCsv() csv: boolean): Promise<PartyPage | CsvAnswer> {
    return this.parties.list(tx, query, csv);
  }

  /** Gives a party, with the ETag to change it by. */
  @Get(':id')
  @MayCall(...OFFICERS, 'H')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<PartyView> {
    return this.parties.get(tx, id);
  }

  /** Registers a party. */
  @Post()
  @MayCall('RO')
  create(@InTx() tx: Tx, @By() actor: Actor, @Body() party: CreateParty): Promise<PartyView> {
    return this.parties.create(tx, actor, party);
  }

  /** Changes a party. */
  @Patch(':id')
  @MayCall('RO')
  change(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @SeenVersion() seen: number,
    @Body() change: ChangeParty,
  ): Promise<PartyView> {
    return this.parties.change(tx, actor, { id, seen }, change);
  }
}
