import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import {
  AllocationPage,
  AllocationQuery,
  DifferenceQuery,
  PartyDifferencePage,
  WorkDifferencePage,
  WorkDifferenceQuery,
} from './amounts.dto.js';
import { History, Inputs } from './distribution.dto.js';
import { DistributionReadings } from './distribution-readings.js';

@ApiTags('distributions')
@Controller('v1/distributions')
export class ReadingsController {
  constructor(private readonly readings: DistributionReadings) {}

  /** Gives what happened to a distribution, in order. */
  @Get(':id/events')
  @MayCall(...OFFICERS)
  history(@InTx() tx: Tx, @By() actor: Actor, @Param('id') id: string): Promise<History> {
    return this.readings.history(tx, actor, id);
  }

  /** Says whether what a distribution depends on has changed since it was calculated. */
  @Get(':id/inputs')
  @MayCall(...OFFICERS)
  inputs(@InTx() tx: Tx, @By() actor: Actor, @Param('id') id: string): Promise<Inputs> {
    return this.readings.inputs(tx, actor, id);
  }

  /** Lists what deductions, parties and suspense accounts get of each pool. */
  @Get(':id/allocations')
  @MayCall(...OFFICERS)
  @ListAnswer(AllocationPage)
  allocations(
    @InTx() tx: Tx,
    @Param('id') id: string,
    @Query() query: AllocationQuery,
    @WantsCsv() csv: boolean,
  ): Promise<AllocationPage | CsvAnswer> {
    return this.readings.allocations(tx, id, query, csv);
  }

  /** Lists whom another run gives more or less: a calculation and the one before, or what is and what would be. */
  @Get(':id/differences/parties')
  @MayCall(...OFFICERS)
  @ListAnswer(PartyDifferencePage)
  byParty(
    @InTx() tx: Tx,
    @Param('id') id: string,
    @Query() query: DifferenceQuery,
    @WantsCsv() csv: boolean,
  ): Promise<PartyDifferencePage | CsvAnswer> {
    return this.readings.byParty(tx, id, query, csv);
  }

  /** Lists the works for which another run gives a party more or less, and why. */
  @Get(':id/differences/works')
  @MayCall(...OFFICERS)
  @ListAnswer(WorkDifferencePage)
  byWork(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Query() query: WorkDifferenceQuery,
    @WantsCsv() csv: boolean,
  ): Promise<WorkDifferencePage | CsvAnswer> {
    return this.readings.byWork(tx, actor, id, query, csv);
  }
}
