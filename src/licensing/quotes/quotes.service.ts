import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { addDays } from '../../kernel/calendar-day.js';
import { DomainError } from '../../kernel/domain-error.js';
import { formatAmount } from '../../kernel/money.js';
import type { Tx } from '../../platform/database/database.js';
import { ProfileService } from '../../profile/index.js';
import { type Actor, requireRole } from '../actor.js';
import { discountInvalid, quoteNotFound } from '../licensing.errors.js';
import { readably } from '../refusals.js';
import type { Fee, FeeInputs } from '../rules/calculate-fee.js';
import { type PublishedTariff, TariffsService } from '../tariffs/tariffs.service.js';

export interface NewQuote {
  licenseeId: number;
  tariffVersionId: number;
  inputs: FeeInputs;
  /** A price below the tariff's, in minor units. It counts once an approver agrees. */
  discount?: { amountMinor: bigint; reason: string };
}

/** A price as it was frozen. */
export interface Quote {
  quoteId: number;
  licenseeId: number;
  tariffVersionId: number;
  pricedOn: string;
  /** Last day on which an offer of it can be accepted. */
  validUntil: string;
  currency: string;
  /** Minor units: by the tariff, and as quoted. */
  tariffMinor: bigint;
  amountMinor: bigint;
  offTariffReason: string | null;
  /** JSON with tariff, inputs, each step of the calculation and both amounts; `sha256` is of these very bytes. */
  content: string;
  sha256: string;
  madeBy: string;
  approvedBy: string | null;
}

const QUOTE = `
  select q.quote_id as "quoteId", q.licensee_id as "licenseeId", q.tariff_version_id as "tariffVersionId",
    to_char(q.priced_on, 'YYYY-MM-DD') as "pricedOn", to_char(q.valid_until, 'YYYY-MM-DD') as "validUntil", q.currency,
    q.tariff_minor as "tariffMinor", q.amount_minor as "amountMinor", q.off_tariff_reason as "offTariffReason",
    q.content, q.sha256, q.made_by as "madeBy", a.approved_by as "approvedBy"
  from licensing.quote q left join licensing.quote_approval a on a.quote_id = q.quote_id
  where q.society_id = $1 and q.quote_id = $2`;

/** Prices frozen on one tariff version. */
@Injectable()
export class QuotesService {
  constructor(
    private readonly tariffs: TariffsService,
    private readonly profile: ProfileService,
  ) {}

  /**
   * Computes a price on a version in force today and freezes it for as many days as the profile lets an offer stand.
   * @throws tariff-not-in-force, tariff-inputs-invalid, discount-invalid, profile-not-chosen, role-missing
   */
  async make(tx: Tx, society: number, actor: Actor, quote: NewQuote, today: string): Promise<Quote> {
    requireRole(actor, 'licensing_officer', 'make a quote');
    const tariff = await this.tariffs.inForce(tx, society, quote.tariffVersionId, today);
    const fee = this.tariffs.calculate(tariff, quote.inputs);
    const amountMinor = quote.discount?.amountMinor ?? fee.amountMinor;
    if (quote.discount !== undefined) checkDiscount(quote.discount, fee, tariff.currency);
    const { amount } = await this.profile.inForce(tx, society, 'offer_valid_days', today);
    const validUntil = addDays(today, amount ?? 0);
    const content = contentOf(tariff, quote, fee, { pricedOn: today, validUntil, amountMinor });
    const rows = await readably(
      tx.query<{ id: number }[]>(
        `insert into licensing.quote (licensee_id, tariff_version_id, priced_on, valid_until, currency, tariff_minor,
           amount_minor, off_tariff_reason, content, sha256, made_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning quote_id as id`,
        [
          ...[quote.licenseeId, quote.tariffVersionId, today, validUntil, tariff.currency],
          ...[String(fee.amountMinor), String(amountMinor), quote.discount?.reason ?? null],
          ...[content, sha256Of(content), actor.userId],
        ],
      ),
    );
    return this.byId(tx, society, rows[0]!.id);
  }

  /**
   * Lets a discount count. The approver is another person than the maker.
   * @throws quote-not-found, quote-on-tariff, maker-approves, quote-approved-already, role-missing
   */
  async approveDiscount(tx: Tx, society: number, actor: Actor, quoteId: number, reason: string): Promise<void> {
    requireRole(actor, 'approver', 'approve a discount');
    const quote = await this.byId(tx, society, quoteId);
    if (quote.amountMinor === quote.tariffMinor) {
      throw new DomainError(
        'conflict',
        'quote-on-tariff',
        `Quote ${quoteId} is the tariff's own price; it needs no approval.`,
      );
    }
    await readably(
      tx.query(
        'insert into licensing.quote_approval (quote_id, made_by, approved_by, reason) values ($1, $2, $3, $4)',
        [quoteId, quote.madeBy, actor.userId, reason],
      ),
    );
  }

  /** @throws quote-not-found */
  async byId(tx: Tx, society: number, quoteId: number): Promise<Quote> {
    const [row] = (await tx.query(QUOTE, [society, quoteId])) as (Omit<Quote, 'tariffMinor' | 'amountMinor'> & {
      tariffMinor: string;
      amountMinor: string;
    })[];
    if (row === undefined) throw quoteNotFound(quoteId);
    return { ...row, tariffMinor: BigInt(row.tariffMinor), amountMinor: BigInt(row.amountMinor) };
  }
}

/** The hash by which a frozen text is known, of its UTF-8 bytes. */
export function sha256Of(content: string): string {
  return createHash('sha256').update(content, 'utf8').digest('hex');
}

function checkDiscount(
  { amountMinor, reason }: { amountMinor: bigint; reason: string },
  fee: Fee,
  currency: string,
): void {
  const lower = amountMinor >= 0n && amountMinor < fee.amountMinor;
  if (lower && reason.trim() !== '') return;
  throw discountInvalid(currency, formatAmount(fee.amountMinor, currency));
}

/** Keys in a fixed order, inputs by name: the same quote is the same text. Figures are text, so that none is a float. */
function contentOf(
  tariff: PublishedTariff,
  { licenseeId, inputs, discount }: NewQuote,
  fee: Fee,
  { pricedOn, validUntil, amountMinor }: { pricedOn: string; validUntil: string; amountMinor: bigint },
): string {
  return JSON.stringify({
    tariff: tariff.code,
    tariffVersion: tariff.version,
    tariffVersionId: tariff.tariffVersionId,
    resolutionNumber: tariff.resolutionNumber,
    resolutionOn: tariff.resolutionOn,
    right: tariff.right,
    useTypes: tariff.useTypes,
    licenseeId,
    formula: tariff.formula,
    inputs: Object.fromEntries(Object.entries(inputs).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    steps: fee.steps,
    exact: fee.exact,
    currency: tariff.currency,
    tariffMinor: String(fee.amountMinor),
    amountMinor: String(amountMinor),
    offTariffReason: discount?.reason ?? null,
    pricedOn,
    validUntil,
  });
}
