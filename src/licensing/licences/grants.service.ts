import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import type { TerritorySet } from '../../kernel/territory.js';
import type { Metric, UseType } from '../../kernel/vocabulary.js';
import type { Tx } from '../../platform/database/database.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import { type Actor, isOutsider, requireRole, SYSTEM } from '../actor.js';
import { ApplicationsService } from '../applications/applications.service.js';
import type { Certificate } from '../certificates/certificate.js';
import { CertificatesService } from '../certificates/certificates.service.js';
import { licenceNotFound } from '../licensing.errors.js';
import { mustBe, roleForMove } from '../moves.js';
import { QuotesService } from '../quotes/quotes.service.js';
import { movedMeanwhile, readably } from '../refusals.js';
import { LICENCE_MOVES, type LicenceState, type SuspensionCause } from './licence.states.js';

const FIND_GRANT = sqlFile(import.meta.url, 'sql/find-grant.sql');
const FOLLOW_CALENDAR = sqlFile(import.meta.url, 'sql/follow-calendar.sql');

/** What can still be changed while a licence is a draft. Licensee, currency and price are those of the quote. */
export interface DraftTerms {
  quoteId: number;
  useTypes: readonly UseType[];
  territories: TerritorySet;
  validFrom: string;
  /** Last day. */
  validTo: string;
  metric: Metric;
  exclusive: boolean;
  reportEveryMonths: 1 | 3 | 6 | 12;
  /** Whether its name and figures stand on statements of rights holders [C7]; null: that was not talked about, so no. */
  statementConsent: boolean | null;
}

export interface NewGrant extends DraftTerms {
  /** The licence's id, unique in the society. */
  code: string;
  /** The application that it answers. */
  applicationId?: number;
  /** The licence that it renews. */
  renewsLicenceId?: number;
}

/** A licence as it stands. What belongs to terms is null if it was imported. */
export interface Grant {
  licenceId: number;
  code: string;
  licenseeId: number;
  licensee: string;
  /** As the register has it, where that is known. */
  licenseeName: string;
  useTypes: UseType[];
  territoriesExcept: boolean;
  territoryCodes: string[];
  validFrom: string;
  validTo: string;
  currency: string;
  metric: Metric;
  /** `none` between its first row and its first step, within one transaction. */
  state: LicenceState | 'none';
  /** How many steps it has taken. */
  steps: number;
  imported: boolean;
  quoteId: number | null;
  applicationId: number | null;
  exclusive: boolean | null;
  reportEveryMonths: number | null;
  statementConsent: boolean | null;
  renewsLicenceId: number | null;
}

export interface LicenceStep {
  from: LicenceState | 'none';
  to: LicenceState;
  role: string;
  actor: string;
  at: Date;
  reason: string;
  cause: SuspensionCause | null;
}

/**
 * The life of a licence that the society grants (docs/licensing.md). Every step is a row with actor, time and reason;
 * the database refuses steps that there are not, and an offer or acceptance of what may not be granted.
 */
@Injectable()
export class GrantsService {
  constructor(
    private readonly quotes: QuotesService,
    private readonly applications: ApplicationsService,
    private readonly certificates: CertificatesService,
  ) {}

  /** Drafts a licence of a quote. @throws quote-not-found, quote-used, licence-code-taken, role-missing */
  async draft(tx: Tx, society: number, actor: Actor, grant: NewGrant, reason: string): Promise<Grant> {
    requireRole(actor, 'licensing_officer', 'draft a licence');
    const quote = await this.quotes.byId(tx, society, grant.quoteId);
    const { useTypes, territories, validFrom, validTo, metric } = grant;
    const rows = await readably(
      tx.query<{ id: number }[]>(
        `insert into licensing.licence (code, licensee_id, use_types, territories_except, territory_codes, valid_from,
           valid_to, currency, metric, statement_consent)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning licence_id as id`,
        [
          ...[grant.code, quote.licenseeId, useTypes, territories.except, territories.codes],
          ...[validFrom, validTo, quote.currency, metric, grant.statementConsent],
        ],
      ),
    );
    const licenceId = rows[0]!.id;
    await readably(
      tx.query(
        `insert into licensing.licence_terms (licence_id, quote_id, application_id, exclusive, report_every_months,
           renews_licence_id)
         values ($1, $2, $3, $4, $5, $6)`,
        [
          ...[licenceId, grant.quoteId, grant.applicationId ?? null, grant.exclusive, grant.reportEveryMonths],
          grant.renewsLicenceId ?? null,
        ],
      ),
    );
    return this.#step(tx, society, actor, licenceId, { to: 'draft', reason });
  }

  /**
   * Changes a draft, by a step with its reason. The terms are those of now on as a whole.
   * @param seen how many steps it had taken when whoever changes it looked
   * @throws licence-not-found, licence-terms-frozen, moved-meanwhile, quote-not-found, quote-used, role-missing
   */
  async redraft(
    tx: Tx,
    society: number,
    actor: Actor,
    { licenceId, seen }: { licenceId: number; seen: number },
    { terms, reason }: { terms: DraftTerms; reason: string },
  ): Promise<Grant> {
    requireRole(actor, 'licensing_officer', 'change a draft');
    const { steps } = await this.byId(tx, society, licenceId);
    if (steps !== seen) throw movedMeanwhile({});
    const { currency } = await this.quotes.byId(tx, society, terms.quoteId);
    const { useTypes, territories, validFrom, validTo, metric } = terms;
    await readably(
      tx.query(
        `update licensing.licence set use_types = $3, territories_except = $4, territory_codes = $5, valid_from = $6,
           valid_to = $7, metric = $8, currency = $9, statement_consent = $10
         where society_id = $1 and licence_id = $2`,
        [
          ...[
            society,
            licenceId,
            useTypes,
            territories.except,
            territories.codes,
            validFrom,
            validTo,
            metric,
            currency,
          ],
          terms.statementConsent,
        ],
      ),
    );
    await readably(
      tx.query(
        `update licensing.licence_terms set quote_id = $3, exclusive = $4, report_every_months = $5
         where society_id = $1 and licence_id = $2`,
        [society, licenceId, terms.quoteId, terms.exclusive, terms.reportEveryMonths],
      ),
    );
    return this.#step(tx, society, actor, licenceId, { to: 'draft', reason });
  }

  /**
   * Offers a draft to its licensee, which answers the application that it was made for.
   * @throws licence-outside-scope, licence-outside-tariff, licence-too-long, licence-exclusive-forbidden,
   *   licence-exclusive-overlap, licence-outside-repertoire, licence-exclusive-unmandated, discount-not-approved, renewal-does-not-follow, quote-of-another, offer-over,
   *   profile-not-chosen, licence-not-found, move-not-possible, moved-meanwhile, role-missing
   */
  async offer(tx: Tx, society: number, actor: Actor, licenceId: number, reason: string): Promise<Grant> {
    const offered = await this.#step(tx, society, actor, licenceId, { to: 'offered', reason });
    if (offered.applicationId !== null) {
      await this.applications.answerByOffer(
        tx,
        society,
        actor,
        offered.applicationId,
        `licence ${offered.code} offered`,
      );
    }
    return offered;
  }

  /**
   * Accepts an offer for the licensee: the licence is active, its terms are final, its certificate is issued.
   * @param quoteSha256 the hash of the quote that the licensee has read, so that nothing else is accepted
   * @throws quote-differs, and what `offer` throws, since the world may have changed in between
   */
  async accept(tx: Tx, society: number, actor: Actor, licenceId: number, quoteSha256: string): Promise<Certificate> {
    const { quoteId, code, state } = await this.#seenBy(tx, society, actor, licenceId);
    mustBe(`licence ${code}`, state, 'offered', 'accepted');
    const reason = `accepted quote ${quoteSha256}`;
    const grant = await this.#step(tx, society, actor, licenceId, { to: 'active', reason });
    // What was offered has a quote.
    const quote = await this.quotes.byId(tx, society, quoteId!);
    if (quote.sha256 !== quoteSha256) {
      throw new DomainError(
        'conflict',
        'quote-differs',
        `Licence ${code} is offered on another quote than the one you accept. Read the offer again.`,
      );
    }
    return this.certificates.issue(tx, society, grant, quote);
  }

  /** Takes an offer back. @throws licence-not-found, move-not-possible, moved-meanwhile, role-missing */
  withdraw(tx: Tx, society: number, actor: Actor, licenceId: number, reason: string): Promise<Grant> {
    return this.#step(tx, society, actor, licenceId, { to: 'withdrawn', reason });
  }

  /** Suspends an active licence for a coded cause. @throws licence-not-found, move-not-possible, moved-meanwhile, role-missing */
  suspend(
    tx: Tx,
    society: number,
    actor: Actor,
    licenceId: number,
    { cause, reason }: { cause: SuspensionCause; reason: string },
  ): Promise<Grant> {
    return this.#step(tx, society, actor, licenceId, { to: 'suspended', reason, cause });
  }

  /** Ends a suspension. @throws licence-not-found, move-not-possible, moved-meanwhile, role-missing */
  async resume(tx: Tx, society: number, actor: Actor, licenceId: number, reason: string): Promise<Grant> {
    const { code, state } = await this.#seenBy(tx, society, actor, licenceId);
    mustBe(`licence ${code}`, state, 'suspended', 'resumed');
    return this.#step(tx, society, actor, licenceId, { to: 'active', reason });
  }

  /** Ends a licence before its term. @throws licence-not-found, move-not-possible, moved-meanwhile, role-missing */
  terminate(tx: Tx, society: number, actor: Actor, licenceId: number, reason: string): Promise<Grant> {
    return this.#step(tx, society, actor, licenceId, { to: 'terminated', reason });
  }

  /**
   * Does what the calendar says: offers whose last day is over lapse, active licences whose term is over expire.
   * @param today YYYY-MM-DD; the database refuses it if the days before it are not over everywhere
   * @returns the licences that moved, by number, and why
   * @throws moved-meanwhile if somebody moved one of them at the same moment: then none has moved
   */
  async followCalendar(
    tx: Tx,
    society: number,
    today: string,
  ): Promise<{ licenceId: number; state: 'lapsed' | 'expired'; reason: string }[]> {
    return readably(tx.query(FOLLOW_CALENDAR, [society, today, SYSTEM.userId]));
  }

  /** @throws licence-not-found */
  async byId(tx: Tx, society: number, licenceId: number): Promise<Grant> {
    const [grant] = (await tx.query(FIND_GRANT, [society, licenceId])) as Grant[];
    if (grant === undefined) throw licenceNotFound(licenceId);
    return grant;
  }

  /** Every step of a licence, the first one first. An imported one may have none. */
  async history(tx: Tx, society: number, licenceId: number): Promise<LicenceStep[]> {
    return tx.query(
      `select from_state as "from", to_state as "to", role, actor, at, reason, cause
       from licensing.licence_transition where society_id = $1 and licence_id = $2 order by ordinal`,
      [society, licenceId],
    );
  }

  async #seenBy(tx: Tx, society: number, actor: Actor, licenceId: number): Promise<Grant> {
    const grant = await this.byId(tx, society, licenceId);
    if (isOutsider(actor, grant.licenseeId)) throw licenceNotFound(licenceId);
    return grant;
  }

  async #step(
    tx: Tx,
    society: number,
    actor: Actor,
    licenceId: number,
    { to, reason, cause }: { to: LicenceState; reason: string; cause?: SuspensionCause },
  ): Promise<Grant> {
    const { code, licenseeId, state, steps } = await this.#seenBy(tx, society, actor, licenceId);
    const role = roleForMove(LICENCE_MOVES, `licence ${code}`, state, to, actor);
    if (role === 'licensee' && actor.licenseeId !== licenseeId) throw licenceNotFound(licenceId);
    await readably(
      tx.query(
        `insert into licensing.licence_transition (licence_id, ordinal, from_state, to_state, role, actor, reason, cause)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [licenceId, steps + 1, state, to, role, actor.userId, reason, cause ?? null],
      ),
    );
    return this.byId(tx, society, licenceId);
  }
}
