import { Injectable } from '@nestjs/common';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList } from '../../platform/http/list.js';
import { AnnouncementsService } from '../../webhooks/index.js';
import { actingAs } from '../actor.js';
import { applicationNotFound } from '../licensing.errors.js';
import { type LicensingHistory, LicensingStep } from '../step.dto.js';
import { TariffsService } from '../tariffs/tariffs.service.js';
import { territoriesOf } from '../../kernel/territory.js';
import { numberOf } from '../../platform/row-number.js';
import { today } from '../../platform/today.js';
import {
  type ApplicationPage,
  type ApplicationQuery,
  type ApplicationRow,
  ApplicationView,
  type CreateApplication,
  type RefusalCounts,
  type RefusalsQuery,
  type RefuseApplication,
} from './application.dto.js';
import { APPLICATION_VIEW, applicationList } from './application-list.js';
import { ApplicationsService } from './applications.service.js';

/** Applications as licensees make them and officers answer them. */
@Injectable()
export class ApplicationRegister {
  constructor(
    private readonly applications: ApplicationsService,
    private readonly tariffs: TariffsService,
    private readonly audit: AuditService,
    private readonly announcements: AnnouncementsService,
  ) {}

  list(tx: Tx, query: ApplicationQuery, csv: boolean): Promise<ApplicationPage | CsvAnswer> {
    return answerList(tx, applicationList(query, today()), query, csv, (row) => ApplicationView.from(row));
  }

  /** @throws application-not-found */
  async get(tx: Tx, id: string): Promise<ApplicationView> {
    const row = (await tx.query(`${APPLICATION_VIEW} where a.application_id = $2`, [
      today(),
      numberOf(id),
    ])) as ApplicationRow[];
    if (row[0] === undefined) throw applicationNotFound(id);
    return ApplicationView.from(row[0]);
  }

  /** @throws application-not-found */
  async history(tx: Tx, actor: Actor, id: string): Promise<LicensingHistory> {
    await this.get(tx, id);
    const steps = await this.applications.history(tx, actor.scope.society, numberOf(id));
    return { items: steps.map((step) => LicensingStep.from(step)) };
  }

  /** @throws tariff-not-in-force, term-out-of-order, profile-not-chosen */
  async apply(tx: Tx, actor: Actor, { tariff, territories, ...wanted }: CreateApplication): Promise<ApplicationView> {
    const { society } = actor.scope;
    const day = today();
    const application = {
      ...wanted,
      territories: territoriesOf(territories),
      ...(tariff !== undefined && { tariffId: (await this.tariffs.byCode(tx, society, tariff, day)).tariffId }),
    };
    const { applicationId } = await this.applications.apply(tx, society, actingAs(actor), application, day);
    const view = await this.get(tx, String(applicationId));
    await this.audit.record(tx, actor.id, { action: 'application.received', subject: subjectOf(view), after: view });
    return view;
  }

  /** @throws application-not-found, move-not-possible */
  async askFor(tx: Tx, actor: Actor, id: string, missing: readonly string[]): Promise<ApplicationView> {
    const before = await this.get(tx, id);
    await this.applications.askFor(tx, actor.scope.society, actingAs(actor), numberOf(id), missing);
    await this.tellAnswer(tx, actor, id);
    return this.#recorded(tx, actor, before, 'returned');
  }

  /** @throws application-not-found, move-not-possible */
  async supply(tx: Tx, actor: Actor, id: string, supplied: Record<string, string>): Promise<ApplicationView> {
    const before = await this.get(tx, id);
    const which = { applicationId: numberOf(id), supplied };
    await this.applications.supply(tx, actor.scope.society, actingAs(actor), which, today());
    return this.#recorded(tx, actor, before, 'completed');
  }

  /** @throws application-not-found, move-not-possible */
  async refuse(
    tx: Tx,
    actor: Actor,
    id: string,
    { code: refusalCode, reason }: RefuseApplication,
  ): Promise<ApplicationView> {
    const before = await this.get(tx, id);
    const said = { refusalCode, reason };
    await this.applications.refuse(tx, actor.scope.society, actingAs(actor), numberOf(id), said);
    await this.tellAnswer(tx, actor, id);
    return this.#recorded(tx, actor, before, 'refused');
  }

  /** Tells the applicant's programs that it was answered: by an offer, a refusal, or a request for what is missing. */
  async tellAnswer(tx: Tx, { scope }: Actor, id: string): Promise<void> {
    const { licenseeId: licensee } = await this.applications.byId(tx, scope.society, numberOf(id));
    const event = { type: 'application.answered', audience: { licensee }, subject: id } as const;
    await this.announcements.announce(tx, { ...event, data: await this.get(tx, id) });
  }

  /** How many were received and how many refused, by code [C4]. */
  async refusals(tx: Tx, actor: Actor, period: RefusalsQuery): Promise<RefusalCounts> {
    const { society } = actor.scope;
    const counts = await this.applications.refusals(tx, society, period);
    return {
      applications: await this.applications.received(tx, society, period),
      refusals: counts.map(({ refusalCode: code, count }) => ({ code, count })),
    };
  }

  async #recorded(tx: Tx, actor: Actor, before: ApplicationView, what: string): Promise<ApplicationView> {
    const after = await this.get(tx, before.id);
    const { reason } = after;
    const subject = subjectOf(after);
    await this.audit.record(tx, actor.id, { action: `application.${what}`, subject, reason, before, after });
    return after;
  }
}

/** @example "application/17" */
function subjectOf({ id }: ApplicationView): string {
  return `application/${id}`;
}
