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
import {
  CollectionPage,
  CollectionQuery,
  CollectionView,
  CorrectCollection,
  EnterCollection,
} from './collection.dto.js';
import { CollectionRegister } from './collection-register.js';

@ApiTags('collections')
@Controller('v1/collections')
export class CollectionsController {
  constructor(private readonly collections: CollectionRegister) {}

  /** Lists the money that was received under licences. */
  @Get()
  @MayCall(...OFFICERS)
  @ListAnswer(CollectionPage)
  list(@InTx() tx: Tx, @Query() query: CollectionQuery, @WantsCsv() csv: boolean): Promise<CollectionPage | CsvAnswer> {
    return this.collections.list(tx, query, csv);
  }

  /** Gives a collection, with the ETag to correct it by. */
  @Get(':id')
  @MayCall(...OFFICERS)
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<CollectionView> {
    return this.collections.get(tx, id);
  }

  /** Enters money that the bank has received for a licence and a period. */
  @Post()
  @MayCall('FO')
  enter(@InTx() tx: Tx, @By() actor: Actor, @Body() collection: EnterCollection): Promise<CollectionView> {
    return this.collections.enter(tx, actor, collection);
  }

  /** Corrects a collection that is in no posted distribution. Calculations with it have to be made anew. */
  @Patch(':id')
  @MayCall('FO')
  correct(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @SeenVersion() seen: number,
    @Body() correction: CorrectCollection,
  ): Promise<CollectionView> {
    return this.collections.correct(tx, actor, { id, seen }, correction);
  }
}
