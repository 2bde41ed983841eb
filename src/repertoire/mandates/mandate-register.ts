import { Injectable } from '@nestjs/common';
import { territoriesOf } from '../../kernel/territory.js';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList } from '../../platform/http/list.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { Party } from '../parties/party.entity.js';
import {
  mandateLinesGone,
  mandateNotFound,
  mandateNeverInForce,
  mandateTailMarked,
  partyNotFound,
} from '../repertoire.errors.js';
import { holderOrOfficer, requireState } from '../steps.js';
import { mandateList, type MandateRow, mandateViewOf, ONE_MANDATE } from './mandate-list.js';
import type {
  ApproveMandate,
  CreateMandate,
  CreateMandateLine,
  MandatePage,
  MandateQuery,
  MandateView,
  MarkTail,
  SignMandate,
  WithdrawMandate,
} from './mandate.dto.js';
import { MANDATE_FROM, type MandateState } from './mandate.states.js';
import { MandatesService, type NewMandateLine, type Step } from './mandates.service.js';

type Found = MandateRow & { mandate_id: number };

/** Mandates one by one, as people keep them up; MandatesService takes them as sets. */
@Injectable()
export class MandateRegister {
  constructor(
    private readonly mandates: MandatesService,
    private readonly notifications: NotificationsService,
    private readonly audit: AuditService,
  ) {}

  list(tx: Tx, query: MandateQuery, csv: boolean): Promise<MandatePage | CsvAnswer> {
    return answerList(tx, mandateList(query), query, csv, mandateViewOf);
  }

  /** @throws mandate-not-found */
  async get(tx: Tx, id: string): Promise<MandateView> {
    return mandateViewOf(await this.#find(tx, id));
  }

  /** @throws party-not-found, mandate-never-in-force */
  async create(tx: Tx, actor: Actor, mandate: CreateMandate): Promise<MandateView> {
    const { id, kind = 'mandate', exclusive = false, validFrom, validTo = null, noticeMonths } = mandate;
    const { noticeToYearEnd = false, termsShown, consentedDeductions = [], lines } = mandate;
    const party = await tx.findOneBy(Party, { societyId: actor.scope.society, code: mandate.party });
    if (party === null) throw partyNotFound(mandate.party);
    if (validTo !== null && validTo < validFrom) throw mandateNeverInForce();
    const row = {
      ...{ code: id, partyId: party.partyId, kind, exclusive, validFrom, validTo, noticeMonths, noticeToYearEnd },
      ...{ termsShown, consentedDeductions, importId: null, lines: lines.map(newLine) },
    };
    await this.mandates.add(tx, [row], { role: 'RO', actor: actor.id, reason: 'registered' });
    const view = await this.get(tx, id);
    await this.audit.record(tx, actor.id, { action: 'mandate.registered', subject: id, after: view });
    return view;
  }

  /** The party signs, or an officer records that it did. @throws mandate-not-found, move-not-possible */
  sign(tx: Tx, actor: Actor, id: string, { fileSha256, signedOn, reason }: SignMandate): Promise<MandateView> {
    return this.#take(
      tx,
      actor,
      id,
      { to: 'signed', done: 'signed', role: holderOrOfficer(actor), reason },
      (found, step) => this.mandates.sign(tx, [{ mandateId: found.mandate_id, fileSha256, signedOn }], step),
    );
  }

  /**
   * Brings it into force: by another person than who made it or took the signature.
   * @throws mandate-not-found, move-not-possible, and what the database refuses (mandate_* in problems.md)
   */
  approve(tx: Tx, actor: Actor, id: string, { filedOn = null, reason }: ApproveMandate): Promise<MandateView> {
    return this.#take(tx, actor, id, { to: 'active', done: 'approved', role: 'AP', reason }, (found, step) =>
      this.mandates.activate(tx, [found.mandate_id], filedOn, step),
    );
  }

  /** @throws mandate-not-found, move-not-possible */
  discard(tx: Tx, actor: Actor, id: string, reason: string): Promise<MandateView> {
    return this.#take(tx, actor, id, { to: 'discarded', done: 'discarded', role: 'RO', reason }, (found, step) =>
      this.mandates.move(tx, [found.mandate_id], 'discarded', step),
    );
  }

  /**
   * Withdraws lines, or all: exit is never refused. What was licensed runs on and pays.
   * @throws mandate-not-found, move-not-possible, mandate-lines-gone
   */
  withdraw(tx: Tx, actor: Actor, id: string, { lines, notifiedOn, reason }: WithdrawMandate): Promise<MandateView> {
    const by = { to: 'notice_given', done: 'withdrawn', role: holderOrOfficer(actor), reason } as const;
    return this.#take(tx, actor, id, by, async ({ mandate_id, lines: all }, step) => {
      const notice = { lines: lines ?? undefined, notifiedOn: notifiedOn ?? undefined };
      const gone = await this.mandates.withdraw(tx, mandate_id, notice, step);
      if (gone.length === 0 || (lines && gone.length < lines.length)) throw mandateLinesGone(id);
      const left = all.filter(({ line, notifiedOn: before }) => before === null && !gone.includes(line));
      if (left.length === 0) await this.mandates.move(tx, [mandate_id], 'notice_given', step);
      // A holder cannot write to itself, and knows what it did.
      if (step.role === 'RO') await this.notifications.tellOfMandates(tx, [mandate_id], 'mandate.notice_given');
    });
  }

  /** @throws mandate-not-found, move-not-possible, mandate-tail-marked */
  async markTail(tx: Tx, actor: Actor, id: string, { until = null, reason }: MarkTail): Promise<MandateView> {
    const found = await this.#find(tx, id);
    requireState(`Mandate ${JSON.stringify(id)}`, found.state, MANDATE_FROM.ended, 'given a tail');
    if (found.tailMarked) throw mandateTailMarked(id);
    await this.mandates.markTail(tx, found.mandate_id, until, { actor: actor.id, reason });
    return this.#recorded(tx, actor, 'mandate.tail-marked', found, reason);
  }

  async #take(
    tx: Tx,
    actor: Actor,
    id: string,
    { to, done, role, reason }: { to: keyof typeof MANDATE_FROM & MandateState; done: string } & Omit<Step, 'actor'>,
    take: (found: Found, step: Step) => Promise<void>,
  ): Promise<MandateView> {
    const found = await this.#find(tx, id);
    requireState(`Mandate ${JSON.stringify(id)}`, found.state, MANDATE_FROM[to], done);
    await take(found, { role, actor: actor.id, reason });
    return this.#recorded(tx, actor, `mandate.${done}`, found, reason);
  }

  async #recorded(tx: Tx, actor: Actor, action: string, found: Found, reason: string): Promise<MandateView> {
    const after = await this.get(tx, found.id);
    const before = mandateViewOf(found);
    await this.audit.record(tx, actor.id, { action, subject: found.id, reason, before, after });
    return after;
  }

  async #find(tx: Tx, id: string): Promise<Found> {
    const [row] = await tx.query<Found[]>(ONE_MANDATE, [id]);
    if (row === undefined) throw mandateNotFound(id);
    return row;
  }
}

function newLine({ right, workType, territories, consentOn }: CreateMandateLine): NewMandateLine {
  const { except, codes } = territoriesOf(territories ?? '*');
  return { right, workType: workType ?? null, territoriesExcept: except, territoryCodes: codes, consentOn };
}
