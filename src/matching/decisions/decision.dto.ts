import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsCode, IsName } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';

const OUTCOMES = ['confirmed', 'rejected'] as const;
export type MatchOutcome = (typeof OUTCOMES)[number];
const SORTS = ['id', '-id'] as const;

/** How a licensee names a work: what it left out is left out here too. */
export class TitleGroup {
  /** Id of the licensee. @example "Example Stream" */
  @IsCode()
  licensee!: string;

  /** The licensee's own id of it. @example "vid-7" */
  @IsOptional()
  @IsName()
  resourceId?: string | null;

  /** @example "The Paper Kites" */
  @IsOptional()
  @IsName()
  title?: string | null;

  /** @example "2018" */
  @IsOptional()
  @IsName()
  year?: string | null;
}

/** What a person decides about a title that nothing identified. */
export class DecideMatch extends TitleGroup {
  /** Id of the work. @example "paper-kite" */
  @IsCode()
  work!: string;

  /** confirmed: the title means this work; rejected: it does not. @example "confirmed" */
  @IsIn(OUTCOMES)
  outcome!: MatchOutcome;

  /** @example "Running time and cast are those of the film" */
  @IsName()
  reason!: string;
}

export class MatchQuery extends ListQuery {
  /** Id of the licensee. @example "Example Stream" */
  @IsOptional()
  @IsCode()
  licensee?: string;

  /** Id of the work. @example "paper-kite" */
  @IsOptional()
  @IsCode()
  work?: string;

  /** @example "confirmed" */
  @IsOptional()
  @IsIn(OUTCOMES)
  outcome?: MatchOutcome;

  /** `-id` has the newest first. @example "-id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = '-id';
}

/** A match that a person decided. */
export class MatchView {
  /** @example "3" */
  id!: string;
  /** @example "Example Stream" */
  licensee!: string;
  /** @example "vid-7" */
  resourceId!: string;
  /** @example "The Paper Kites" */
  title!: string;
  /** @example "2018" */
  year!: string;
  /** @example "paper-kite" */
  work!: string;
  /** confirmed or rejected. @example "confirmed" */
  outcome!: string;
  /** @example "Running time and cast are those of the film" */
  reason!: string;
  /** @example "person:4" */
  decidedBy!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  decidedAt!: string;

  static from({ decidedAt, ...row }: MatchRow): MatchView {
    const { id, licensee, resourceId, title, year, work, outcome, reason, decidedBy } = row;
    return {
      ...{ id, licensee, resourceId, title, year, work, outcome, reason, decidedBy },
      decidedAt: decidedAt.toISOString(),
    };
  }
}

export interface MatchRow extends Omit<MatchView, 'decidedAt'> {
  decidedAt: Date;
}

export class MatchPage {
  items!: MatchView[];
  /** The cursor of the next page; null on the last. @example "WyItaWQiLDMsM10" */
  next!: string | null;
}

/** A work that a title may mean. */
export class CandidateView {
  /** @example "paper-kite" */
  work!: string;
  /** @example "纸鸢" */
  title!: string;
  /** @example 2018 */
  year!: number | null;
}

export class CandidateList {
  /** The likeliest first, at most five; those that were rejected for the title are left out. */
  items!: CandidateView[];
}
