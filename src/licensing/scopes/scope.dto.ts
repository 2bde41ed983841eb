import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { formatTerritories } from '../../kernel/territory.js';
import { type Right, RIGHTS } from '../../kernel/vocabulary.js';
import { IsDay, IsName, IsPresentOrLeftOut, IsTerritories } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';

/** What the authority or the charter lets the society license in its own name. Outside it nothing is offered. */
export class CreateScope {
  /** @example "rental" */
  @IsIn(RIGHTS)
  right!: Right;

  /** Country codes separated by blanks; * is the world, -XX excludes. @example "CN" */
  @IsTerritories()
  territories!: string;

  /** First day. @example "2020-01-01" */
  @IsDay()
  validFrom!: string;

  /** Last day; without it until further notice. @example "2034-12-31" */
  @IsPresentOrLeftOut()
  @IsDay()
  validTo?: string;

  /** The approval, or the article of the charter. @example "Approval of the authority of 9 December 2019" */
  @IsName()
  source!: string;
}

export class ScopeQuery extends ListQuery {
  /** @example "rental" */
  @IsOptional()
  @IsIn(RIGHTS)
  right?: Right;

  /** `-id` has the newest first. @example "-id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['id', '-id'])
  sort: string = 'id';
}

export class ScopeView {
  /** @example "1" */
  id!: string;
  /** @example "rental" */
  right!: string;
  /** @example "CN" */
  territories!: string;
  /** @example "2020-01-01" */
  validFrom!: string;
  /** Last day; null until further notice. @example "2034-12-31" */
  validTo!: string | null;
  /** @example "Approval of the authority of 9 December 2019" */
  source!: string;

  static from({ id, right, territoriesExcept, territoryCodes, validFrom, validTo, source }: ScopeRow): ScopeView {
    const territories = formatTerritories({ except: territoriesExcept, codes: territoryCodes });
    return { id: String(id), right, territories, validFrom, validTo, source };
  }
}

export interface ScopeRow {
  id: number;
  right: string;
  territoriesExcept: boolean;
  territoryCodes: string[];
  validFrom: string;
  validTo: string | null;
  source: string;
}

export class ScopePage {
  items!: ScopeView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}
