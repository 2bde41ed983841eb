import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, MayCall } from '../identity/http.js';
import { type Actor, AuditService, OFFICERS } from '../identity/index.js';
import type { Tx } from '../platform/database/database.js';
import { InTx } from '../platform/http/caller.js';
import { today } from '../platform/today.js';
import { ChooseJurisdiction, DecideOwnRule, ProfileQuery, RuleProfileView, RuleView } from './profile.dto.js';
import { ProfileService } from './profile.service.js';

@ApiTags('rule profile')
@Controller('v1/rule-profile')
export class ProfileController {
  constructor(
    private readonly profile: ProfileService,
    private readonly audit: AuditService,
  ) {}

  /** Gives every term and clock that counts for the society on a day, each with its source. */
  @Get()
  @MayCall(...OFFICERS)
  async get(@InTx() tx: Tx, @By() actor: Actor, @Query() { on }: ProfileQuery): Promise<RuleProfileView> {
    const day = on ?? today();
    const rules = await this.profile.allInForce(tx, actor.scope.society, day);
    return { jurisdiction: rules[0]!.jurisdiction, on: day, rules: rules.map((rule) => RuleView.from(rule)) };
  }

  /** Has the society follow the profile of a jurisdiction from a day on. It is final. */
  @Post('jurisdictions')
  @MayCall('AP')
  async follow(@InTx() tx: Tx, @By() actor: Actor, @Body() choice: ChooseJurisdiction): Promise<ChooseJurisdiction> {
    await this.profile.follow(tx, actor.id, choice);
    const deed = { action: 'rule-profile.chosen', subject: choice.jurisdiction, reason: choice.reason, after: choice };
    await this.audit.record(tx, actor.id, deed);
    return choice;
  }

  /** Records a number that the society decided for itself, from a day on. It is final. */
  @Post('own-rules')
  @MayCall('AP')
  async decide(@InTx() tx: Tx, @By() actor: Actor, @Body() rule: DecideOwnRule): Promise<DecideOwnRule> {
    await this.profile.decide(tx, actor.id, rule);
    const deed = { action: 'rule-profile.decided', subject: rule.setting, reason: rule.source, after: rule };
    await this.audit.record(tx, actor.id, deed);
    return rule;
  }
}
