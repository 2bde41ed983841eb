import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { numberOf } from '../../platform/row-number.js';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { CsvAnswer } from '../../platform/http/csv-answer.js';
import { InputInvalid } from '../../platform/http/http.errors.js';
import { answerList } from '../../platform/http/list.js';
import { Claim } from '../claims/claim.entity.js';
import { ClaimRegister } from '../claims/claim-register.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { Party } from '../parties/party.entity.js';
import {
  claimNotFound,
  claimNotInDispute,
  claimNotOfSilentParty,
  claimsNotOfOneRight,
  disputeNotFound,
  partyNotFound,
  partyNotInDispute,
} from '../repertoire.errors.js';
import { holderOrOfficer, requireState } from '../steps.js';
import { DISPUTE_VIEW, disputeList, type DisputeRow, disputeView } from './dispute-list.js';
import type {
  BringEvidence,
  ContestClaims,
  ContestRivals,
  DisputePage,
  DisputeQuery,
  DisputeView,
  NotifyDispute,
  ResolveDispute,
  SettleClaim,
} from './dispute.dto.js';
import { DisputesService } from './disputes.service.js';
import { MoneyAtStake, stakeKey } from './money-at-stake.js';

const ARGUED = ['notified', 'evidence'];
const UNDER_WAY = ['open', ...ARGUED, 'recommended'];

/** Disputes one by one, as people carry them on; DisputesService has them follow from claims. */
@Injectable()
export class DisputeDesk {
  constructor(
    private readonly disputes: DisputesService,
    private readonly claims: ClaimRegister,
    private readonly notifications: NotificationsService,
    private readonly money: MoneyAtStake,
    private readonly audit: AuditService,
  ) {}

  async list(tx: Tx, query: DisputeQuery, csv: boolean): Promise<DisputePage | CsvAnswer> {
    const page = await answerList(tx, disputeList(query), query, csv, (row) => row);
    return page instanceof CsvAnswer ? page : { items: await this.#views(tx, page.items), next: page.next };
  }

  /** @throws dispute-not-found */
  async get(tx: Tx, id: string): Promise<DisputeView> {
    return this.#view(tx, await this.#find(tx, id));
  }

  /** An officer opens a dispute over claims that are contested. @throws claim-not-found, claims-of-several-rights */
  async contest(tx: Tx, actor: Actor, { contesting, contested, reason }: ContestClaims): Promise<DisputeView> {
    const [first] = await this.#current(tx, actor, [...(contesting ? [contesting] : []), ...contested]);
    const id = await this.#open(tx, actor, {
      claim: contesting ? first! : undefined,
      about: first!,
      role: 'RO',
      reason,
    });
    return this.notify(tx, actor, id, { contested, reason });
  }

  /** A holder contests what rivals claim beside its own claim; an officer then says which claims these are. */
  async contestRivals(tx: Tx, actor: Actor, claimId: string, contest: ContestRivals): Promise<DisputeView> {
    const [claim] = await this.#current(tx, actor, [claimId]);
    const id = await this.#open(tx, actor, { claim, about: claim!, role: 'H', reason: contest.reason });
    await this.#keepEvidence(tx, actor, Number(id), claim!.partyId, contest);
    const view = await this.get(tx, id);
    await this.audit.record(tx, actor.id, {
      action: 'dispute.opened',
      subject: id,
      reason: contest.reason,
      after: view,
    });
    return view;
  }

  /** Names the contested claims, whose money is held from then on, and tells all parties. */
  async notify(tx: Tx, actor: Actor, id: string, { contested, reason }: NotifyDispute): Promise<DisputeView> {
    const found = await this.#find(tx, id);
    requireState(`Dispute ${id}`, found.state, ['open'], 'sent to its parties');
    const claims = await this.#current(tx, actor, contested);
    const members = new Set(found.claims.map(({ claim }) => claim));
    const other = claims.some(({ workId, right }) => workId !== found.work_id || right !== found.right);
    if (other || contested.some((claim) => members.has(claim))) throw claimsNotOfOneRight();
    for (const claim of claims) await this.claims.amend(tx, actor, claim, { status: 'disputed' }, reason);
    const joining = claims.map(({ code, partyId }) => ({ claim: code, partyId, stance: 'contested' }));
    await this.disputes.tell(tx, { disputeId: found.dispute_id, joining, overlaps: null }, { actor, reason });
    return this.get(tx, id);
  }

  /** @throws dispute-not-found, move-not-possible, party-not-found */
  async bringEvidence(tx: Tx, actor: Actor, id: string, evidence: BringEvidence): Promise<DisputeView> {
    const found = await this.#find(tx, id);
    requireState(`Dispute ${id}`, found.state, UNDER_WAY, 'given evidence');
    const partyId = await this.#whose(tx, actor, evidence.party ?? undefined);
    const { party } = evidence;
    if (party && found.claims.every((claim) => claim.party !== party)) throw partyNotInDispute(party);
    await this.#keepEvidence(tx, actor, found.dispute_id, partyId, evidence);
    const { description } = evidence;
    if (found.state === 'notified') await this.#move(tx, actor, found, { to: 'evidence', reason: description });
    return this.#recorded(tx, actor, 'dispute.evidence', found, description);
  }

  /** The society recommends; it does not judge. @throws dispute-not-found, move-not-possible */
  async recommend(tx: Tx, actor: Actor, id: string, recommendation: string): Promise<DisputeView> {
    const found = await this.#find(tx, id);
    requireState(`Dispute ${id}`, found.state, ARGUED, 'given a recommendation');
    await this.#move(tx, actor, found, { to: 'recommended', reason: recommendation });
    await this.notifications.tellOfDisputes(tx, [found.dispute_id], 'dispute.recommended');
    return this.#recorded(tx, actor, 'dispute.recommended', found, recommendation);
  }

  /**
   * Solves it: sets claims as was decided. Nothing that is held is paid by this alone; a later run releases it.
   * @throws dispute-not-found, move-not-possible, claim-not-in-dispute, claim-not-silent, and what the database refuses
   */
  async resolve(
    tx: Tx,
    actor: Actor,
    id: string,
    { outcome, reason, claims = [] }: ResolveDispute,
  ): Promise<DisputeView> {
    const found = await this.#find(tx, id);
    requireState(`Dispute ${id}`, found.state, UNDER_WAY, 'resolved');
    if (outcome === 'default') requireSilence(found, claims);
    await this.#settleClaims(tx, actor, found, claims, reason);
    await this.#move(tx, actor, found, { to: 'resolved', reason, outcome });
    await this.notifications.tellOfDisputes(tx, [found.dispute_id], 'dispute.resolved');
    // What was decided here may settle another dispute, or stand in a third one's way.
    await this.disputes.review(tx, [found.work_id], { actor, reason: `dispute ${id} resolved` });
    return this.#recorded(tx, actor, 'dispute.resolved', found, reason);
  }

  /** Applies the decision to claims; a contested one is asserted again, unless another dispute is about it too. */
  async #settleClaims(tx: Tx, actor: Actor, found: DisputeRow, decided: SettleClaim[], reason: string) {
    const stances = new Map(found.claims.map(({ claim, stance }) => [claim, stance]));
    const stranger = decided.find(({ id }) => !stances.has(id));
    if (stranger !== undefined) throw claimNotInDispute(stranger.id);
    const all = await tx.find(Claim, {
      where: { societyId: actor.scope.society, code: In([...stances.keys()]), supersededAt: IsNull() },
      order: { code: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    const elsewhere = await this.disputes.contestedElsewhere(tx, found.dispute_id);
    const gone = decided.find(({ id }) => !all.some(({ code }) => code === id));
    if (gone !== undefined) throw claimNotFound(gone.id);
    for (const claim of all) {
      const { id: _id, withdrawn = false, ...change } = decided.find(({ id }) => id === claim.code) ?? { id: '' };
      const contested = stances.get(claim.code) === 'contested' && !elsewhere.has(claim.code);
      const asserted = contested && claim.status === 'disputed';
      if (withdrawn) await this.claims.close(tx, actor, claim, reason);
      else if (asserted) await this.claims.amend(tx, actor, claim, { ...change, status: 'asserted' }, reason);
      else if (Object.keys(change).length > 0) await this.claims.amend(tx, actor, claim, change, reason);
    }
  }

  /** Current claims by their ids, of one right. @throws claim-not-found, claims-of-several-rights */
  async #current(tx: Tx, actor: Actor, ids: readonly string[]): Promise<Claim[]> {
    const claims: Claim[] = [];
    for (const id of ids) {
      const claim = await tx.findOne(Claim, {
        where: {
          ...{ societyId: actor.scope.society, code: id, supersededAt: IsNull() },
          ...(actor.scope.party !== undefined && { partyId: actor.scope.party }),
        },
        // A holder changes no claim, and may lock none.
        ...(actor.scope.party === undefined && { lock: { mode: 'pessimistic_write' as const } }),
      });
      if (claim === null) throw claimNotFound(id);
      claims.push(claim);
    }
    const [first] = claims;
    const apart = claims.some(({ workId, right }) => workId !== first!.workId || right !== first!.right);
    if (apart || new Set(ids).size < ids.length) throw claimsNotOfOneRight();
    return claims;
  }

  /** @param claim in whose name it is contested @returns the dispute's id */
  async #open(
    tx: Tx,
    { id: actor }: Actor,
    { claim, about, role, reason }: { claim: Claim | undefined; about: Claim; role: 'RO' | 'H'; reason: string },
  ): Promise<string> {
    const [row] = await tx.query<{ dispute_id: number }[]>(
      `insert into repertoire.dispute (work_id, "right", origin, opened_for) values ($1, $2, 'contested', $3)
       returning dispute_id`,
      [about.workId, about.right, claim?.partyId ?? null],
    );
    const disputeId = row!.dispute_id;
    if (claim !== undefined) {
      await tx.query(
        `insert into repertoire.dispute_claim (dispute_id, claim, party_id, stance) values ($1, $2, $3, 'contesting')`,
        [disputeId, claim.code, claim.partyId],
      );
    }
    await tx.query(
      `insert into repertoire.dispute_event (dispute_id, ordinal, from_state, state, role, actor, reason)
       values ($1, 1, 'none', 'open', $2, $3, $4)`,
      [disputeId, role, actor, reason],
    );
    return String(disputeId);
  }

  async #move(
    tx: Tx,
    actor: Actor,
    { dispute_id: disputeId, version, state }: DisputeRow,
    { to, reason, outcome }: { to: string; reason: string; outcome?: string },
  ): Promise<void> {
    const by = [disputeId, version + 1, state, to, holderOrOfficer(actor), actor.id, reason];
    // A holder may not write an outcome, not even none.
    await tx.query(
      `insert into repertoire.dispute_event
         (dispute_id, ordinal, from_state, state, role, actor, reason${outcome === undefined ? '' : ', outcome'})
       values ($1, $2, $3, $4, $5, $6, $7${outcome === undefined ? '' : ', $8'})`,
      outcome === undefined ? by : [...by, outcome],
    );
  }

  async #keepEvidence(
    tx: Tx,
    { id }: Actor,
    disputeId: number,
    partyId: number,
    { fileSha256, description }: Pick<BringEvidence, 'fileSha256' | 'description'>,
  ): Promise<void> {
    await tx.query(
      `insert into repertoire.dispute_evidence (dispute_id, party_id, file_sha256, description, brought_by)
       values ($1, $2, decode($3, 'hex'), $4, $5)`,
      [disputeId, partyId, fileSha256, description, id],
    );
  }

  /** The number of the party whose evidence it is: a holder's own, or the one that an officer names. */
  async #whose(tx: Tx, { scope }: Actor, code: string | undefined): Promise<number> {
    if (code === undefined) {
      if (scope.party !== undefined) return scope.party;
      throw new InputInvalid([{ field: 'party', message: 'must say whose evidence it is' }]);
    }
    const party = await tx.findOneBy(Party, { societyId: scope.society, code });
    if (party === null) throw partyNotFound(code);
    return party.partyId;
  }

  async #recorded(tx: Tx, actor: Actor, action: string, found: DisputeRow, reason: string): Promise<DisputeView> {
    const before = await this.#view(tx, found);
    const after = await this.get(tx, before.id);
    await this.audit.record(tx, actor.id, { action, subject: before.id, reason, before, after });
    return after;
  }

  async #view(tx: Tx, row: DisputeRow): Promise<DisputeView> {
    const [view] = await this.#views(tx, [row]);
    return view!;
  }

  async #views(tx: Tx, rows: readonly DisputeRow[]): Promise<DisputeView[]> {
    const rights = rows.map(({ work_id: workId, right }) => ({ workId, right }));
    const stakes = await this.money.of(tx, rights, 'disputed');
    return rows.map((row, index) => disputeView(row, stakes.get(stakeKey(rights[index]!)) ?? []));
  }

  async #find(tx: Tx, id: string): Promise<DisputeRow> {
    const [row] = await tx.query<DisputeRow[]>(`${DISPUTE_VIEW} where d.dispute_id = $1`, [numberOf(id)]);
    if (row === undefined) throw disputeNotFound(id);
    return row;
  }
}

/** [I2] Silence is withdrawal, and nothing else is: by default no party loses that brought evidence. */
function requireSilence({ claims: members, evidence }: DisputeRow, decided: readonly SettleClaim[]): void {
  const heard = new Set(evidence.map(({ party }) => party));
  const wronged = decided.find(({ id }) => members.some(({ claim, party }) => claim === id && heard.has(party)));
  if (wronged !== undefined) throw claimNotOfSilentParty(wronged.id);
}
