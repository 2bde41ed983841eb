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
import { ChangeService, CreateService, ServicePage, ServiceQuery, ServiceView } from './service.dto.js';
import { ServiceRegister } from './service-register.js';

@ApiTags('services')
@Controller('v1/services')
export class ServicesController {
  constructor(private readonly services: ServiceRegister) {}

  /** Lists services of platforms. A platform sees its own. */
  @Get()
  @MayCall(...OFFICERS, 'L')
  @ListAnswer(ServicePage)
  list(@InTx() tx: Tx, @Query() query: ServiceQuery, @WantsCsv() csv: boolean): Promise<ServicePage | CsvAnswer> {
    return this.services.list(tx, query, csv);
  }

  /** Gives a service, with the ETag to change it by. */
  @Get(':id')
  @MayCall(...OFFICERS, 'L')
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<ServiceView> {
    return this.services.get(tx, id);
  }

  /** Registers a service: a platform its own, an officer that of any platform. What is listed becomes its duties. */
  @Post()
  @MayCall('PO', 'L')
  create(@InTx() tx: Tx, @By() actor: Actor, @Body() service: CreateService): Promise<ServiceView> {
    return this.services.create(tx, actor, service);
  }

  /** Changes a service, or closes it. */
  @Patch(':id')
  @MayCall('PO', 'L')
  change(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @SeenVersion() seen: number,
    @Body() change: ChangeService,
  ): Promise<ServiceView> {
    return this.services.change(tx, actor, { id, seen }, change);
  }
}
