import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsCode } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';

const SORTS = ['amount', '-amount'] as const;

export class UnidentifiedQuery extends ListQuery {
  /** Id of the licensee. @example "Example Stream" */
  @IsOptional()
  @IsCode()
  licensee?: string;

  /** Id of the collection. @example "2026-Q1-stream" */
  @IsOptional()
  @IsCode()
  collection?: string;

  /** `-amount` has the largest first. @example "-amount" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = '-amount';
}

/** What suspense holds for a title that nobody identified, as the licensee wrote it. */
export class UnidentifiedView {
  /** @example "2026-Q1-stream" */
  collection!: string;
  /** The distribution that holds it. @example "7" */
  distribution!: string;
  /** @example "Example Stream" */
  licensee!: string;
  /** @example "vid-7" */
  resourceId!: string;
  /** @example "The Paper Kites" */
  title!: string;
  /** @example "2018" */
  year!: string;
  /** Usage lines. @example "12" */
  lines!: string;
  /** By what the licence counts. @example "views" */
  metric!: string;
  /** @example "50" */
  points!: string;
  /** Before rounding. @example "150" */
  exactAmount!: string;
  /** @example "EUR" */
  currency!: string;
  /** The work that was confirmed for it and that a release would count; null while it waits for a decision. @example "paper-kite" */
  work!: string | null;

  static from(row: UnidentifiedView): UnidentifiedView {
    const { collection, distribution, licensee, resourceId, title, year, lines, metric, points } = row;
    const { exactAmount, currency, work } = row;
    return {
      ...{ collection, distribution, licensee, resourceId, title, year, lines, metric, points },
      ...{ exactAmount, currency, work },
    };
  }
}

export class UnidentifiedPage {
  items!: UnidentifiedView[];
  /** The cursor of the next page; null on the last. @example "WyItYW1vdW50Il0" */
  next!: string | null;
}
