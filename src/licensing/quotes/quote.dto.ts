import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { formatAmount } from '../../kernel/money.js';
import { IsCode, IsName } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import { IsFigures } from '../figures.js';
import type { FeeInputs } from '../rules/calculate-fee.js';

/** A price below the tariff's. It counts once another person has approved it. */
export class Discount {
  /** The price, in major units of the tariff's currency. @example "2500.00" */
  @Matches(/^[0-9]{1,18}(\.[0-9]{1,6})?$/, { message: 'must be a plain decimal as a text: "4000.00"' })
  amount!: string;

  /** @example "pilot of a new service" */
  @IsName()
  reason!: string;
}

/** A price to be frozen on the version of a tariff that is in force today. */
export class CreateQuote {
  /** Id of the licensee. @example "Example Stream" */
  @IsCode()
  licensee!: string;

  /** Id of the tariff. @example "rental" */
  @IsCode()
  tariff!: string;

  /** What the tariff asks for, as its `inputs` name it. */
  @IsFigures({ outlets: '15', years: '1' })
  inputs!: FeeInputs;

  /** Leave it out for the tariff's own price. */
  @IsOptional()
  @ValidateNested()
  @Type(() => Discount)
  discount?: Discount;
}

export class QuoteQuery extends ListQuery {
  /** Id of the licensee. @example "Example Stream" */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  licensee?: string;

  /** Only discounts that nobody has approved yet. @example true */
  @IsOptional()
  @Transform(({ value }) => (value === 'true' || value === 'false' ? value === 'true' : value))
  @IsBoolean()
  awaitingApproval?: boolean;

  /** `-id` has the newest first. @example "-id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['id', '-id'])
  sort: string = 'id';
}

/** A step of a calculation. */
export class FeeStepView {
  /** @example "outlets × years" */
  what!: string;
  /** @example "15 × 1" */
  how!: string;
  /** Exact. @example "15" */
  value!: string;
}

export class QuoteView {
  /** @example "1" */
  id!: string;
  /** Id of the licensee. @example "Example Stream" */
  licensee!: string;
  /** Id of the tariff. @example "rental" */
  tariff!: string;
  /** The version on which it is frozen. @example "1" */
  tariffVersion!: string;
  /** @example "2026-11-25" */
  pricedOn!: string;
  /** Last day on which an offer of it can be accepted. @example "2026-12-25" */
  validUntil!: string;
  /** @example "CNY" */
  currency!: string;
  /** By the tariff, in major units. @example "3000.00" */
  tariffAmount!: string;
  /** As quoted. @example "3000.00" */
  amount!: string;
  /** Why it is below the tariff; null if it is not. @example "pilot of a new service" */
  offTariffReason!: string | null;
  /** Whether it may be offered: a discount only once it is approved. @example true */
  counts!: boolean;
  /** As they were stated. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { outlets: '15', years: '1' } })
  inputs!: Record<string, string>;
  steps!: FeeStepView[];
  /** All of it as the one text that is frozen. @example "{\"tariff\":\"rental\"}" */
  content!: string;
  /** SHA-256 of that text in UTF-8: what a licensee accepts. @example "9f2d8c4e7a10b1f0c7de5a0d6b1c2e3f40516273849506172839405162738495" */
  sha256!: string;

  static from(row: QuoteRow): QuoteView {
    const { id, licensee, tariff, tariffVersion, pricedOn, validUntil, currency } = row;
    const { offTariffReason, counts, content, sha256 } = row;
    const { inputs, steps } = JSON.parse(content) as Pick<QuoteView, 'inputs' | 'steps'>;
    return {
      ...{ id: String(id), licensee, tariff, tariffVersion: String(tariffVersion), pricedOn, validUntil, currency },
      tariffAmount: formatAmount(BigInt(row.tariffMinor), currency),
      amount: formatAmount(BigInt(row.amountMinor), currency),
      ...{ offTariffReason, counts, inputs, steps, content, sha256 },
    };
  }
}

export interface QuoteRow {
  id: number;
  licensee: string;
  tariff: string;
  tariffVersion: number;
  pricedOn: string;
  validUntil: string;
  currency: string;
  /** bigint, as the driver gives it. */
  tariffMinor: string;
  amountMinor: string;
  offTariffReason: string | null;
  counts: boolean;
  content: string;
  sha256: string;
}

export class QuotePage {
  items!: QuoteView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}
