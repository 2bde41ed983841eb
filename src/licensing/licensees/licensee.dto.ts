import { ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsCode, IsCountry, IsName } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';

/** A platform or other user that pays. */
export class CreateLicensee {
  /** The name by which reports and commands know it, for good. @example "Example Stream" */
  @IsCode()
  id!: string;

  /** As the register has it; certificates bear it in place of the id. @example "示例流媒体有限公司" */
  @IsOptional()
  @IsName()
  legalName?: string | null;

  /** @example "CN" */
  @IsOptional()
  @IsCountry()
  country?: string | null;

  /** In the trade or tax register. @example "91110000MA01ABCD7X" */
  @IsOptional()
  @IsName()
  registrationNumber?: string | null;
}

/** What changes; what is left out stays. */
export class ChangeLicensee extends OmitType(CreateLicensee, ['id'] as const) {
  /** Why, for the audit trail. @example "New name in the register since 1 March" */
  @IsOptional()
  @IsName()
  reason?: string;
}

export class LicenseeQuery extends ListQuery {
  /** Part of the id or the legal name. @example "stream" */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  q?: string;

  /** @example "CN" */
  @IsOptional()
  @IsCountry()
  country?: string;

  /** `-` before it turns the order round. @example "id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['id', '-id'])
  sort: string = 'id';
}

export class LicenseeView {
  /** @example "Example Stream" */
  id!: string;
  /** @example "示例流媒体有限公司" */
  legalName!: string | null;
  /** @example "CN" */
  country!: string | null;
  /** @example "91110000MA01ABCD7X" */
  registrationNumber!: string | null;
  /** How many of its licences are active. @example 1 */
  activeLicences!: number;
  /** What the ETag says; it grows with each change. @example 1 */
  version!: number;
}

export class LicenseePage {
  items!: LicenseeView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}
