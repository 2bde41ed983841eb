import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../../identity/http.js';
import { type Actor, OFFICERS } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { InTx } from '../../platform/http/caller.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { WantsCsv } from '../../platform/http/list.js';
import { ListAnswer } from '../../platform/http/list-answer.js';
import { PublishRuleSet, RecordRuleSet, RuleSetPage, RuleSetQuery, RuleSetView } from './rule-set.dto.js';
import { RuleSetRegister } from './rule-set-register.js';

@ApiTags('rule sets')
@Controller('v1/rule-sets')
export class RuleSetsController {
  constructor(private readonly ruleSets: RuleSetRegister) {}

  /** Lists the rules by which collections were and are distributed. */
  @Get()
  @MayCall(...OFFICERS)
  @ListAnswer(RuleSetPage)
  list(@InTx() tx: Tx, @Query() query: RuleSetQuery, @WantsCsv() csv: boolean): Promise<RuleSetPage | CsvAnswer> {
    return this.ruleSets.list(tx, query, csv);
  }

  /** Gives a rule set: deductions, weights, limits of gates, and the decision that put it in force. */
  @Get(':id')
  @MayCall(...OFFICERS)
  get(@InTx() tx: Tx, @Param('id') id: string): Promise<RuleSetView> {
    return this.ruleSets.get(tx, id);
  }

  /** Records the next version of the rules. Until it is published it serves what-if runs only. */
  @Post()
  @MayCall('DO')
  record(@InTx() tx: Tx, @By() actor: Actor, @Body() rules: RecordRuleSet): Promise<RuleSetView> {
    return this.ruleSets.record(tx, actor, rules);
  }

  /** Puts a rule set in force by the members' decision; another person than who recorded it does so. */
  @Post(':id/publication')
  @HttpCode(200)
  @MayCall('AP')
  publish(
    @InTx() tx: Tx,
    @By() actor: Actor,
    @Param('id') id: string,
    @Body() publication: PublishRuleSet,
  ): Promise<RuleSetView> {
    return this.ruleSets.publish(tx, actor, id, publication);
  }
}
