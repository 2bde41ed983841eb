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
import { ChangeWork, CreateWork, WorkPage, WorkQuery, WorkView } from './work.dto.js';
import { WorkRegister } from './work-register.js';

@ApiTags('works')
@Controller('v1/works')
export class WorksController {
  constructor(private readonly works: WorkRegister) {}

  /** Lists works. A holder sees those that it has or had a claim in. */
  @Get()
  @MayCall(...OFFICERS, 'L', 'H')
  @ListAnswer(WorkPage)
  list(@InTx() tx: Tx, @Query() query: WorkQuery, @WantsCsv() csv: boolean): Promise<WorkPage | CsvAnswer> {
    return this.works.list(tx, query, csv);
  }

  /** Gives a work, with the ETag to change it by. */
  @Get(':id')
  @MayCall(...OFFICERS, 'L', 'H')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<WorkView> {
    return this.works.get(tx, id);
  }

  /** Registers a work. */
  @Post()
  @MayCall('RO')
  create(@InTx() tx: Tx, @By() actor: Actor, @Body() work: CreateWork): Promise<WorkView> {
    return this.works.create(tx, actor, work);
  }

  /** Changes a work. */
  @Patch(':id')
  @MayCall('RO')
  change(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @SeenVersion() seen: number,
    @Body() change: ChangeWork,
  ): Promise<WorkView> {
    return this.works.change(tx, actor, { id, seen }, change);
  }
}
