import { Injectable } from '@nestjs/common';
import { parseAmount } from '../../kernel/money.js';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList } from '../../platform/http/list.js';
import { actingAs } from '../actor.js';
import { LicenseeRegister } from '../licensees/licensee-register.js';
import { discountInvalid, quoteNotFound } from '../licensing.errors.js';
import { TariffsService } from '../tariffs/tariffs.service.js';
import { numberOf } from '../../platform/row-number.js';
import { today } from '../../platform/today.js';
import { type CreateQuote, type QuotePage, type QuoteQuery, type QuoteRow, QuoteView } from './quote.dto.js';
import { QUOTE_VIEW, quoteList } from './quote-list.js';
import { QuotesService } from './quotes.service.js';

/** Quotes as officers make them and licensees read them. */
@Injectable()
export class QuoteRegister {
  constructor(
    private readonly quotes: QuotesService,
    private readonly tariffs: TariffsService,
    private readonly licensees: LicenseeRegister,
    private readonly audit: AuditService,
  ) {}

  list(tx: Tx, query: QuoteQuery, csv: boolean): Promise<QuotePage | CsvAnswer> {
    return answerList(tx, quoteList(query), query, csv, (row) => QuoteView.from(row));
  }

  /** @throws quote-not-found */
  async get(tx: Tx, id: string): Promise<QuoteView> {
    const [row] = await tx.query<QuoteRow[]>(`${QUOTE_VIEW} where q.quote_id = $1`, [numberOf(id)]);
    if (row === undefined) throw quoteNotFound(id);
    return QuoteView.from(row);
  }

  /** @throws licensee-not-found, tariff-not-in-force, tariff-inputs-invalid, discount-invalid, profile-not-chosen */
  async make(tx: Tx, actor: Actor, wanted: CreateQuote): Promise<QuoteView> {
    const { society } = actor.scope;
    const day = today();
    const licenseeId = await this.licensees.number(tx, society, wanted.licensee);
    const { tariffVersionId, currency } = await this.tariffs.byCode(tx, society, wanted.tariff, day);
    const { inputs, discount } = wanted;
    const amountMinor = discount && parseAmount(discount.amount, currency);
    if (discount !== undefined && amountMinor === undefined) throw discountInvalid(currency);
    const quote = {
      ...{ licenseeId, tariffVersionId, inputs },
      ...(discount !== undefined && { discount: { amountMinor: amountMinor!, reason: discount.reason } }),
    };
    const { quoteId } = await this.quotes.make(tx, society, actingAs(actor), quote, day);
    const view = await this.get(tx, String(quoteId));
    await this.audit.record(tx, actor.id, {
      ...{ action: 'quote.made', subject: subjectOf(view), reason: discount?.reason, after: view },
    });
    return view;
  }

  /** @throws quote-not-found, quote-on-tariff, maker-approves, quote-approved-already */
  async approve(tx: Tx, actor: Actor, id: string, reason: string): Promise<QuoteView> {
    const before = await this.get(tx, id);
    await this.quotes.approveDiscount(tx, actor.scope.society, actingAs(actor), numberOf(id), reason);
    const after = await this.get(tx, id);
    const subject = subjectOf(after);
    await this.audit.record(tx, actor.id, { action: 'quote.discount-approved', subject, reason, before, after });
    return after;
  }
}

/** @example "quote/17" */
function subjectOf({ id }: QuoteView): string {
  return `quote/${id}`;
}
