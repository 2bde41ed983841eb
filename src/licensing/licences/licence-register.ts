import { Injectable } from '@nestjs/common';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { versionStale } from '../../platform/http/http.errors.js';
import { answerList } from '../../platform/http/list.js';
import { type Actor as Acting, actingAs } from '../actor.js';
import { ApplicationRegister } from '../applications/application-register.js';
import { CertificatesService } from '../certificates/certificates.service.js';
import { CertificateView } from '../certificates/certificate.dto.js';
import { licenceNotFound } from '../licensing.errors.js';
import { type LicensingHistory, LicensingStep } from '../step.dto.js';
import { territoriesOf } from '../../kernel/territory.js';
import { numberOf } from '../../platform/row-number.js';
import { type DraftTerms, GrantsService } from './grants.service.js';
import {
  type ChangeLicence,
  type CreateLicence,
  type LicencePage,
  type LicenceQuery,
  type LicenceRow,
  type LicenceView,
  type SuspendLicence,
} from './licence.dto.js';
import { LICENCE_VIEW, licenceList, licenceView } from './licence-list.js';
import { type LicenceEvent, LicenceNews } from './licence-news.js';

/** Steps that the licensee and the society's programs are told of. */
const TOLD_AS = {
  offered: 'licence.offered',
  accepted: 'licence.activated',
  withdrawn: 'licence.withdrawn',
  suspended: 'licence.suspended',
  resumed: 'licence.resumed',
  terminated: 'licence.terminated',
} as const satisfies Record<string, LicenceEvent>;

/** Licences by their ids, as officers and licensees know them; each step stands in the audit trail too. */
@Injectable()
export class LicenceRegister {
  constructor(
    private readonly grants: GrantsService,
    private readonly certificates: CertificatesService,
    private readonly audit: AuditService,
    private readonly news: LicenceNews,
    private readonly applications: ApplicationRegister,
  ) {}

  list(tx: Tx, query: LicenceQuery, csv: boolean): Promise<LicencePage | CsvAnswer> {
    return answerList(tx, licenceList(query), query, csv, licenceView);
  }

  /** @throws licence-not-found */
  async get(tx: Tx, id: string): Promise<LicenceView> {
    return licenceView(await this.#row(tx, id));
  }

  /** @throws licence-not-found */
  async history(tx: Tx, actor: Actor, id: string): Promise<LicensingHistory> {
    const { licenceId } = await this.#row(tx, id);
    const steps = await this.grants.history(tx, actor.scope.society, licenceId);
    return { items: steps.map((step) => LicensingStep.from(step)) };
  }

  /** @throws quote-not-found, quote-used, licence-not-found, licence-code-taken, reference-unknown, term-out-of-order */
  async draft(tx: Tx, actor: Actor, wanted: CreateLicence): Promise<LicenceView> {
    const { id, quote, application, renews, territories, reason, ...terms } = wanted;
    const grant = {
      ...{ ...terms, code: id, quoteId: numberOf(quote), territories: territoriesOf(territories) },
      statementConsent: terms.statementConsent ?? null,
      ...(application !== undefined && { applicationId: numberOf(application) }),
      ...(renews !== undefined && { renewsLicenceId: (await this.#row(tx, renews)).licenceId }),
    };
    await this.grants.draft(tx, actor.scope.society, actingAs(actor), grant, reason);
    const after = await this.get(tx, id);
    await this.audit.record(tx, actor.id, { action: 'licence.drafted', subject: id, reason, after });
    return after;
  }

  /** @throws licence-not-found, version-stale, licence-terms-frozen, quote-not-found, quote-used */
  async change(
    tx: Tx,
    actor: Actor,
    { id, seen }: { id: string; seen: number },
    { reason, ...change }: ChangeLicence,
  ): Promise<LicenceView> {
    const row = await this.#row(tx, id);
    const before = licenceView(row);
    if (before.version !== seen) throw versionStale(`Licence ${JSON.stringify(id)}`);
    const terms: DraftTerms = {
      // An imported licence has none of these, and is no draft.
      quoteId: change.quote === undefined ? (row.quote ?? 0) : numberOf(change.quote),
      exclusive: change.exclusive ?? row.exclusive ?? false,
      reportEveryMonths: change.reportEveryMonths ?? row.reportEveryMonths ?? 1,
      useTypes: change.useTypes ?? row.useTypes,
      territories: territoriesOf(change.territories ?? before.territories),
      validFrom: change.validFrom ?? row.validFrom,
      validTo: change.validTo ?? row.validTo,
      metric: change.metric ?? row.metric,
      statementConsent: change.statementConsent ?? row.statementConsent,
    };
    const which = { licenceId: row.licenceId, seen: row.steps };
    await this.grants.redraft(tx, actor.scope.society, actingAs(actor), which, { terms, reason });
    return this.#recorded(tx, actor, { before, after: await this.get(tx, id) }, { action: 'changed', reason });
  }

  /** @throws licence-not-found, and what GrantsService.offer throws */
  async offer(tx: Tx, actor: Actor, id: string, reason: string): Promise<LicenceView> {
    const offered = await this.#step(tx, actor, id, { action: 'offered', reason }, (licenceId, acting) =>
      this.grants.offer(tx, actor.scope.society, acting, licenceId, reason),
    );
    if (offered.application !== null) await this.applications.tellAnswer(tx, actor, offered.application);
    return offered;
  }

  /** @throws licence-not-found, quote-differs, and what GrantsService.offer throws */
  accept(tx: Tx, actor: Actor, id: string, quoteSha256: string): Promise<LicenceView> {
    const reason = `accepted quote ${quoteSha256}`;
    return this.#step(tx, actor, id, { action: 'accepted', reason }, (licenceId, acting) =>
      this.grants.accept(tx, actor.scope.society, acting, licenceId, quoteSha256),
    );
  }

  /** @throws licence-not-found, move-not-possible */
  withdraw(tx: Tx, actor: Actor, id: string, reason: string): Promise<LicenceView> {
    return this.#step(tx, actor, id, { action: 'withdrawn', reason }, (licenceId, acting) =>
      this.grants.withdraw(tx, actor.scope.society, acting, licenceId, reason),
    );
  }

  /** @throws licence-not-found, move-not-possible */
  suspend(tx: Tx, actor: Actor, id: string, { cause, reason }: SuspendLicence): Promise<LicenceView> {
    return this.#step(tx, actor, id, { action: 'suspended', reason: `${cause}: ${reason}` }, (licenceId, acting) =>
      this.grants.suspend(tx, actor.scope.society, acting, licenceId, { cause, reason }),
    );
  }

  /** @throws licence-not-found, move-not-possible */
  resume(tx: Tx, actor: Actor, id: string, reason: string): Promise<LicenceView> {
    return this.#step(tx, actor, id, { action: 'resumed', reason }, (licenceId, acting) =>
      this.grants.resume(tx, actor.scope.society, acting, licenceId, reason),
    );
  }

  /** @throws licence-not-found, move-not-possible */
  terminate(tx: Tx, actor: Actor, id: string, reason: string): Promise<LicenceView> {
    return this.#step(tx, actor, id, { action: 'terminated', reason }, (licenceId, acting) =>
      this.grants.terminate(tx, actor.scope.society, acting, licenceId, reason),
    );
  }

  /** @throws licence-not-found, certificate-not-found */
  async certificate(tx: Tx, actor: Actor, id: string, checkAt: (code: string) => string): Promise<CertificateView> {
    const { licenceId } = await this.#row(tx, id);
    return CertificateView.from(await this.certificates.ofLicence(tx, actor.scope.society, licenceId), checkAt);
  }

  /** @throws licence-not-found, certificate-not-found */
  async certificatePdf(tx: Tx, actor: Actor, id: string, checkAt: (code: string) => string): Promise<Buffer> {
    const { licenceId } = await this.#row(tx, id);
    return this.certificates.pdf(tx, actor.scope.society, licenceId, checkAt);
  }

  async #row(tx: Tx, id: string): Promise<LicenceRow> {
    const [row] = await tx.query<LicenceRow[]>(`${LICENCE_VIEW} where l.code = $1`, [id]);
    if (row === undefined) throw licenceNotFound(JSON.stringify(id));
    return row;
  }

  async #step(
    tx: Tx,
    actor: Actor,
    id: string,
    said: { action: keyof typeof TOLD_AS; reason: string },
    take: (licenceId: number, acting: Acting) => Promise<unknown>,
  ): Promise<LicenceView> {
    const row = await this.#row(tx, id);
    await take(row.licenceId, actingAs(actor));
    const told = await this.news.tell(tx, [{ licenceId: row.licenceId, event: TOLD_AS[said.action] }]);
    return this.#recorded(tx, actor, { before: licenceView(row), after: told.get(row.licenceId)! }, said);
  }

  async #recorded(
    tx: Tx,
    actor: Actor,
    { before, after }: { before: LicenceView; after: LicenceView },
    { action, reason }: { action: string; reason: string },
  ): Promise<LicenceView> {
    await this.audit.record(tx, actor.id, { action: `licence.${action}`, subject: before.id, reason, before, after });
    return after;
  }
}
