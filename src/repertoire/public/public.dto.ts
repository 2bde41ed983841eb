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

/** A holder, and the term of its mandate: null where the society has none from it that is in force, or none that ends. */
export class PublicHolder {
  /** @example "玉河电影制片厂" */
  name!: string;
  /** First day. @example "2026-02-01" */
  mandateFrom!: string | null;
  /** Last day. @example "2035-12-31" */
  mandateTo!: string | null;
}

/** A right that the society manages in a work, and for whom. */
export class PublicRight {
  /** @example "making_available" */
  right!: string;
  holders!: PublicHolder[];
}

/** What the law has a society publish of a work: titles, rights, holders, terms of mandates. */
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
