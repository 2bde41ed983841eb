import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { parseShare } from '../../kernel/share.js';
import { parseTerritories } from '../../kernel/territory.js';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { insertRows } from '../../platform/database/insert-rows.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { versionStale } from '../../platform/http/http.errors.js';
import { answerList } from '../../platform/http/list.js';
import { claimNeverInForce, claimNotFound, partyNotFound, workNotFound } from '../repertoire.errors.js';
import { Party } from '../parties/party.entity.js';
import { Work } from '../works/work.entity.js';
import { Claim } from './claim.entity.js';
import type { ChangeClaim, ClaimPage, ClaimQuery, ClaimView, CreateClaim } from './claim.dto.js';
import { CLAIM_VIEW, claimList, type ClaimRow, claimView } from './claim-list.js';
import { ClaimsService, type NewClaim } from './claims.service.js';

/** Claims one by one, as people keep them up; ClaimsService takes them as sets. */
@Injectable()
export class ClaimRegister {
  constructor(
    private readonly claims: ClaimsService,
    private readonly audit: AuditService,
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

  /** @throws work-not-found, party-not-found, claim-never-in-force */
  async create(tx: Tx, actor: Actor, claim: CreateClaim): Promise<ClaimView> {
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
    return view;
  }

  /** @throws claim-not-found, version-stale, claim-never-in-force */
  async change(tx: Tx, actor: Actor, which: { id: string; seen: number }, change: ChangeClaim): Promise<ClaimView> {
    const { society } = actor.scope;
    const { id, seen } = which;
    const before = await this.get(tx, id);
    // The lock makes a second change wait, and then see that the row is no longer the one it knew.
    const current = await tx.findOne(Claim, {
      where: { societyId: society, code: id, supersededAt: IsNull() },
      lock: { mode: 'pessimistic_write' },
    });
    if (current?.claimId !== seen) throw versionStale(`Claim ${JSON.stringify(id)}`);
    const { reason, share, territories, role, status, validFrom, validTo } = change;
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
}

/** Share and territories in canonical form, of those that are given; the DTO has made sure that they can be read. */
function termsOf(given: { share: string; territories: string }): Pick<NewClaim, Terms>;
function termsOf(given: Given): Partial<Pick<NewClaim, Terms>>;
function termsOf({ share, territories }: Given): Partial<Pick<NewClaim, Terms>> {
  const read = territories === undefined ? undefined : parseTerritories(territories);
  return {
    ...(share !== undefined && { share: parseShare(share)! }),
    ...(read !== undefined && 'ok' in read && { territoriesExcept: read.ok.except, territoryCodes: read.ok.codes }),
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
