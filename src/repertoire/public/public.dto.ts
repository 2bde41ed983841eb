import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { ListQuery } from '../../platform/http/list.js';

const SORTS = ['title', '-title'] as const;

export class PublicQuery extends ListQuery {
  /** Name of the society. @example "Society of Film Makers" */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  society!: string;

  /** Part of a title, in whatever spelling. @example "paper kite" */
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  q!: string;

  /** `-` before it turns the order round. @example "title" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = 'title';
}

/** A right that the society manages in a work, and for whom. */
export class PublicRight {
  /** @example "making_available" */
  right!: string;
  /** @example ["玉河电影制片厂", "Lin Yue 林悦"] */
  holders!: string[];
}

/** What the law has a society publish of a work: titles, rights, holders. */
export class PublicWork {
  /** @example "纸鸢" */
  title!: string;
  /** @example ["The Paper Kite"] */
  alternativeTitles!: string[];
  rights!: PublicRight[];
}

export class PublicPage {
  items!: PublicWork[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}
