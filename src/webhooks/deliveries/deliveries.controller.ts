import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { MAY_RECEIVE } from '../may-receive.js';
import { CreateWebhookDelivery, WebhookAttemptPage, WebhookAttemptQuery } from './delivery.dto.js';
import { WebhookDeliveryPage, WebhookDeliveryQuery, WebhookDeliveryView } from './delivery.dto.js';
import { DeliveryRegister } from './delivery-register.js';

@ApiTags('webhooks')
@Controller('v1')
export class WebhookDeliveriesController {
  constructor(private readonly deliveries: DeliveryRegister) {}

  /** Lists what was sent and is to be sent, the newest first. A platform and a holder see their own. */
  @Get('webhook-deliveries')
  @MayCall(...OFFICERS, 'L', 'H')
  @ListAnswer(WebhookDeliveryPage)
  list(
    @InTx() tx: Tx,
    @Query() query: WebhookDeliveryQuery,
    @WantsCsv() csv: boolean,
  ): Promise<WebhookDeliveryPage | CsvAnswer> {
    return this.deliveries.list(tx, query, csv);
  }

  /** Gives a delivery, with what is sent. */
  @Get('webhook-deliveries/:id')
  @MayCall(...OFFICERS, 'L', 'H')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<WebhookDeliveryView> {
    return this.deliveries.get(tx, id);
  }

  /** Sends an event again, dead or delivered, with the `webhook-id` that it had. */
  @Post('webhook-deliveries')
  @MayCall(...MAY_RECEIVE)
  replay(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Body() { replayOf }: CreateWebhookDelivery,
  ): Promise<WebhookDeliveryView> {
    return this.deliveries.replay(tx, actor, replayOf);
  }

  /** Lists each try: when, how long, and what the endpoint answered. */
  @Get('webhook-attempts')
  @MayCall(...OFFICERS, 'L', 'H')
  @ListAnswer(WebhookAttemptPage)
  attempts(
    @InTx() tx: Tx,
    @Query() query: WebhookAttemptQuery,
    @WantsCsv() csv: boolean,
  ): Promise<WebhookAttemptPage | CsvAnswer> {
    return this.deliveries.attempts(tx, query, csv);
  }
}
