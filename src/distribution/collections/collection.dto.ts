import { ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { IsBooleanString, IsIn, IsOptional } from 'class-validator';
import { formatAmount } from '../../kernel/money.js';
import { IsAmount, IsCode, IsDay, IsName, IsPresentOrLeftOut } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';

const SORTS = ['id', '-id', 'periodStart', '-periodStart', 'receivedOn', '-receivedOn'] as const;

/** Money received under one licence for one period: one royalty pool. */
export class EnterCollection {
  /** What the society calls it, for good. @example "2026-Q1-stream" */
  @IsCode()
  id!: string;

  /** Id of the licence. @example "stream-2026" */
  @IsCode()
  licence!: string;

  /** First day of use that it pays for. @example "2026-01-01" */
  @IsDay()
  periodStart!: string;

  /** Last day. Periods of one licence do not overlap. @example "2026-03-31" */
  @IsDay()
  periodEnd!: string;

  /** In the major unit of the licence's currency. @example "1000.00" */
  @IsAmount()
  amount!: string;

  /** By which the bank's statement names the payment. @example "SEPA 2026-04-14 0071" */
  @IsName()
  bankReference!: string;

  /** The day on which the bank had it. Its year is the year of collection. @example "2026-04-14" */
  @IsDay()
  receivedOn!: string;
}

/** What was entered wrongly; what is left out stays. */
export class CorrectCollection extends PartialType(OmitType(EnterCollection, ['id', 'licence'] as const)) {
  /** @example "2026-01-01" */
  @IsPresentOrLeftOut()
  @IsDay()
  override periodStart?: string;

  /** @example "2026-03-31" */
  @IsPresentOrLeftOut()
  @IsDay()
  override periodEnd?: string;

  /** @example "1000.50" */
  @IsPresentOrLeftOut()
  @IsAmount()
  override amount?: string;

  /** @example "SEPA 2026-04-14 0071" */
  @IsPresentOrLeftOut()
  @IsName()
  override bankReference?: string;

  /** @example "2026-04-14" */
  @IsPresentOrLeftOut()
  @IsDay()
  override receivedOn?: string;

  /** Why, for the audit trail. @example "Typing error, see the bank's statement of April" */
  @IsName()
  reason!: string;
}

export class CollectionQuery extends ListQuery {
  /** Id of the licence. @example "stream-2026" */
  @IsOptional()
  @IsCode()
  licence?: string;

  /** Only collections whose period holds this day. @example "2026-02-01" */
  @IsOptional()
  @IsDay()
  on?: string;

  /** Only those that are posted, or only those that are not. @example "false" */
  @IsOptional()
  @IsBooleanString()
  posted?: string;

  /** `-` before it turns the order round. @example "id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = 'id';
}

export class CollectionView {
  /** @example "2026-Q1-stream" */
  id!: string;
  /** @example "stream-2026" */
  licence!: string;
  /** @example "Stream" */
  licensee!: string;
  /** @example "2026-01-01" */
  periodStart!: string;
  /** @example "2026-03-31" */
  periodEnd!: string;
  /** @example "1000.00" */
  amount!: string;
  /** @example "EUR" */
  currency!: string;
  /** null where a folder brought it. @example "SEPA 2026-04-14 0071" */
  bankReference!: string | null;
  /** @example "2026-04-14" */
  receivedOn!: string | null;
  /** The distribution by which it is in the books; from then on nothing of it changes. @example "7" */
  postedIn!: string | null;
  /** What the ETag says. @example 1 */
  version!: number;

  static from(row: CollectionRow): CollectionView {
    const { id, licence, licensee, periodStart, periodEnd, amountMinor, currency } = row;
    const { bankReference, receivedOn, postedIn, version } = row;
    return {
      ...{ id, licence, licensee, periodStart, periodEnd, amount: formatAmount(BigInt(amountMinor), currency) },
      ...{ currency, bankReference, receivedOn, postedIn, version },
    };
  }
}

export interface CollectionRow extends Omit<CollectionView, 'amount'> {
  amountMinor: string;
}

export class CollectionPage {
  items!: CollectionView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsIjIwMjYtUTEiXQ" */
  next!: string | null;
}
