import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import { formatTerritories } from '../../kernel/territory.js';
import { type Right, RIGHTS, USE_TYPES, type UseType } from '../../kernel/vocabulary.js';
import { IsCode, IsCurrency, IsDay, IsName, IsPresentOrLeftOut, IsTerritories } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import { inputsOf, type TariffFormula } from '../rules/formula.js';
import { LicensingReason } from '../step.dto.js';
import { TARIFF_STATES, type TariffState } from './tariff.states.js';

/** A tariff, which has versions. */
export class CreateTariff {
  /** What the society calls it, for good. @example "rental" */
  @IsCode()
  id!: string;

  /** @example "Rental outlets" */
  @IsName()
  name!: string;
}

export class TariffQuery extends ListQuery {
  /** Part of the name, or the id. @example "rental" */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  q?: string;

  /** `-` before it turns the order round. @example "id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['id', '-id', 'name', '-name'])
  sort: string = 'id';
}

export class TariffView {
  /** @example "rental" */
  id!: string;
  /** @example "Rental outlets" */
  name!: string;
  /** How many versions there are, drafts too. @example 1 */
  versions!: number;
  /** The version that is in force today; null if there is none. @example "1" */
  inForce!: string | null;

  static from({ id, name, versions, inForce }: TariffRow): TariffView {
    return { id, name, versions, inForce: inForce === null ? null : String(inForce) };
  }
}

export interface TariffRow {
  id: string;
  name: string;
  versions: number;
  inForce: number | null;
}

export class TariffPage {
  items!: TariffView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}

/** A version of a tariff, as a draft. Nobody can quote it before another person has published it. */
export class CreateTariffVersion {
  /** Id of the tariff. @example "rental" */
  @IsCode()
  tariff!: string;

  /** The one right that it prices. @example "rental" */
  @IsIn(RIGHTS)
  right!: Right;

  /** Uses that exercise that right. @example ["rental"] */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(USE_TYPES.length)
  @IsIn(USE_TYPES, { each: true })
  useTypes!: UseType[];

  /** Country codes separated by blanks; * is the world, -XX excludes. @example "*" */
  @IsTerritories()
  territories!: string;

  /** Of the amounts and rates in the formula, which are major units. @example "CNY" */
  @IsCurrency()
  currency!: string;

  /** One of five kinds, see docs/licensing.md; every figure in it is a text. */
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: {
      kind: 'flat_period',
      inputs: [
        { name: 'outlets', label: 'outlets', kind: 'whole' },
        { name: 'years', label: 'years', kind: 'whole' },
      ],
      units: 'outlets',
      periods: 'years',
      amount: { least: '200', most: '200' },
    },
  })
  @IsObject()
  formula!: object;

  /** The resolution of the members that adopted it. @example "2019-7" */
  @IsName()
  resolutionNumber!: string;

  /** Its day. @example "2019-11-02" */
  @IsDay()
  resolutionOn!: string;
}

/** What changes in a draft; what is left out stays. */
export class ChangeTariffVersion extends PartialType(OmitType(CreateTariffVersion, ['tariff'] as const)) {
  /** Why; it stands in the history. @example "Number of the resolution corrected" */
  @IsName()
  reason!: string;
}

export class PublishTariffVersion extends LicensingReason {
  /** First day on which it is in force. @example "2020-01-01" */
  @IsDay()
  validFrom!: string;

  /** Last day; without it until the next version begins. @example "2099-12-31" */
  @IsPresentOrLeftOut()
  @IsDay()
  validTo?: string;
}

export class EndTariffVersion extends LicensingReason {
  /** Last day on which it is in force. @example "2098-12-31" */
  @IsDay()
  lastDay!: string;
}

export class TariffVersionQuery extends ListQuery {
  /** Id of the tariff. @example "rental" */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  tariff?: string;

  /** @example "submitted" */
  @IsOptional()
  @IsIn(TARIFF_STATES)
  state?: TariffState;

  /** @example "rental" */
  @IsOptional()
  @IsIn(RIGHTS)
  right?: Right;

  /** `-id` has the newest first. @example "-id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['id', '-id', 'tariff', '-tariff'])
  sort: string = 'id';
}

/** What a tariff asks for. */
export class TariffInput {
  /** By which the figure is given. @example "outlets" */
  name!: string;
  /** What it means, with its unit. @example "outlets" */
  label!: string;
  /** `whole` or `decimal`. @example "whole" */
  kind!: string;
  /** If not, it counts as 0 when it is left out. @example true */
  needed!: boolean;

  // As jsonb keeps no order of keys, the view gives them one.
  static from({ name, label, kind, needed }: TariffInput): TariffInput {
    return { name, label, kind, needed };
  }
}

/** What a version says, whoever reads it. */
export class TariffTermsView {
  /** @example "rental" */
  right!: string;
  /** @example ["rental"] */
  useTypes!: string[];
  /** @example "*" */
  territories!: string;
  /** @example "CNY" */
  currency!: string;
  /** What a fee is computed from. */
  inputs!: TariffInput[];
  /** How, see docs/licensing.md. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { kind: 'flat_period' } })
  formula!: TariffFormula;
  /** @example "2019-7" */
  resolutionNumber!: string;
  /** @example "2019-11-02" */
  resolutionOn!: string;
  /** First day on which it is in force; null before it is published. @example "2020-01-01" */
  validFrom!: string | null;
  /** Last one; null until further notice. @example "2099-12-31" */
  lastDay!: string | null;

  static termsFrom(row: TariffTermsRow): TariffTermsView {
    const { right, useTypes, territoriesExcept, territoryCodes, currency, formula } = row;
    const { resolutionNumber, resolutionOn, validFrom, lastDay } = row;
    return {
      ...{ right, useTypes, territories: formatTerritories({ except: territoriesExcept, codes: territoryCodes }) },
      ...{
        currency,
        inputs: inputsOf(formula).map((input) => TariffInput.from(input)),
        formula,
        resolutionNumber,
        resolutionOn,
        validFrom,
        lastDay,
      },
    };
  }
}

export interface TariffTermsRow {
  right: string;
  useTypes: string[];
  territoriesExcept: boolean;
  territoryCodes: string[];
  currency: string;
  formula: TariffFormula;
  resolutionNumber: string;
  resolutionOn: string;
  validFrom: string | null;
  lastDay: string | null;
}

export class TariffVersionView extends TariffTermsView {
  /** @example "1" */
  id!: string;
  /** Id of the tariff. @example "rental" */
  tariff!: string;
  /** 1, 2, … of the tariff. @example 1 */
  versionNumber!: number;
  /** @example "draft" */
  state!: string;
  /** What the ETag says; it grows with each step. @example 1 */
  version!: number;

  static from(row: TariffVersionRow): TariffVersionView {
    const { id, tariff, versionNumber, state, steps } = row;
    return {
      id: String(id),
      ...{ tariff, versionNumber, state },
      ...TariffTermsView.termsFrom(row),
      version: steps + 1,
    };
  }
}

export interface TariffVersionRow extends TariffTermsRow {
  id: number;
  tariff: string;
  versionNumber: number;
  state: TariffState;
  steps: number;
}

export class TariffVersionPage {
  items!: TariffVersionView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}
