import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { formatAmount } from '../../kernel/money.js';
import { IsCode } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';

const ALLOCATION_SORTS = ['collection', '-collection', 'amount', '-amount'] as const;
const DIFFERENCE_SORTS = ['-size', 'size'] as const;
const KINDS = ['party', 'deduction', 'suspense'] as const;

export class AllocationQuery extends ListQuery {
  /** Id of a collection. @example "2026-Q1-stream" */
  @IsOptional()
  @IsCode()
  collection?: string;

  /** @example "party" */
  @IsOptional()
  @IsIn(KINDS)
  kind?: string;

  /** Id of a party or a deduction, or the reason of suspense. @example "jade-river" */
  @IsOptional()
  @IsCode()
  beneficiary?: string;

  /** `-` before it turns the order round. @example "collection" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(ALLOCATION_SORTS)
  sort: string = 'collection';
}

/** What one beneficiary gets of one pool. */
export class AllocationView {
  /** @example "2026-Q1-stream" */
  collection!: string;
  /** party, deduction or suspense. @example "party" */
  kind!: string;
  /** Id of the party or deduction, or why money is held. @example "jade-river" */
  beneficiary!: string;
  /** @example "EUR" */
  currency!: string;
  /** @example "583.33" */
  amount!: string;
  /** Of a party or suspense. @example "66666.6667" */
  points!: string | null;

  static from({ collection, kind, beneficiary, currency, amount_minor: minor, points }: AllocationRow): AllocationView {
    return { collection, kind, beneficiary, currency, amount: formatAmount(BigInt(minor), currency), points };
  }
}

export interface AllocationRow extends Omit<AllocationView, 'amount'> {
  amount_minor: string;
}

export class AllocationPage {
  items!: AllocationView[];
  /** The cursor of the next page; null on the last. @example "WyJjb2xsZWN0aW9uIl0" */
  next!: string | null;
}

export class DifferenceQuery extends ListQuery {
  /** Id of the other run. @example "8" */
  @IsCode()
  to!: string;

  /** Largest differences first, or last. @example "-size" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(DIFFERENCE_SORTS)
  sort: string = '-size';
}

export class WorkDifferenceQuery extends DifferenceQuery {
  /** Id of the party. @example "jade-river" */
  @IsCode()
  party!: string;
}

/** What two runs give a party or suspense account in one currency. */
export class PartyDifferenceView {
  /** @example "jade-river" */
  party!: string | null;
  /** @example "disputed" */
  suspense!: string | null;
  /** @example "EUR" */
  currency!: string;
  /** By this run. @example "583.33" */
  one!: string;
  /** By the other. @example "600.00" */
  other!: string;
  /** The other less this one. @example "16.67" */
  difference!: string;

  static from({ party, suspense, currency, one, other, difference }: PartyDifferenceView): PartyDifferenceView {
    const [amountOne, amountOther, amount] = [one, other, difference].map((minor) =>
      formatAmount(BigInt(minor), currency),
    );
    return { party, suspense, currency, one: amountOne!, other: amountOther!, difference: amount! };
  }
}

export class PartyDifferencePage {
  items!: PartyDifferenceView[];
  /** The cursor of the next page; null on the last. @example "WyItc2l6ZSJd" */
  next!: string | null;
}

/** What two runs give a party for a work's right in a collection, exactly and before rounding, and why they differ. */
export class WorkDifferenceView {
  /** @example "paper-kite" */
  work!: string;
  /** @example "纸鸢" */
  title!: string;
  /** @example "2026-Q1-stream" */
  collection!: string;
  /** @example "making_available" */
  right!: string;
  /** @example "EUR" */
  currency!: string;
  /** @example "583.3333333333" */
  one!: string;
  /** @example "600" */
  other!: string;
  /** @example "16.6666666667" */
  difference!: string;
  /** usage (another metric), rules (other weights), claims (another share), pool (its net, or the points of others). @example ["claims"] */
  causes!: string[];

  static from(row: WorkDifferenceView): WorkDifferenceView {
    const { work, title, collection, right, currency, one, other, difference, causes } = row;
    return { work, title, collection, right, currency, one, other, difference, causes };
  }
}

export class WorkDifferencePage {
  items!: WorkDifferenceView[];
  /** The cursor of the next page; null on the last. @example "WyItc2l6ZSJd" */
  next!: string | null;
}
