import { ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { WORK_TYPES, type WorkType } from '../../kernel/vocabulary.js';
import { IsCode, IsEidr, IsImdb, IsIsan, IsName, IsPresentOrLeftOut } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';

const SORTS = ['id', '-id', 'title', '-title', 'year', '-year'] as const;

/** A work to be registered. */
export class CreateWork {
  /** What the society calls it, everywhere and for good. @example "paper-kite" */
  @IsCode()
  id!: string;

  /** @example "纸鸢" */
  @IsName()
  title!: string;

  /** Titles that reports may use. @example ["The Paper Kite"] */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsName({ each: true })
  alternativeTitles?: string[];

  /** @example "feature" */
  @IsOptional()
  @IsIn(WORK_TYPES)
  workType?: WorkType | null;

  /** @example 2019 */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(9999)
  year?: number | null;

  /** @example 112 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(999_999)
  runtimeMinutes?: number | null;

  /** @example "10.5240/6E64-DC3C-D608-9065-C314-R" */
  @IsOptional()
  @IsEidr()
  eidr?: string;

  /** @example "0000-0001-8947-0000-8" */
  @IsOptional()
  @IsIsan()
  isan?: string;

  /** @example "tt0133093" */
  @IsOptional()
  @IsImdb()
  imdb?: string;
}

/** What changes; what is left out stays. Titles are added to and never taken away: reports were matched by them. */
export class ChangeWork extends PartialType(
  OmitType(CreateWork, ['id', 'title', 'eidr', 'isan', 'imdb', 'alternativeTitles'] as const),
) {
  /** @example "纸鸢" */
  @IsPresentOrLeftOut()
  @IsName()
  title?: string;

  /** Why, for the audit trail. @example "Year corrected after the letter of the producer of 3 March" */
  @IsOptional()
  @IsName()
  reason?: string;
}

export class WorkQuery extends ListQuery {
  /** Part of a title, in whatever spelling, or the id. @example "paper kite" */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  q?: string;

  /** @example "feature" */
  @IsOptional()
  @IsIn(WORK_TYPES)
  workType?: WorkType;

  /** @example 2019 */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(9999)
  year?: number;

  /** `-` before it turns the order round. @example "title" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = 'id';
}

/** A work of the society. */
export class WorkView {
  /** @example "paper-kite" */
  id!: string;
  /** @example "纸鸢" */
  title!: string;
  /** @example ["The Paper Kite"] */
  alternativeTitles!: string[];
  /** @example "feature" */
  workType!: string | null;
  /** @example 2019 */
  year!: number | null;
  /** @example 112 */
  runtimeMinutes!: number | null;
  /** @example "10.5240/6E64DC3CD6089065C314R" */
  eidr!: string | null;
  /** @example "0000000189470000" */
  isan!: string | null;
  /** @example "tt133093" */
  imdb!: string | null;
  /** What the ETag says; it grows with each change. @example 1 */
  version!: number;
}

export class WorkPage {
  items!: WorkView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}
