import { Injectable } from '@nestjs/common';
import { addDays } from '../../kernel/calendar-day.js';
import type { TerritorySet } from '../../kernel/territory.js';
import type { Metric, UseType } from '../../kernel/vocabulary.js';
import type { Tx } from '../../platform/database/database.js';
import { ProfileService } from '../../profile/index.js';
import { type Actor, isOutsider, requireRole } from '../actor.js';
import { applicationNotFound } from '../licensing.errors.js';
import { roleForMove } from '../moves.js';
import { readably } from '../refusals.js';
import type { FeeInputs } from '../rules/calculate-fee.js';
import { APPLICATION_MOVES, type ApplicationState, type RefusalCode } from './application.states.js';

/** What a licensee asks for. The licensee is the actor's own. */
export interface NewApplication {
  /** The tariff that the applicant means, if there is one. */
  tariffId?: number;
  useTypes: readonly UseType[];
  territories: TerritorySet;
  validFrom: string;
  validTo: string;
  exclusive: boolean;
  metric: Metric;
  /** What the tariff asks for, as far as it is known. */
  inputs: FeeInputs;
}

export interface Application {
  applicationId: number;
  licenseeId: number;
  state: ApplicationState;
  /** The last day on which it is to be answered; null unless it is received. */
  answerDue: string | null;
  /** As applied, with what was supplied later. */
  inputs: FeeInputs;
}

export interface ApplicationStep {
  from: ApplicationState | 'none';
  to: ApplicationState;
  role: string;
  actor: string;
  at: Date;
  reason: string;
  missing: string[] | null;
  refusalCode: RefusalCode | null;
}

/** What a step says; all but its reason belongs to one kind of step only. */
interface Step {
  to: ApplicationState;
  reason: string;
  answerDue?: string;
  missing?: readonly string[];
  supplied?: FeeInputs;
  refusalCode?: RefusalCode;
}

// Supplied figures are laid over each other in their order: a later one replaces an earlier one of its name.
const APPLICATION = `
  select a.application_id as "applicationId", a.licensee_id as "licenseeId", s.state,
    to_char(s.answer_due, 'YYYY-MM-DD') as "answerDue", s.steps,
    a.inputs as applied, array(
      select t.supplied from licensing.application_transition t
      where t.application_id = a.application_id and t.supplied is not null order by t.ordinal
    ) as supplied
  from licensing.application a join licensing.application_standing s on s.application_id = a.application_id
  where a.society_id = $1 and ($2::integer is null or a.application_id = $2)
    and ($3::date is null or s.answer_due < $3)
  order by s.answer_due, a.application_id`;

interface ApplicationRow extends Omit<Application, 'inputs' | 'state'> {
  state: ApplicationState | 'none';
  steps: number;
  applied: FeeInputs;
  supplied: FeeInputs[];
}

/** Requests for a licence, each answered within the clock of the rule profile: by an offer, or by a coded refusal. */
@Injectable()
export class ApplicationsService {
  constructor(private readonly profile: ProfileService) {}

  /**
   * Receives an application and starts its clock.
   * @param today YYYY-MM-DD, in the society's days
   * @throws profile-not-chosen, role-missing
   */
  async apply(tx: Tx, society: number, actor: Actor, wanted: NewApplication, today: string): Promise<Application> {
    requireRole(actor, 'licensee', 'apply for a licence');
    const { useTypes, territories, validFrom, validTo, exclusive, metric, inputs } = wanted;
    const rows = await readably(
      tx.query<{ id: number }[]>(
        `insert into licensing.application (licensee_id, tariff_id, use_types, territories_except, territory_codes,
           valid_from, valid_to, exclusive, metric, inputs)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning application_id as id`,
        [
          ...[actor.licenseeId, wanted.tariffId ?? null, useTypes, territories.except, territories.codes],
          ...[validFrom, validTo, exclusive, metric, JSON.stringify(inputs)],
        ],
      ),
    );
    const answerDue = await this.#answerDue(tx, society, today);
    return this.#step(tx, society, actor, rows[0]!.id, { to: 'received', reason: 'applied', answerDue });
  }

  /** Asks the applicant for what is missing; the clock stops. @throws application-not-found, move-not-possible, role-missing */
  async askFor(
    tx: Tx,
    society: number,
    actor: Actor,
    applicationId: number,
    missing: readonly string[],
  ): Promise<Application> {
    const reason = `missing: ${missing.join(', ')}`;
    return this.#step(tx, society, actor, applicationId, { to: 'incomplete', reason, missing });
  }

  /** Completes an application; the clock starts anew. @throws application-not-found, move-not-possible, role-missing */
  async supply(
    tx: Tx,
    society: number,
    actor: Actor,
    { applicationId, supplied }: { applicationId: number; supplied: FeeInputs },
    today: string,
  ): Promise<Application> {
    const answerDue = await this.#answerDue(tx, society, today);
    return this.#step(tx, society, actor, applicationId, { to: 'received', reason: 'completed', answerDue, supplied });
  }

  /** Refuses an application for a coded reason. @throws application-not-found, move-not-possible, role-missing */
  async refuse(
    tx: Tx,
    society: number,
    actor: Actor,
    applicationId: number,
    { refusalCode, reason }: { refusalCode: RefusalCode; reason: string },
  ): Promise<Application> {
    return this.#step(tx, society, actor, applicationId, { to: 'refused', reason, refusalCode });
  }

  /** Answers an application by a licence that is on offer. @throws application-not-found, move-not-possible, role-missing */
  async answerByOffer(
    tx: Tx,
    society: number,
    actor: Actor,
    applicationId: number,
    reason: string,
  ): Promise<Application> {
    return this.#step(tx, society, actor, applicationId, { to: 'offered', reason });
  }

  /** @throws application-not-found */
  async byId(tx: Tx, society: number, applicationId: number): Promise<Application> {
    return applicationOf(await this.#row(tx, society, applicationId));
  }

  /** Received applications whose last day to be answered is over, the oldest first. */
  async overdue(tx: Tx, society: number, today: string): Promise<Application[]> {
    const rows = (await tx.query(APPLICATION, [society, null, today])) as ApplicationRow[];
    return rows.map(applicationOf);
  }

  /** Every step of an application, the first one first. */
  async history(tx: Tx, society: number, applicationId: number): Promise<ApplicationStep[]> {
    return tx.query(
      `select from_state as "from", to_state as "to", role, actor, at, reason, missing, refusal_code as "refusalCode"
       from licensing.application_transition where society_id = $1 and application_id = $2 order by ordinal`,
      [society, applicationId],
    );
  }

  /** How many applications were refused in a period, by code: refusals are counted. Both days belong to it. */
  async refusals(
    tx: Tx,
    society: number,
    { from, to }: { from: string; to: string },
  ): Promise<{ refusalCode: RefusalCode; count: number }[]> {
    return tx.query(
      `select refusal_code as "refusalCode", count(*)::integer as count from licensing.application_transition
       where society_id = $1 and refusal_code is not null and at >= $2::date and at < $3::date + 1
       group by refusal_code order by refusal_code`,
      [society, from, to],
    );
  }

  /** How many applications came in during a period, however often each was completed later. Both days belong to it. */
  async received(tx: Tx, society: number, { from, to }: { from: string; to: string }): Promise<number> {
    const rows = (await tx.query(
      `select count(*)::integer as count from licensing.application_transition
       where society_id = $1 and from_state = 'none' and at >= $2::date and at < $3::date + 1`,
      [society, from, to],
    )) as { count: number }[];
    return rows[0]!.count;
  }

  async #answerDue(tx: Tx, society: number, today: string): Promise<string> {
    const { amount } = await this.profile.inForce(tx, society, 'application_answer_days', today);
    return addDays(today, amount ?? 0);
  }

  async #row(tx: Tx, society: number, applicationId: number): Promise<ApplicationRow> {
    const [row] = (await tx.query(APPLICATION, [society, applicationId, null])) as ApplicationRow[];
    if (row !== undefined) return row;
    throw applicationNotFound(applicationId);
  }

  async #step(
    tx: Tx,
    society: number,
    actor: Actor,
    applicationId: number,
    { to, reason, answerDue, missing, supplied, refusalCode }: Step,
  ): Promise<Application> {
    const row = await this.#row(tx, society, applicationId);
    if (isOutsider(actor, row.licenseeId)) throw applicationNotFound(applicationId);
    const role = roleForMove(APPLICATION_MOVES, `application ${applicationId}`, row.state, to, actor);
    if (role === 'licensee' && actor.licenseeId !== row.licenseeId) throw applicationNotFound(applicationId);
    await readably(
      tx.query(
        `insert into licensing.application_transition (application_id, ordinal, from_state, to_state, role, actor, reason,
           answer_due, missing, supplied, refusal_code)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          ...[applicationId, row.steps + 1, row.state, to, role, actor.userId, reason, answerDue ?? null],
          ...[missing ?? null, supplied === undefined ? null : JSON.stringify(supplied), refusalCode ?? null],
        ],
      ),
    );
    return this.byId(tx, society, applicationId);
  }
}

function applicationOf({
  applicationId,
  licenseeId,
  state,
  answerDue,
  applied,
  supplied,
}: ApplicationRow): Application {
  const inputs = Object.assign({}, applied, ...supplied) as FeeInputs;
  // It was received in the transaction that wrote it.
  return { applicationId, licenseeId, state: state === 'none' ? 'received' : state, answerDue, inputs };
}
