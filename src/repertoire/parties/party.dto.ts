import { ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PARTY_KINDS, type PartyKind } from '../../kernel/vocabulary.js';
import { IsCode, IsCountry, IsCurrency, IsName, IsPresentOrLeftOut } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';

const SORTS = ['id', '-id', 'name', '-name'] as const;

/** A party to be registered. */
export class CreateParty {
  /** What the society calls it, everywhere and for good. @example "jade-river" */
  @IsCode()
  id!: string;

  /** @example "玉河电影制片厂" */
  @IsName()
  name!: string;

  /** @example "organisation" */
  @IsIn(PARTY_KINDS)
  kind!: PartyKind;

  /** @example "CN" */
  @IsOptional()
  @IsCountry()
  country?: string | null;

  /** As it was given; a wrong one moves no money. @example "00014107338" */
  @IsOptional()
  @IsName()
  ipiNameNumber?: string | null;

  /** @example "0000 0001 2281 955X" */
  @IsOptional()
  @IsName()
  isni?: string | null;

  /** @example "CNY" */
  @IsOptional()
  @IsCurrency()
  payoutCurrency?: string | null;

  /** How a rival in a dispute over shares may reach it; shown to nobody else. @example "rights@jade-river.example" */
  @IsOptional()
  @IsName()
  contact?: string | null;
}

/** What changes; what is left out stays. */
export class ChangeParty extends PartialType(OmitType(CreateParty, ['id', 'name', 'kind'] as const)) {
  /** @example "玉河电影制片厂" */
  @IsPresentOrLeftOut()
  @IsName()
  name?: string;

  /** @example "organisation" */
  @IsPresentOrLeftOut()
  @IsIn(PARTY_KINDS)
  kind?: PartyKind;

  /** Why, for the audit trail. @example "New name after the merger of 1 March" */
  @IsOptional()
  @IsName()
  reason?: string;
}

export class PartyQuery extends ListQuery {
  /** Part of the name, or the id. @example "river" */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  q?: string;

  /** @example "organisation" */
  @IsOptional()
  @IsIn(PARTY_KINDS)
  kind?: PartyKind;

  /** `-` before it turns the order round. @example "name" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = 'id';
}

/** A person or organisation that can hold a claim. */
export class PartyView {
  /** @example "jade-river" */
  id!: string;
  /** @example "玉河电影制片厂" */
  name!: string;
  /** @example "organisation" */
  kind!: string;
  /** @example "CN" */
  country!: string | null;
  /** @example "00014107338" */
  ipiNameNumber!: string | null;
  /** @example "0000 0001 2281 955X" */
  isni!: string | null;
  /** @example "CNY" */
  payoutCurrency!: string | null;
  /** How a rival in a dispute over shares may reach it. @example "rights@jade-river.example" */
  contact!: string | null;
  /** What the ETag says; it grows with each change. @example 1 */
  version!: number;
}

export class PartyPage {
  items!: PartyView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}
