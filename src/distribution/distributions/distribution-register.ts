import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList } from '../../platform/http/list.js';
import { JobView } from '../../platform/jobs/job.dto.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import type { Run } from '../calculation.service.js';
import { CALCULATE } from '../distribution.jobs.js';
import {
  collectionNotFound,
  collectionPosted,
  distributionNotFound,
  gateNotMeasured,
  notInState,
  ruleSetNotFound,
} from '../distribution.errors.js';
import { Collection, RuleSet } from '../distribution.entity.js';
import { DistributionService } from '../distribution.service.js';
import { GatesService } from '../gates.service.js';
import { numberOf } from '../../platform/row-number.js';
import { today } from '../../platform/today.js';
import { GATES } from '../rule-sets/rule-set.dto.js';
import {
  type DistributionPage,
  type DistributionQuery,
  type DistributionRow,
  DistributionView,
  type Gates,
  GateView,
  type OpenDistribution,
} from './distribution.dto.js';
import { DISTRIBUTION_VIEW, distributionList } from './distribution-list.js';

/** Distributions as people work on them, step by step; DistributionService takes the steps. */
@Injectable()
export class DistributionRegister {
  constructor(
    private readonly distributions: DistributionService,
    private readonly gates: GatesService,
    private readonly audit: AuditService,
    private readonly jobs: JobsService,
  ) {}

  list(tx: Tx, query: DistributionQuery, csv: boolean): Promise<DistributionPage | CsvAnswer> {
    return answerList(tx, distributionList(query), query, csv, (row) => DistributionView.from(row));
  }

  /** @throws distribution-not-found */
  async get(tx: Tx, id: string): Promise<DistributionView> {
    const [row] = await tx.query<DistributionRow[]>(`${DISTRIBUTION_VIEW} where d.distribution_id = $1`, [
      numberOf(id),
    ]);
    if (row === undefined) throw distributionNotFound(id);
    return DistributionView.from(row);
  }

  /** The measures of the last calculation. @throws distribution-not-found */
  async measures(tx: Tx, actor: Actor, id: string): Promise<Gates> {
    const gates = await this.gates.list(tx, runOf(actor, await this.get(tx, id)));
    return { items: gates.map((gate) => GateView.from(gate)) };
  }

  /** @throws rule-set-not-found, collection-not-found, collection-posted unless it is a what-if run */
  async open(tx: Tx, actor: Actor, { kind, ruleSet, collections }: OpenDistribution): Promise<DistributionView> {
    const { society } = actor.scope;
    const rules = await tx.findOneBy(RuleSet, { societyId: society, ruleSetId: numberOf(ruleSet) });
    if (rules === null) throw ruleSetNotFound(ruleSet);
    const rows = await tx.findBy(Collection, { societyId: society, code: In(collections) });
    const found = new Map(rows.map((row) => [row.code, row]));
    const numbers = collections.map((code) => {
      const collection = found.get(code);
      if (collection === undefined) throw collectionNotFound(code);
      if (kind === 'normal' && collection.postedIn !== null) throw collectionPosted(code);
      return collection.collectionId;
    });
    const { ruleSetId } = rules;
    const opened = await this.distributions.open(tx, society, { kind, ruleSetId, collections: numbers }, actor.id);
    return this.#done(tx, actor, 'distribution.opened', opened);
  }

  /** Asks for the calculation, which may take long. @throws distribution-not-found, distribution-state */
  async calculate(tx: Tx, actor: Actor, id: string): Promise<JobView> {
    const { state, ...distribution } = await this.get(tx, id);
    const { distributionId } = runOf(actor, distribution);
    if (state !== 'open') throw notInState(distributionId, state, 'open');
    return JobView.from(await this.jobs.enqueue(tx, actor.id, CALCULATE, { distribution: distributionId }));
  }

  /** @throws distribution-not-found, distribution-state, reversal-not-calculated */
  async reopen(tx: Tx, actor: Actor, id: string, reason: string): Promise<DistributionView> {
    const before = await this.get(tx, id);
    const run = runOf(actor, before);
    await this.distributions.reopen(tx, run, actor.id, reason);
    return this.#done(tx, actor, 'distribution.reopened', run, { before, reason });
  }

  /** @throws what DistributionService.approve throws */
  async approve(tx: Tx, actor: Actor, id: string): Promise<DistributionView> {
    const before = await this.get(tx, id);
    const run = runOf(actor, before);
    await this.distributions.approve(tx, run, actor.id);
    return this.#done(tx, actor, 'distribution.approved', run, { before });
  }

  /** @throws distribution-not-found, distribution-state */
  async voidApproval(tx: Tx, actor: Actor, id: string, reason: string): Promise<DistributionView> {
    const before = await this.get(tx, id);
    const run = runOf(actor, before);
    await this.distributions.voidApproval(tx, run, actor.id, reason);
    return this.#done(tx, actor, 'distribution.approval-voided', run, { before, reason });
  }

  /** @throws what DistributionService.post throws */
  async post(tx: Tx, actor: Actor, id: string): Promise<DistributionView> {
    const before = await this.get(tx, id);
    const run = runOf(actor, before);
    await this.distributions.post(tx, run, actor.id, () => undefined);
    return this.#done(tx, actor, 'distribution.posted', run, { before });
  }

  /** @returns the distribution that takes it back @throws what DistributionService.reverse throws */
  async reverse(tx: Tx, actor: Actor, id: string, reason: string): Promise<DistributionView> {
    const run = runOf(actor, await this.get(tx, id));
    const reversal = await this.distributions.reverse(tx, run, actor.id, reason);
    return this.#done(tx, actor, 'distribution.reversal-opened', reversal, { reason });
  }

  /** @returns the adjustment, which is to be calculated @throws what DistributionService.adjust throws */
  async adjust(tx: Tx, actor: Actor, id: string, reason: string): Promise<DistributionView> {
    const run = runOf(actor, await this.get(tx, id));
    const adjustment = await this.distributions.adjust(tx, run, actor.id, { reason, today: today() });
    return this.#done(tx, actor, 'distribution.adjustment-opened', adjustment, { reason });
  }

  /** @throws distribution-not-found, gate-not-measured, gate-waived-by-maker, gate-waived-before */
  async waive(tx: Tx, actor: Actor, which: { id: string; gate: string }, reason: string): Promise<GateView> {
    const run = runOf(actor, await this.get(tx, which.id));
    const gate = GATES.find((name) => name === which.gate);
    if (gate === undefined) throw gateNotMeasured(which.gate);
    await this.gates.waive(tx, run, gate, actor.id, reason);
    const view = GateView.from((await this.gates.list(tx, run)).find((measured) => measured.gate === gate)!);
    await this.audit.record(tx, actor.id, {
      action: 'gate.waived',
      subject: `distribution/${which.id}`,
      reason,
      after: view,
    });
    return view;
  }

  async #done(
    tx: Tx,
    actor: Actor,
    action: string,
    { distributionId }: Run,
    more: { before?: DistributionView; reason?: string } = {},
  ): Promise<DistributionView> {
    const after = await this.get(tx, String(distributionId));
    await this.audit.record(tx, actor.id, { action, subject: `distribution/${after.id}`, ...more, after });
    return after;
  }
}

export function runOf({ scope }: Actor, { id }: Pick<DistributionView, 'id'>): Run {
  return { society: scope.society, distributionId: Number(id) };
}
