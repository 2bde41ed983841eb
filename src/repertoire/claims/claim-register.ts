import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { parseShare } from '../../kernel/share.js';
import { territoriesOf } from '../../kernel/territory.js';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { insertRows } from '../../platform/database/insert-rows.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { versionStale } from '../../platform/http/http.errors.js';
import { answerList } from '../../platform/http/list.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { claimNeverInForce, claimNotFound, partyNotFound, workNotFound } from '../repertoire.errors.js';
import { Party } from '../parties/party.entity.js';
import { Work } from '../works/work.entity.js';
import { Claim } from './claim.entity.js';
import { type ClaimConflict, DisputesService } from '../disputes/disputes.service.js';
import { REVIEW_DISPUTES, type WorkToReview } from '../disputes/review-disputes.job.js';
import type { ChangeClaim, ClaimAnswer, ClaimPage, ClaimQuery, ClaimView, CreateClaim } from './claim.dto.js';
import { CLAIM_VIEW, claimList, type ClaimRow, claimView } from './claim-list.js';
import { ClaimsService, type NewClaim } from './claims.service.js';

/** Claims one by one, as people keep them up; ClaimsService takes them as sets. */
@Injectable()
export class ClaimRegister {
  constructor(
    private readonly claims: ClaimsService,
    private readonly disputes: DisputesService,
    private readonly audit: AuditService,
    private readonly jobs: JobsService,
  ) {}

  list(tx: Tx, query: ClaimQuery, csv: boolean): Promise<ClaimPage | CsvAnswer> {
    return answerList(tx, claimList(query), query, csv, claimView);
  }

  /** The claim as it is known now. @throws claim-not-found */
  async get(tx: Tx, id: string): Promise<ClaimView> {
    const [row] = await tx.query<ClaimRow[]>(`${CLAIM_VIEW} where c.code = $1 and c.superseded_at is null`, [id]);
    if (row === undefined) throw claimNotFound(id);
    return claimView(row);
  }

  /**
   * Asserts a claim, and says which others it overlaps with: it is never refused for that.
   * @throws work-not-found, party-not-found, claim-never-in-force
   */
  async create(tx: Tx, actor: Actor, claim: CreateClaim): Promise<ClaimAnswer> {
    const { society } = actor.scope;
    const work = await tx.findOneBy(Work, { societyId: society, code: claim.work });
    if (work === null) throw workNotFound(claim.work);
    const party = await tx.findOneBy(Party, { societyId: society, code: claim.party });
    if (party === null) throw partyNotFound(claim.party);
    const { id, right, role, validFrom, validTo } = claim;
    const row: NewClaim = {
      ...{ code: id, workId: work.workId, partyId: party.partyId, right, role: role ?? null, status: 'asserted' },
      ...{ validFrom: validFrom ?? null, validTo: validTo ?? null },
      ...termsOf({ share: claim.share, territories: claim.territories ?? '*' }),
    };
    requireTerm(row);
    await insertRows(tx, Claim, [row]);
    const view = await this.get(tx, id);
    await this.audit.record(tx, actor.id, { action: 'claim.asserted', subject: id, after: view });
    return this.#answer(tx, actor, work.workId, { view, reason: `claim ${id} asserted` });
  }

  /** @throws claim-not-found, version-stale, claim-never-in-force */
  async change(tx: Tx, actor: Actor, which: { id: string; seen: number }, change: ChangeClaim): Promise<ClaimAnswer> {
    const { id } = which;
    const current = await this.#seen(tx, actor, which);
    const { reason, ...terms } = change;
    const view = await this.amend(tx, actor, current, terms, reason);
    return this.#answer(tx, actor, current.workId, { view, reason: `claim ${id} changed` });
  }

  /**
   * Withdraws a claim: its row is closed and none follows. What it earned before stays explained. A holder withdraws its
   * own, and what that settles the society looks up afterwards.
   * @throws claim-not-found
   */
  async withdraw(tx: Tx, actor: Actor, id: string, reason: string): Promise<ClaimAnswer> {
    const current = await this.#current(tx, actor, id);
    if (current === null) throw claimNotFound(id);
    const view = await this.close(tx, actor, current, reason);
    const told = `claim ${id} withdrawn`;
    if (actor.scope.party === undefined) return this.#answer(tx, actor, current.workId, { view, reason: told });
    const review: WorkToReview = { work: current.workId, reason: told };
    await this.jobs.enqueue(tx, actor.id, REVIEW_DISPUTES, review);
    return { ...view, conflicts: [] };
  }

  /** Changes a claim that was just read, without looking what it overlaps with then. @throws claim-never-in-force */
  async amend(
    tx: Tx,
    actor: Actor,
    current: Claim,
    { share, territories, role, status, validFrom, validTo }: Omit<ChangeClaim, 'reason'>,
    reason: string | undefined,
  ): Promise<ClaimView> {
    const { code: id } = current;
    const before = await this.get(tx, id);
    const next = {
      ...termsOf({ share, territories }),
      ...(role !== undefined && { role }),
      ...(status !== undefined && { status }),
      ...(validFrom !== undefined && { validFrom }),
      ...(validTo !== undefined && { validTo }),
    };
    requireTerm({ ...current, ...next });
    await this.claims.supersede(tx, current, next);
    const after = await this.get(tx, id);
    await this.audit.record(tx, actor.id, { action: 'claim.changed', subject: id, reason, before, after });
    return after;
  }

  /** Closes a claim that was just read. @returns how it was, with the moment of its end */
  async close(tx: Tx, actor: Actor, current: Claim, reason: string): Promise<ClaimView> {
    const before = await this.get(tx, current.code);
    if (actor.scope.party === undefined) await this.claims.close(tx, [current.claimId]);
    else await this.claims.closeOwn(tx, current);
    const [row] = await tx.query<ClaimRow[]>(`${CLAIM_VIEW} where c.claim_id = $1`, [current.claimId]);
    const after = claimView(row!);
    await this.audit.record(tx, actor.id, { action: 'claim.withdrawn', subject: current.code, reason, before, after });
    return after;
  }

  async #answer(
    tx: Tx,
    actor: Actor,
    workId: number,
    { view, reason }: { view: ClaimView; reason: string },
  ): Promise<ClaimAnswer> {
    const conflicts = await this.disputes.review(tx, [workId], { actor, reason });
    return { ...view, conflicts: conflicts.filter(({ claim }) => claim === view.id).map(conflictView) };
  }

  /** @throws claim-not-found, version-stale */
  async #seen(tx: Tx, actor: Actor, { id, seen }: { id: string; seen: number }): Promise<Claim> {
    await this.get(tx, id);
    const current = await this.#current(tx, actor, id);
    if (current?.claimId !== seen) throw versionStale(`Claim ${JSON.stringify(id)}`);
    return current;
  }

  /** The lock makes a second change wait, and then see that the row is no longer the one it knew. */
  #current(tx: Tx, { scope }: Actor, code: string): Promise<Claim | null> {
    return tx.findOne(Claim, {
      where: { societyId: scope.society, code, supersededAt: IsNull() },
      // A holder may lock nothing; the door that it withdraws by closes a row once.
      ...(scope.party === undefined && { lock: { mode: 'pessimistic_write' as const } }),
    });
  }
}

function conflictView({ disputeId, rivals, overlaps }: ClaimConflict): ClaimAnswer['conflicts'][number] {
  return { dispute: String(disputeId), rivals, overlaps };
}

/** Share and territories in canonical form, of those that are given; the DTO has made sure that they can be read. */
function termsOf(given: { share: string; territories: string }): Pick<NewClaim, Terms>;
function termsOf(given: Given): Partial<Pick<NewClaim, Terms>>;
function termsOf({ share, territories }: Given): Partial<Pick<NewClaim, Terms>> {
  const read = territories === undefined ? undefined : territoriesOf(territories);
  return {
    ...(share !== undefined && { share: parseShare(share)! }),
    ...(read !== undefined && { territoriesExcept: read.except, territoryCodes: read.codes }),
  };
}

type Terms = 'share' | 'territoriesExcept' | 'territoryCodes';
interface Given {
  share?: string | undefined;
  territories?: string | undefined;
}

function requireTerm({ validFrom, validTo }: Pick<NewClaim, 'validFrom' | 'validTo'>): void {
  if (validFrom !== null && validTo !== null && validTo < validFrom) throw claimNeverInForce();
}
