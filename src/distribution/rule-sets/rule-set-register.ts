import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type Actor, AuditService } from '../../identity/index.js';
import { parsePercent, parseWeight } from '../../kernel/share.js';
import { Licence } from '../../licensing/index.js';
import { readably } from '../../platform/database/constraint.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList } from '../../platform/http/list.js';
import { licenceNotFound, RULE_SET_REFUSALS, ruleSetNotFound } from '../distribution.errors.js';
import { numberOf } from '../../platform/row-number.js';
import { type NewDeduction, TermsService } from '../terms.service.js';
import {
  type DeductionRule,
  type PublishRuleSet,
  type RecordRuleSet,
  type RuleSetPage,
  type RuleSetQuery,
  type RuleSetRow,
  RuleSetView,
} from './rule-set.dto.js';
import { RULE_SET_LIST, RULE_SET_VIEW } from './rule-set-list.js';

/** The rules of a society, as people record and publish them (domain, C11). */
@Injectable()
export class RuleSetRegister {
  constructor(
    private readonly terms: TermsService,
    private readonly audit: AuditService,
  ) {}

  list(tx: Tx, query: RuleSetQuery, csv: boolean): Promise<RuleSetPage | CsvAnswer> {
    return answerList(tx, RULE_SET_LIST, query, csv, (row) => RuleSetView.from(row));
  }

  /** @throws rule-set-not-found */
  async get(tx: Tx, id: string): Promise<RuleSetView> {
    const [row] = await tx.query<RuleSetRow[]>(`${RULE_SET_VIEW} where r.rule_set_id = $1`, [numberOf(id)]);
    if (row === undefined) throw ruleSetNotFound(id);
    return RuleSetView.from(row);
  }

  /** @throws licence-not-found, rule-set-ambiguous, deductions-above-hundred, rule-set-meanwhile */
  async record(tx: Tx, actor: Actor, { deductions, weights, gates = [] }: RecordRuleSet): Promise<RuleSetView> {
    const { society } = actor.scope;
    const rules = {
      deductions: await this.#deductions(tx, society, deductions),
      weights: weights.map((rule) => ({ ...rule, weight: parseWeight(rule.weight)! })),
      gates: gates.map(({ gate, most }) => ({ gate, most: parseWeight(most)! })),
    };
    const id = await readably(this.terms.addRuleSet(tx, society, rules, actor.id), RULE_SET_REFUSALS);
    const view = await this.get(tx, String(id));
    await this.audit.record(tx, actor.id, { action: 'rule-set.recorded', subject: `rule-set/${view.id}`, after: view });
    return view;
  }

  /** @throws rule-set-not-found, rule-set-published, rule-set-published-by-maker */
  async publish(tx: Tx, actor: Actor, id: string, { resolution }: PublishRuleSet): Promise<RuleSetView> {
    const before = await this.get(tx, id);
    await readably(this.terms.publishRuleSet(tx, Number(before.id), resolution, actor.id), RULE_SET_REFUSALS);
    const after = await this.get(tx, id);
    await this.audit.record(tx, actor.id, { action: 'rule-set.published', subject: `rule-set/${id}`, before, after });
    return after;
  }

  async #deductions(tx: Tx, society: number, rules: readonly DeductionRule[]): Promise<NewDeduction[]> {
    const named = rules.flatMap(({ licence }) => licence ?? []);
    const licences = await tx.findBy(Licence, { societyId: society, code: In(named) });
    const numbers = new Map(licences.map(({ code, licenceId }) => [code, licenceId]));
    return rules.map(({ id, kind, percent, licence }, ordinal) => {
      const licenceId = (licence ?? null) === null ? null : numbers.get(licence!);
      if (licenceId === undefined) throw licenceNotFound(licence!);
      return { code: id, ordinal, kind, percent: parsePercent(percent)!, licenceId };
    });
  }
}
