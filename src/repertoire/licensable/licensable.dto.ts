import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { type Right, RIGHTS } from '../../kernel/vocabulary.js';
import { IsCode, IsCountry, IsDay } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';

const SORTS = ['work', '-work'] as const;

export class LicensableQuery extends ListQuery {
  /** Id of the work. @example "paper-kite" */
  @IsOptional()
  @IsCode()
  work?: string;

  /** @example "making_available" */
  @IsOptional()
  @IsIn(RIGHTS)
  right?: Right;

  /** A country. @example "FR" */
  @IsOptional()
  @IsCountry()
  territory?: string;

  /** The day; without it, today (UTC). @example "2026-03-31" */
  @IsOptional()
  @IsDay()
  on?: string;

  /** `-` before it turns the order round. @example "work" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = 'work';
}

/** A part of a right that the society may license: a claim in force, and a mandate in force that covers it. */
export class LicensableView {
  /** @example "paper-kite" */
  work!: string;
  /** @example "纸鸢" */
  title!: string;
  /** @example "making_available" */
  right!: string;
  /** Those of the claim that the mandate covers. @example "* -US" */
  territories!: string;
  /** Percent of the right that the claim is for. @example "66.666667" */
  share!: string;
  /** @example "jade-river" */
  party!: string;
  /** @example "c01" */
  claim!: string;
  /** Null in a society that keeps no mandates, as in one that a folder brought: there a claim counts as mandated. @example "m01" */
  mandate!: string | null;
}

export class LicensablePage {
  items!: LicensableView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}
