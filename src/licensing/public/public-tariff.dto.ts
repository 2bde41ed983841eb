import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { formatAmount } from '../../kernel/money.js';
import { type Right, RIGHTS, USE_TYPES, type UseType } from '../../kernel/vocabulary.js';
import { IsCode, IsCountry, IsDay } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import { IsFigures } from '../figures.js';
import { FeeStepView } from '../quotes/quote.dto.js';
import type { Fee, FeeInputs } from '../rules/calculate-fee.js';
import { TariffTermsView } from '../tariffs/tariff.dto.js';
import type { PublishedTariff } from '../tariffs/tariffs.service.js';

export class PublicTariffQuery extends ListQuery {
  /** Name of the society. @example "Society of Film Makers" */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  society!: string;

  /** The day on which they are in force; without it today. @example "2027-01-01" */
  @IsOptional()
  @IsDay()
  day?: string;

  /** @example "rental" */
  @IsOptional()
  @IsIn(RIGHTS)
  right?: Right;

  /** @example "rental" */
  @IsOptional()
  @IsIn(USE_TYPES)
  useType?: UseType;

  /** Only those that hold in this country. @example "CN" */
  @IsOptional()
  @IsCountry()
  territory?: string;

  /** `-` before it turns the order round. @example "tariff" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['tariff', '-tariff'])
  sort: string = 'tariff';
}

/** A published tariff, in the version that is in force. */
export class PublicTariff extends TariffTermsView {
  /** Its id. @example "rental" */
  tariff!: string;
  /** @example "Rental outlets" */
  name!: string;
  /** 1, 2, … of the tariff. @example 1 */
  versionNumber!: number;

  static from(row: PublishedTariff): PublicTariff {
    const { code: tariff, name, version: versionNumber } = row;
    return { tariff, name, versionNumber, ...TariffTermsView.termsFrom(row) };
  }
}

export class PublicTariffPage {
  items!: PublicTariff[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}

/** What a use would cost. Nothing is stored. */
export class FeeRequest {
  /** Name of the society. @example "Society of Film Makers" */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  society!: string;

  /** Id of the tariff. @example "rental" */
  @IsCode()
  tariff!: string;

  /** What the tariff asks for, as its `inputs` name it. */
  @IsFigures({ outlets: '15', years: '1' })
  inputs!: FeeInputs;

  /** The day whose version counts; without it today. @example "2026-11-25" */
  @IsOptional()
  @IsDay()
  day?: string;
}

export class FeeAnswer {
  /** @example "rental" */
  tariff!: string;
  /** @example 1 */
  versionNumber!: number;
  /** @example "CNY" */
  currency!: string;
  /** Rounded once, half up, in major units. @example "3000.00" */
  amount!: string;
  /** Before rounding. @example "3000" */
  exact!: string;
  /** To be checked with a pencil. */
  steps!: FeeStepView[];

  static from({ code: tariff, version: versionNumber, currency }: PublishedTariff, fee: Fee): FeeAnswer {
    const amount = formatAmount(fee.amountMinor, currency);
    return { tariff, versionNumber, currency, amount, exact: fee.exact, steps: [...fee.steps] };
  }
}
