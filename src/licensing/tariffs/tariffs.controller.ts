import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { CreateTariff, TariffPage, TariffQuery, TariffView } from './tariff.dto.js';
import { TariffRegister } from './tariff-register.js';

@ApiTags('tariffs')
@Controller('v1/tariffs')
export class TariffsController {
  constructor(private readonly tariffs: TariffRegister) {}

  /** Lists tariffs. What is published of them everybody finds at /v1/public/tariffs. */
  @Get()
  @MayCall(...OFFICERS)
  @ListAnswer(TariffPage)
  list(@InTx() tx: Tx, @Query() query: TariffQuery, @WantsCsv() csv: boolean): Promise<TariffPage | CsvAnswer> {
    return this.tariffs.list(tx, query, csv);
  }

  /** Gives a tariff. */
  @Get(':id')
  @MayCall(...OFFICERS)
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<TariffView> {
    return this.tariffs.get(tx, id);
  }

  /** Makes a tariff, which has no version yet. */
  @Post()
  @MayCall('LO')
  create(@InTx() tx: Tx, @By() actor: Actor, @Body() tariff: CreateTariff): Promise<TariffView> {
    return this.tariffs.create(tx, actor, tariff);
  }
}
