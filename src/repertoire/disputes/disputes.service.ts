import { Injectable } from '@nestjs/common';
import { formatTerritories } from '../../kernel/territory.js';
import { type Actor, AuditService, type Deed } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { type ClaimTerms, type Conflict, findConflicts, type Overlap } from './rules/find-conflicts.js';
import { type OpenDispute, planDisputes } from './rules/plan-disputes.js';

const FIND_RIVALS = sqlFile(import.meta.url, 'sql/find-rival-claims.sql');
const FIND_OPEN = sqlFile(import.meta.url, 'sql/find-open-disputes.sql');
const NOTIFY_DISPUTES = sqlFile(import.meta.url, 'sql/notify-disputes.sql');
const EXPIRE_DISPUTES = sqlFile(import.meta.url, 'sql/expire-disputes.sql');
const FIND_POINTLESS = sqlFile(import.meta.url, 'sql/find-pointless-contests.sql');
const RETURN_CONTESTED = sqlFile(import.meta.url, 'sql/return-contested-claims.sql');

/** What a claim runs into: the dispute, and where and when shares exceed 100 %. */
export interface ClaimConflict {
  disputeId: number;
  /** Whether this review has opened it. */
  opened: boolean;
  claim: string;
  /** The other claims in it, and whose they are. */
  rivals: { claim: string; party: string }[];
  overlaps: StoredOverlap[];
}

/** As it is stored and shown: whose claims they are is told apart from where they overlap. */
export interface StoredOverlap {
  territories: string;
  validFrom: string | null;
  validTo: string | null;
  /** Percent. */
  share: string;
}

interface RivalClaim extends Omit<ClaimTerms, 'territories'> {
  work_id: number;
  right: string;
  party: string;
  party_id: number;
  except: boolean;
  codes: string[];
}

interface OpenRow extends OpenDispute {
  work_id: number;
  right: string;
  overlaps: StoredOverlap[] | null;
}

/** A dispute to be told of: to open, or gone on with. */
interface Told {
  disputeId: number;
  /** Of claims that join. */
  joining: { claim: string; partyId: number; stance: string }[];
  overlaps: StoredOverlap[] | null;
}

/** A conflict that no dispute is about yet, among the claims of its right. */
interface Opening {
  conflict: Conflict;
  claims: readonly RivalClaim[];
}

/** Who did what led to it: the sum of shares acts by itself, at somebody's hand. */
export interface Cause {
  actor: Actor;
  reason: string;
}

/** Disputes as sets, as they follow from the claims of many works at once. */
@Injectable()
export class DisputesService {
  constructor(
    private readonly audit: AuditService,
    private readonly notifications: NotificationsService,
  ) {}

  /**
   * Brings the disputes over shares of these works up to what their claims are now: opens those that are missing, has
   * claims join, and settles those that are about nothing any more. Reviews of a society go one after the other, so that
   * two who enter claims at once see each other's.
   * @returns one for each claim in an open conflict and the dispute that it is in
   */
  async review(tx: Tx, workIds: readonly number[], cause: Cause): Promise<ClaimConflict[]> {
    const { society } = cause.actor.scope;
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('repertoire.disputes', $1))`, [society]);
    const claims = await tx.query<RivalClaim[]>(FIND_RIVALS, [workIds]);
    const open = await tx.query<OpenRow[]>(FIND_OPEN, [workIds]);
    const found: ClaimConflict[] = [];
    const settled: number[] = [];
    const opening: Opening[] = [];
    const told: Told[] = [];
    for (const { claims: here, open: disputes } of groupByRight(claims, open).values()) {
      const plan = planDisputes(findConflicts(here.map(termsOf)), disputes);
      opening.push(...plan.open.map((conflict) => ({ conflict, claims: here })));
      settled.push(...plan.settled);
      told.push(...goneOn(plan.goOn, here, disputes));
      for (const { disputeId, joining, overlaps } of plan.goOn) {
        const members = [...disputes.find((d) => d.disputeId === disputeId)!.claims, ...joining];
        found.push(...conflictsOf({ disputeId, opened: false }, members, overlaps, here));
      }
    }
    for (const [index, disputeId] of (await this.#open(tx, opening, cause)).entries()) {
      const { conflict, claims: here } = opening[index]!;
      const joining = joiningOf(conflict.claims, here);
      told.push({ disputeId, joining, overlaps: conflict.overlaps.map(storedOverlap) });
      found.push(...conflictsOf({ disputeId, opened: true }, conflict.claims, conflict.overlaps, here));
    }
    const pointless = await tx.query<{ dispute_id: number }[]>(FIND_POINTLESS, [workIds]);
    settled.push(...pointless.map(({ dispute_id }) => dispute_id));
    await this.#tell(tx, told, 'SYS', cause);
    await this.#settle(tx, settled, cause);
    return found;
  }

  /**
   * Has an officer's dispute begin: the contested claims join, everybody in it is told, and deadlines are set by the rule
   * profile.
   */
  async tell(tx: Tx, told: Told, cause: Cause): Promise<void> {
    await this.#tell(tx, [told], 'RO', cause);
  }

  /** Claims of a dispute that are contested in another one, which goes on. */
  async contestedElsewhere(tx: Tx, disputeId: number): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ claim: string }[]>(
      `select o.claim
       from repertoire.dispute_claim c
       join repertoire.dispute_claim o on o.claim = c.claim and o.dispute_id <> c.dispute_id and o.stance = 'contested'
       join repertoire.dispute_standing s on s.dispute_id = o.dispute_id and s.state not in ('resolved', 'expired')
       where c.dispute_id = $1`,
      [disputeId],
    );
    return new Set(rows.map(({ claim }) => claim));
  }

  /** Expires what nobody has solved in time; contested claims are taken as asserted again. */
  async expireOver(tx: Tx, { actor, reason }: { actor: string; reason: string }): Promise<void> {
    const expired = await tx.query<{ dispute_id: number }[]>(EXPIRE_DISPUTES, [actor, reason]);
    const ids = expired.map(({ dispute_id }) => dispute_id);
    const returned = await tx.query<{ claim: string }[]>(RETURN_CONTESTED, [ids]);
    await this.notifications.tellOfDisputes(tx, ids, 'dispute.expired');
    await this.audit.recordAll(tx, actor, [
      ...ids.map((id) => ({ action: 'dispute.expired', subject: String(id), reason })),
      ...returned.map(({ claim }) => ({
        ...{ action: 'claim.changed', subject: claim, reason: 'the dispute over it expired' },
        ...{ before: { status: 'disputed' }, after: { status: 'asserted' } },
      })),
    ]);
  }

  /** @returns the number of each new dispute, in the same order */
  async #open(tx: Tx, opening: readonly Opening[], { actor, reason }: Cause): Promise<number[]> {
    const rows = opening.map(({ claims }, n) => ({ n, workId: claims[0]!.work_id, right: claims[0]!.right }));
    const opened = await tx.query<{ dispute_id: number }[]>(
      `insert into repertoire.dispute (work_id, "right", origin)
       select o."workId", o."right", 'overlap'
       from jsonb_to_recordset($1::jsonb) as o(n integer, "workId" integer, "right" text) order by o.n
       returning dispute_id`,
      [JSON.stringify(rows)],
    );
    // Numbers are given in the order of the rows.
    const ids = opened.map(({ dispute_id }) => dispute_id).sort((a, b) => a - b);
    await tx.query(
      `insert into repertoire.dispute_event (dispute_id, ordinal, from_state, state, role, actor, reason)
       select unnest($1::integer[]), 1, 'none', 'open', 'SYS', $2, $3`,
      [ids, actor.id, reason],
    );
    return ids;
  }

  async #tell(tx: Tx, told: readonly Told[], role: 'SYS' | 'RO', { actor, reason }: Cause): Promise<void> {
    if (told.length === 0) return;
    const joining = told.flatMap(({ disputeId, joining: claims }) => claims.map((claim) => ({ disputeId, ...claim })));
    await tx.query(
      `insert into repertoire.dispute_claim (dispute_id, claim, party_id, stance)
       select c."disputeId", c.claim, c."partyId", c.stance
       from jsonb_to_recordset($1::jsonb) as c("disputeId" integer, claim text, "partyId" integer, stance text)`,
      [JSON.stringify(joining)],
    );
    const events = told.map(({ disputeId, overlaps, joining: { length } }) => ({
      disputeId,
      overlaps,
      joined: length > 0,
    }));
    await tx.query(NOTIFY_DISPUTES, [JSON.stringify(events), role, actor.id, reason, actor.scope.society]);
    await this.notifications.tellOfDisputes(
      tx,
      told.map(({ disputeId }) => disputeId),
      'dispute.notified',
    );
    const deeds = told.map(({ disputeId, joining: claims, overlaps }): Deed => ({
      ...{ action: 'dispute.notified', subject: String(disputeId), reason },
      after: { joined: claims.map(({ claim }) => claim), ...(overlaps !== null && { overlaps }) },
    }));
    await this.audit.recordAll(tx, actor.id, deeds);
  }

  async #settle(tx: Tx, disputeIds: readonly number[], { actor, reason }: Cause): Promise<void> {
    if (disputeIds.length === 0) return;
    await tx.query(
      `insert into repertoire.dispute_event (dispute_id, ordinal, from_state, state, role, actor, reason, outcome)
       select s.dispute_id, s.steps + 1, s.state, 'resolved', 'SYS', $2, $3, 'adjusted'
       from repertoire.dispute_standing s where s.dispute_id = any ($1)`,
      [disputeIds, actor.id, reason],
    );
    await this.notifications.tellOfDisputes(tx, disputeIds, 'dispute.resolved');
    const outcome = { outcome: 'adjusted' };
    await this.audit.recordAll(
      tx,
      actor.id,
      disputeIds.map((id) => ({ action: 'dispute.resolved', subject: String(id), reason, after: outcome })),
    );
  }
}

function groupByRight(claims: readonly RivalClaim[], open: readonly OpenRow[]) {
  const groups = new Map<string, { claims: RivalClaim[]; open: OpenRow[] }>();
  const group = ({ work_id, right }: { work_id: number; right: string }) => {
    const key = `${work_id} ${right}`;
    const known = groups.get(key) ?? { claims: [], open: [] };
    groups.set(key, known);
    return known;
  };
  for (const claim of claims) group(claim).claims.push(claim);
  for (const dispute of open) group(dispute).open.push(dispute);
  return groups;
}

function termsOf({ claim, share, except, codes, from, to }: RivalClaim): ClaimTerms {
  return { claim, share, territories: { except, codes }, from, to };
}

function storedOverlap({ territories, from, to, share }: Overlap): StoredOverlap {
  return { territories: formatTerritories(territories), validFrom: from, validTo: to, share };
}

function joiningOf(codes: readonly string[], claims: readonly RivalClaim[]): Told['joining'] {
  return claims
    .filter(({ claim }) => codes.includes(claim))
    .map(({ claim, party_id: partyId }) => ({ claim, partyId, stance: 'overlaps' }));
}

/** Of disputes that go on, those of which there is something new to tell. */
function goneOn(
  goOn: readonly { disputeId: number; joining: string[]; overlaps: Overlap[] }[],
  claims: readonly RivalClaim[],
  open: readonly OpenRow[],
): Told[] {
  return goOn.flatMap(({ disputeId, joining, overlaps }) => {
    const stored = overlaps.map(storedOverlap);
    const before = open.find((dispute) => dispute.disputeId === disputeId)!.overlaps ?? [];
    const texts = (all: readonly StoredOverlap[]) => all.map((one) => Object.values(one).join(' ')).sort();
    const same = JSON.stringify(texts(stored)) === JSON.stringify(texts(before.map(inOrder)));
    return joining.length === 0 && same ? [] : [{ disputeId, joining: joiningOf(joining, claims), overlaps: stored }];
  });
}

/** jsonb keeps its keys in an order of its own. */
function inOrder({ territories, validFrom, validTo, share }: StoredOverlap): StoredOverlap {
  return { territories, validFrom, validTo, share };
}

function conflictsOf(
  dispute: Pick<ClaimConflict, 'disputeId' | 'opened'>,
  members: readonly string[],
  overlaps: readonly Overlap[],
  claims: readonly RivalClaim[],
): ClaimConflict[] {
  return members.flatMap((claim) => {
    const own = overlaps.filter((overlap) => overlap.claims.includes(claim));
    if (own.length === 0) return [];
    const others = new Set(own.flatMap((overlap) => overlap.claims).filter((other) => other !== claim));
    const rivals = claims
      .filter((rival) => others.has(rival.claim))
      .map((rival) => ({ claim: rival.claim, party: rival.party }));
    return [{ ...dispute, claim, rivals, overlaps: own.map(storedOverlap) }];
  });
}
