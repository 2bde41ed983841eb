import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { LicenceView } from '../licences/licence.dto.js';
import { OfferDesk } from '../licences/offer-desk.js';
import { LicensingHistory } from '../step.dto.js';
import {
  ApplicationPage,
  ApplicationQuery,
  ApplicationView,
  AskForMissing,
  CreateApplication,
  OfferApplication,
  RefusalCounts,
  RefusalsQuery,
  RefuseApplication,
  SupplyMissing,
} from './application.dto.js';
import { ApplicationRegister } from './application-register.js';

@ApiTags('applications')
@Controller('v1')
export class ApplicationsController {
  constructor(
    private readonly applications: ApplicationRegister,
    private readonly desk: OfferDesk,
  ) {}

  /** Lists applications; `overdue=true` has those that are late to be answered. A licensee sees its own. */
  @Get('applications')
  @MayCall(...OFFICERS, 'L')
  @ListAnswer(ApplicationPage)
  list(
    @InTx() tx: Tx,
    @Query() query: ApplicationQuery,
    @WantsCsv() csv: boolean,
  ): Promise<ApplicationPage | CsvAnswer> {
    return this.applications.list(tx, query, csv);
  }

  /** Gives an application. */
  @Get('applications/:id')
  @MayCall(...OFFICERS, 'L')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<ApplicationView> {
    return this.applications.get(tx, id);
  }

  /** Gives every step of an application. */
  @Get('applications/:id/history')
  @MayCall(...OFFICERS, 'L')
  history(@InTx() tx: Tx, @By() actor: Actor, @Param('id') id: string): Promise<LicensingHistory> {
    return this.applications.history(tx, actor, id);
  }

  /** Applies for a licence. It is answered by the day that `answerDue` says: by an offer, or a refusal with its reason. */
  @Post('applications')
  @MayCall('L')
  apply(@InTx() tx: Tx, @By() actor: Actor, @Body() application: CreateApplication): Promise<ApplicationView> {
    return this.applications.apply(tx, actor, application);
  }

  /** Asks the applicant for what is missing; the clock stops. */
  @Post('applications/:id/missing-data-request')
  @HttpCode(200)
  @MayCall('LO')
  askFor(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { missing }: AskForMissing,
  ): Promise<ApplicationView> {
    return this.applications.askFor(tx, actor, id, missing);
  }

  /** Supplies what was missing; the clock starts anew. */
  @Post('applications/:id/supplement')
  @HttpCode(200)
  @MayCall('L')
  supply(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { inputs }: SupplyMissing,
  ): Promise<ApplicationView> {
    return this.applications.supply(tx, actor, id, inputs);
  }

  /** Refuses an application, for a coded reason that is counted. */
  @Post('applications/:id/refusal')
  @HttpCode(200)
  @MayCall('LO')
  refuse(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() refusal: RefuseApplication,
  ): Promise<ApplicationView> {
    return this.applications.refuse(tx, actor, id, refusal);
  }

  /**
   * Offers what was applied for at the tariff's price: quote, draft and offer in one. For other terms or a discount make
   * a quote, then a licence of it.
   */
  @Post('applications/:id/offer')
  @HttpCode(200)
  @MayCall('LO')
  offer(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() offer: OfferApplication,
  ): Promise<LicenceView> {
    return this.desk.answer(tx, actor, id, offer);
  }

  /** Counts the refusals of a period by code, beside all applications that came in. */
  @Get('application-refusals')
  @MayCall('LO', 'AP', 'SV')
  refusals(@InTx() tx: Tx, @By() actor: Actor, @Query() period: RefusalsQuery): Promise<RefusalCounts> {
    return this.applications.refusals(tx, actor, period);
  }
}
