import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { LicensingReason } from '../step.dto.js';
import { CreateQuote, QuotePage, QuoteQuery, QuoteView } from './quote.dto.js';
import { QuoteRegister } from './quote-register.js';

@ApiTags('quotes')
@Controller('v1/quotes')
export class QuotesController {
  constructor(private readonly quotes: QuoteRegister) {}

  /** Lists quotes. A licensee sees those of the licences that it was offered. */
  @Get()
  @MayCall(...OFFICERS, 'L')
  @ListAnswer(QuotePage)
  list(@InTx() tx: Tx, @Query() query: QuoteQuery, @WantsCsv() csv: boolean): Promise<QuotePage | CsvAnswer> {
    return this.quotes.list(tx, query, csv);
  }

  /** Gives a quote with each step of its calculation. */
  @Get(':id')
  @MayCall(...OFFICERS, 'L')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<QuoteView> {
    return this.quotes.get(tx, id);
  }

  /** Computes a price on the version in force today and freezes it. */
  @Post()
  @MayCall('LO')
  make(@InTx() tx: Tx, @By() actor: Actor, @Body() quote: CreateQuote): Promise<QuoteView> {
    return this.quotes.make(tx, actor, quote);
  }

  /** Lets a discount count, by another person than its maker. */
  @Post(':id/approval')
  @HttpCode(200)
  @MayCall('AP')
  approve(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: LicensingReason,
  ): Promise<QuoteView> {
    return this.quotes.approve(tx, actor, id, reason);
  }
}
