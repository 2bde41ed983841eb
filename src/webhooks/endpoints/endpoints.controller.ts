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
import { ShownOnce } from '../../platform/http/shown-once.js';
import { MAY_RECEIVE } from '../may-receive.js';
import { ChangeWebhookEndpoint, CreateWebhookEndpoint, NewWebhookEndpointView } from './endpoint.dto.js';
import { WebhookEndpointPage, WebhookEndpointQuery, WebhookEndpointView, WebhookSecretView } from './endpoint.dto.js';
import { EndpointRegister } from './endpoint-register.js';

@ApiTags('webhooks')
@Controller('v1/webhook-endpoints')
export class WebhookEndpointsController {
  constructor(private readonly endpoints: EndpointRegister) {}

  /** Lists where events are sent. A platform and a holder see their own. */
  @Get()
  @MayCall(...OFFICERS, 'L', 'H')
  @ListAnswer(WebhookEndpointPage)
  list(
    @InTx() tx: Tx,
    @Query() query: WebhookEndpointQuery,
    @WantsCsv() csv: boolean,
  ): Promise<WebhookEndpointPage | CsvAnswer> {
    return this.endpoints.list(tx, query, csv);
  }

  /** Gives an endpoint, with the ETag to change it by. */
  @Get(':id')
  @MayCall(...OFFICERS, 'L', 'H')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<WebhookEndpointView> {
    return this.endpoints.get(tx, id);
  }

  /** Registers an endpoint for what is told to the caller's side, and shows the secret that signs: once. */
  @Post()
  @MayCall(...MAY_RECEIVE)
  @ShownOnce('secret')
  create(@InTx() tx: Tx, @By() actor: Actor, @Body() endpoint: CreateWebhookEndpoint): Promise<NewWebhookEndpointView> {
    return this.endpoints.create(tx, actor, endpoint);
  }

  /** Changes an endpoint, or disables it. What is on its way is sent to where it leads then. */
  @Patch(':id')
  @MayCall(...MAY_RECEIVE)
  change(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @SeenVersion() seen: number,
    @Body() change: ChangeWebhookEndpoint,
  ): Promise<WebhookEndpointView> {
    return this.endpoints.change(tx, actor, { id, seen }, change);
  }

  /** Makes a new secret and shows it once. The one before it signs too for a day. */
  @Post(':id/secrets')
  @MayCall(...MAY_RECEIVE)
  @ShownOnce('secret')
  renewSecret(@InTx() tx: Tx, @By() actor: Actor, @Param('id') id: string): Promise<WebhookSecretView> {
    return this.endpoints.renewSecret(tx, actor, id);
  }
}
