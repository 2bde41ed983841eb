import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../identity/http.js';
import { PublicDoor } from '../../identity/index.js';
import { OwnTransactions } from '../../platform/http/own-transactions.js';
import { answerList } from '../../platform/http/list.js';
import { publishedTariffList } from '../tariffs/published-tariff-list.js';
import { TariffsService } from '../tariffs/tariffs.service.js';
import { today } from '../../platform/today.js';
import { FeeAnswer, FeeRequest, PublicTariff, PublicTariffPage, PublicTariffQuery } from './public-tariff.dto.js';

@ApiTags('public')
@Controller('v1/public')
@OwnTransactions()
export class PublicTariffsController {
  constructor(
    private readonly door: PublicDoor,
    private readonly tariffs: TariffsService,
  ) {}

  /** Finds published tariffs of a society, for everybody: what each prices, what it asks for, and how it is computed. */
  @Get('tariffs')
  @Public()
  find(@Query() query: PublicTariffQuery): Promise<PublicTariffPage> {
    return this.door.read(query.society, async (tx, society) => {
      const plan = publishedTariffList(society, { ...query, day: query.day ?? today() });
      return (await answerList(tx, plan, query, false, (row) => PublicTariff.from(row))) as PublicTariffPage;
    });
  }

  /** Computes what a use would cost by a published tariff, for everybody, with every step. */
  @Post('fees')
  @HttpCode(200)
  @Public()
  calculate(@Body() { society: name, tariff: code, inputs, day = today() }: FeeRequest): Promise<FeeAnswer> {
    return this.door.read(name, async (tx, society) => {
      const tariff = await this.tariffs.byCode(tx, society, code, day);
      return FeeAnswer.from(tariff, this.tariffs.calculate(tariff, inputs));
    });
  }
}
