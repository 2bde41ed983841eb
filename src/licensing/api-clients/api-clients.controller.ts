import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { ShownOnce } from '../../platform/http/shown-once.js';
import { ApiClientPage, ApiClientQuery, ApiClientView, CreateApiClient } from './api-client.dto.js';
import { NewApiClientView, RenewApiClientSecret, RevokeApiClient } from './api-client.dto.js';
import { ApiClientRegister } from './api-client-register.js';

@ApiTags('api-clients')
@Controller('v1/api-clients')
export class ApiClientsController {
  constructor(private readonly clients: ApiClientRegister) {}

  /** Lists the programs that may ask for themselves. */
  @Get()
  @MayCall(...OFFICERS)
  @ListAnswer(ApiClientPage)
  list(@InTx() tx: Tx, @Query() query: ApiClientQuery, @WantsCsv() csv: boolean): Promise<ApiClientPage | CsvAnswer> {
    return this.clients.list(tx, query, csv);
  }

  /** Gives a client. */
  @Get(':id')
  @MayCall(...OFFICERS)
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<ApiClientView> {
    return this.clients.get(tx, id);
  }

  /** Makes a client of a licensee (AP) or of a holder (RO), and shows its secret: once. */
  @Post()
  @MayCall('AP', 'RO')
  @ShownOnce('secret')
  create(@InTx() tx: Tx, @By() actor: Actor, @Body() client: CreateApiClient): Promise<NewApiClientView> {
    return this.clients.create(tx, actor, client);
  }

  /** Gives a client a new secret and shows it once. The one before it is good for some hours more. */
  @Post(':id/secrets')
  @HttpCode(200)
  @MayCall('AP', 'RO')
  @ShownOnce('secret')
  renewSecret(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() renewal: RenewApiClientSecret,
  ): Promise<NewApiClientView> {
    return this.clients.renewSecret(tx, actor, id, renewal);
  }

  /** Shuts a client out for good; its last token is over after ten minutes. */
  @Post(':id/revocation')
  @HttpCode(200)
  @MayCall('AP', 'RO')
  revoke(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: RevokeApiClient,
  ): Promise<ApiClientView> {
    return this.clients.revoke(tx, actor, id, reason);
  }
}
