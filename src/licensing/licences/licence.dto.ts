import { ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsHash,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { type Metric, METRICS, USE_TYPES, type UseType } from '../../kernel/vocabulary.js';
import { IsCode, IsDay, IsName, IsPresentOrLeftOut, IsTerritories } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import { LicensingReason } from '../step.dto.js';
import { LICENCE_STATES, type LicenceState, SUSPENSION_CAUSES, type SuspensionCause } from './licence.states.js';

/** A licence as a draft, made of a quote, which says licensee, currency and price. */
export class CreateLicence {
  /** What the society calls it, for good. @example "L-2028-1" */
  @IsCode()
  id!: string;

  /** Id of the quote. @example "1" */
  @IsCode()
  quote!: string;

  /** Id of the application that it answers. @example "2" */
  @IsPresentOrLeftOut()
  @IsCode()
  application?: string;

  /** Id of the licence that it renews; it begins after that one. @example "L-2027-1" */
  @IsPresentOrLeftOut()
  @IsCode()
  renews?: string;

  /** Uses that the tariff prices. @example ["rental"] */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(USE_TYPES.length)
  @IsIn(USE_TYPES, { each: true })
  useTypes!: UseType[];

  /** Country codes separated by blanks; * is the world, -XX excludes. @example "CN" */
  @IsTerritories()
  territories!: string;

  /** First day. @example "2028-01-01" */
  @IsDay()
  validFrom!: string;

  /** Last day. @example "2028-12-31" */
  @IsDay()
  validTo!: string;

  /** What usage is reported by. @example "views" */
  @IsIn(METRICS)
  metric!: Metric;

  /** @example false */
  @IsBoolean()
  exclusive!: boolean;

  /** How many months a usage report covers. @example 3 */
  @IsIn([1, 3, 6, 12])
  reportEveryMonths!: 1 | 3 | 6 | 12;

  /** Whether the licensee lets its name and figures stand on statements of rights holders; left out: it does not. @example true */
  @IsPresentOrLeftOut()
  @IsBoolean()
  statementConsent?: boolean;

  /** Why; it stands in the history. @example "as agreed in the meeting of 3 March" */
  @IsName()
  reason!: string;
}

/** What changes in a draft; what is left out stays. */
export class ChangeLicence extends PartialType(
  OmitType(CreateLicence, ['id', 'application', 'renews', 'reason'] as const),
) {
  /** Why; it stands in the history. @example "Quarterly reports are enough" */
  @IsName()
  reason!: string;
}

/** What the licensee has read, and accepts. */
export class AcceptOffer {
  /** `quoteSha256` of the licence, so that nothing else is accepted. @example "9f2d8c4e7a10b1f0c7de5a0d6b1c2e3f40516273849506172839405162738495" */
  @IsHash('sha256')
  quoteSha256!: string;
}

export class SuspendLicence extends LicensingReason {
  /** @example "unpaid" */
  @IsIn(SUSPENSION_CAUSES)
  cause!: SuspensionCause;
}

export class LicenceQuery extends ListQuery {
  /** Id of the licensee. @example "Example Stream" */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  licensee?: string;

  /** @example "active" */
  @IsOptional()
  @IsIn(LICENCE_STATES)
  state?: LicenceState;

  /** @example "rental" */
  @IsOptional()
  @IsIn(USE_TYPES)
  useType?: UseType;

  /** Only those whose term holds this day. @example "2027-06-30" */
  @IsOptional()
  @IsDay()
  on?: string;

  /** `validTo` has those that end first. @example "validTo" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['id', '-id', 'validFrom', '-validFrom', 'validTo', '-validTo'])
  sort: string = 'id';
}

export class LicenceView {
  /** @example "L-2027-1" */
  id!: string;
  /** Id of the licensee. @example "Example Stream" */
  licensee!: string;
  /** @example "offered" */
  state!: string;
  /** @example ["rental"] */
  useTypes!: string[];
  /** @example "CN" */
  territories!: string;
  /** @example "2027-01-01" */
  validFrom!: string;
  /** @example "2027-12-31" */
  validTo!: string;
  /** @example "views" */
  metric!: string;
  /** @example "CNY" */
  currency!: string;
  /** Whether it was agreed elsewhere and brought by a folder; what follows is null then. @example false */
  imported!: boolean;
  /** @example false */
  exclusive!: boolean | null;
  /** How many months a usage report covers. @example 3 */
  reportEveryMonths!: number | null;
  /** Whether the licensee lets its name and figures stand on statements of rights holders; null: nobody has asked. @example true */
  statementConsent!: boolean | null;
  /** In major units. @example "3000.00" */
  fee!: string | null;
  /** Id of the quote. @example "1" */
  quote!: string | null;
  /** What the licensee accepts. @example "9f2d8c4e7a10b1f0c7de5a0d6b1c2e3f40516273849506172839405162738495" */
  quoteSha256!: string | null;
  /** Last day on which an offer can be accepted. @example "2026-12-25" */
  offerValidUntil!: string | null;
  /** Id of the application that it answers. @example "1" */
  application!: string | null;
  /** Id of the licence that it renews; null for any other. @example "L-2026-1" */
  renews!: string | null;
  /** What the ETag says; it grows with each step. @example 3 */
  version!: number;
}

export interface LicenceRow {
  licenceId: number;
  licenseeId: number;
  id: string;
  licensee: string;
  state: LicenceState;
  useTypes: UseType[];
  territoriesExcept: boolean;
  territoryCodes: string[];
  validFrom: string;
  validTo: string;
  metric: Metric;
  currency: string;
  imported: boolean;
  exclusive: boolean | null;
  reportEveryMonths: 1 | 3 | 6 | 12 | null;
  statementConsent: boolean | null;
  /** bigint, as the driver gives it. */
  amountMinor: string | null;
  quote: number | null;
  quoteSha256: string | null;
  offerValidUntil: string | null;
  application: number | null;
  renews: string | null;
  steps: number;
}

export class LicencePage {
  items!: LicenceView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}
