import { Injectable } from '@nestjs/common';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList } from '../../platform/http/list.js';
import { bigNumberOf } from '../../platform/row-number.js';
import { requireState } from '../../repertoire/index.js';
import { dutyNotFound } from '../protection.errors.js';
import { DutiesService } from './duties.service.js';
import type { AnswerDuties, DutyAnswer, DutyPage, DutyQuery, DutyRow, DutyView } from './duty.dto.js';
import { dutyList, dutyView } from './duty-list.js';
import { DUTY_FROM } from './duty.states.js';

/** Duties as platforms work through them; for a platform without an account an officer does, on its word. */
@Injectable()
export class DutyRegister {
  constructor(
    private readonly duties: DutiesService,
    private readonly audit: AuditService,
  ) {}

  list(tx: Tx, query: DutyQuery, csv: boolean): Promise<DutyPage | CsvAnswer> {
    return answerList(tx, dutyList(query), query, csv, dutyView);
  }

  /** @throws duty-not-found */
  async get(tx: Tx, id: string): Promise<DutyView> {
    return dutyView((await this.#find(tx, [id]))[0]!);
  }

  /** @throws duty-not-found, move-not-possible */
  acknowledge(tx: Tx, actor: Actor, answer: AnswerDuties): Promise<DutyAnswer> {
    return this.#take(tx, actor, answer, 'acknowledged');
  }

  /** @throws duty-not-found, move-not-possible */
  complete(tx: Tx, actor: Actor, answer: AnswerDuties): Promise<DutyAnswer> {
    return this.#take(tx, actor, answer, 'done');
  }

  /** All of them, or none. */
  async #take(
    tx: Tx,
    actor: Actor,
    { duties: ids, reason }: AnswerDuties,
    to: keyof typeof DUTY_FROM,
  ): Promise<DutyAnswer> {
    const found = await this.#find(tx, ids);
    for (const { id, state } of found) requireState(`Duty "${id}"`, state, DUTY_FROM[to], to);
    const role = actor.roles.includes('L') ? 'L' : 'PO';
    const now = await this.duties.move(tx, found, to, { role, actor: actor.id, reason });
    if (to === 'done') await this.duties.tell(tx, 'listing-duty.done', now);
    const deeds = now.map((after, index) => {
      const subject = `listing-duty/${after.id}`;
      return { action: `listing-duty.${to}`, subject, reason, before: dutyView(found[index]!), after: dutyView(after) };
    });
    await this.audit.recordAll(tx, actor.id, deeds);
    return { items: now.map(dutyView) };
  }

  /** @throws duty-not-found unless the transaction sees each */
  async #find(tx: Tx, ids: readonly string[]): Promise<DutyRow[]> {
    const rows = await this.duties.byId(tx, ids.map(bigNumberOf));
    const known = new Set(rows.map(({ id }) => id));
    const missing = ids.find((id) => !known.has(id));
    if (missing !== undefined) throw dutyNotFound(missing);
    return rows;
  }
}
