import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsCode } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';

const SORTS = ['amount', '-amount', 'work', '-work'] as const;
const REASONS = ['unclaimed', 'disputed'] as const;

export class HeldQuery extends ListQuery {
  /** Only works in which this party has a claim. @example "jade-river" */
  @IsOptional()
  @IsCode()
  party?: string;

  /** Id of the work. @example "paper-kite" */
  @IsOptional()
  @IsCode()
  work?: string;

  /** Id of the collection. @example "2026-Q1-stream" */
  @IsOptional()
  @IsCode()
  collection?: string;

  /** @example "disputed" */
  @IsOptional()
  @IsIn(REASONS)
  reason?: string;

  /** `-amount` has the largest first. @example "-amount" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = '-amount';
}

/** What suspense holds for a known work's right. */
export class HeldView {
  /** @example "2026-Q1-stream" */
  collection!: string;
  /** The distribution that held it. @example "7" */
  distribution!: string;
  /** @example "paper-kite" */
  work!: string;
  /** @example "纸鸢" */
  title!: string;
  /** @example "making_available" */
  right!: string;
  /** unclaimed: a part of the right has no claim; disputed: claims add up to more than 100 %, or one is contested. @example "disputed" */
  reason!: string;
  /** Before rounding. @example "12.5" */
  exactAmount!: string;
  /** @example "EUR" */
  currency!: string;
  /** The last day before the money may be non-distributable, by the rule profile; null where it sets no term. @example "2029-12-31" */
  deadline!: string | null;
  /** Where that term comes from. @example "Directive 2014/26/EU, Art 13(4): if the search was made; Germany: VGG § 30" */
  source!: string | null;
  /** Whether claims in the right have changed since: then a release may give it, or a part of it. @example true */
  mayBeReleased!: boolean;

  static from(row: HeldView): HeldView {
    const { collection, distribution, work, title, right, reason, exactAmount, currency, deadline, source } = row;
    const { mayBeReleased } = row;
    return {
      collection,
      distribution,
      work,
      title,
      right,
      reason,
      exactAmount,
      currency,
      deadline,
      source,
      mayBeReleased,
    };
  }
}

export class HeldPage {
  items!: HeldView[];
  /** The cursor of the next page; null on the last. @example "WyItYW1vdW50Il0" */
  next!: string | null;
}
