import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { CreateScope, ScopePage, ScopeQuery, ScopeView } from './scope.dto.js';
import { ScopeRegister } from './scope-register.js';

@ApiTags('approved scopes')
@Controller('v1/approved-scopes')
export class ScopesController {
  constructor(private readonly scopes: ScopeRegister) {}

  /** Lists what the society may license in its own name. */
  @Get()
  @MayCall(...OFFICERS)
  @ListAnswer(ScopePage)
  list(@InTx() tx: Tx, @Query() query: ScopeQuery, @WantsCsv() csv: boolean): Promise<ScopePage | CsvAnswer> {
    return this.scopes.list(tx, query, csv);
  }

  /** Records an approval. It is final; what is approved later is a further one. */
  @Post()
  @MayCall('AP')
  record(@InTx() tx: Tx, @By() actor: Actor, @Body() scope: CreateScope): Promise<ScopeView> {
    return this.scopes.record(tx, actor, scope);
  }
}
