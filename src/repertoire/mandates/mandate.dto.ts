import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { type DeductionKind, type Right, RIGHTS, WORK_TYPES, type WorkType } from '../../kernel/vocabulary.js';
import { IsCode, IsDay, IsName, IsPresentOrLeftOut, IsSha256, IsTerritories } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import { MANDATE_KINDS, MANDATE_STATES, type MandateKind, type MandateState } from './mandate.states.js';

const SORTS = ['id', '-id', 'party', '-party'] as const;
const CONSENTS = ['social_cultural', 'reserve', 'other'] as const satisfies readonly DeductionKind[];

/** What the party authorises: one right in works of one type, somewhere. */
export class CreateMandateLine {
  /** @example "making_available" */
  @IsIn(RIGHTS)
  right!: Right;

  /** Left out: works of every type. @example "feature" */
  @IsOptional()
  @IsIn(WORK_TYPES)
  workType?: WorkType | null;

  /** Country codes separated by blanks; * is the world, -XX excludes. @example "*" */
  @IsPresentOrLeftOut()
  @IsTerritories()
  territories?: string = '*';

  /** The day of the documented consent to this right. @example "2026-01-15" */
  @IsDay()
  consentOn!: string;
}

/** A mandate as it will be signed. Its terms are never changed afterwards. */
export class CreateMandate {
  /** What the society calls it, for good. @example "m01" */
  @IsCode()
  id!: string;

  /** Id of the party. @example "jade-river" */
  @IsCode()
  party!: string;

  /** A mandate of a holder, or the agreement with a sister society. @example "mandate" */
  @IsPresentOrLeftOut()
  @IsIn(MANDATE_KINDS)
  kind?: MandateKind = 'mandate';

  /** Whether the party gives the authority to nobody else. @example true */
  @IsPresentOrLeftOut()
  @IsBoolean()
  exclusive?: boolean = false;

  /** First day. @example "2026-02-01" */
  @IsDay()
  validFrom!: string;

  /** Last day; without it the mandate lasts until it is withdrawn. @example "2035-12-31" */
  @IsOptional()
  @IsDay()
  validTo?: string | null;

  /** Months between a notice and the end; the rule profile says how many at most. @example 6 */
  @IsInt()
  @Min(0)
  @Max(1200)
  noticeMonths!: number;

  /** Whether notice then runs on to 31 December. @example false */
  @IsPresentOrLeftOut()
  @IsBoolean()
  noticeToYearEnd?: boolean = false;

  /** Which version of rules, fees and deductions the party was shown before. @example "Distribution rules 2026-3" */
  @IsName()
  termsShown!: string;

  /** Deductions beside the admin fee that a sister society expressly agrees to. @example [] */
  @IsPresentOrLeftOut()
  @IsArray()
  @ArrayUnique()
  @IsIn(CONSENTS, { each: true })
  consentedDeductions?: (typeof CONSENTS)[number][] = [];

  /** @example [{ "right": "making_available", "workType": "feature", "territories": "*", "consentOn": "2026-01-15" }] */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => CreateMandateLine)
  lines!: CreateMandateLine[];
}

export class SignMandate {
  /** SHA-256 of the signed file, which the society keeps. @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" */
  @IsSha256()
  fileSha256!: string;

  /** @example "2026-01-20" */
  @IsDay()
  signedOn!: string;

  /** Why, for the history. @example "Signed at the office" */
  @IsName()
  reason!: string;
}

export class ApproveMandate {
  /** When the authority got it; a representation agreement is in force only once it is filed. @example "2026-02-01" */
  @IsOptional()
  @IsDay()
  filedOn?: string | null;

  /** @example "Complete; signature compared" */
  @IsName()
  reason!: string;
}

export class DiscardMandate {
  /** @example "Wrong party; made anew as m02" */
  @IsName()
  reason!: string;
}

export class WithdrawMandate {
  /** Numbers of the lines; left out: all that are not withdrawn yet. @example [1] */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  lines?: number[] | null;

  /** The day on which the letter came, where an officer records it; else today. @example "2026-03-03" */
  @IsOptional()
  @IsDay()
  notifiedOn?: string | null;

  /** @example "Letter of 3 March" */
  @IsName()
  reason!: string;
}

export class MarkTail {
  /** The last day of the licences granted under it; null: there is none. @example "2027-12-31" */
  @IsOptional()
  @IsDay()
  until?: string | null;

  /** @example "Licence L-17 runs longest" */
  @IsName()
  reason!: string;
}

export class MandateQuery extends ListQuery {
  /** Id of the party. @example "jade-river" */
  @IsOptional()
  @IsCode()
  party?: string;

  /** @example "making_available" */
  @IsOptional()
  @IsIn(RIGHTS)
  right?: Right;

  /** @example "active" */
  @IsOptional()
  @IsIn(MANDATE_STATES)
  state?: MandateState;

  /** Only mandates with a line in force on this day. @example "2026-03-31" */
  @IsOptional()
  @IsDay()
  on?: string;

  /** As known at the end of this day (UTC), whatever happened since; without it, as known now. @example "2026-11-25" */
  @IsOptional()
  @IsDay()
  knownOn?: string;

  /** `-` before it turns the order round. @example "id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = 'id';
}

/** A line of a mandate, and when it ends if the party gave notice of it. */
export class MandateLineView {
  /** @example 1 */
  line!: number;
  /** @example "making_available" */
  right!: string;
  /** @example "feature" */
  workType!: string | null;
  /** @example "*" */
  territories!: string;
  /** @example "2026-01-15" */
  consentOn!: string;
  /** When the society was told that it is withdrawn. @example "2026-03-03" */
  notifiedOn!: string | null;
  /** Its last day, if it is withdrawn. @example "2026-09-03" */
  endsOn!: string | null;
}

/** A mandate and where it stands. */
export class MandateView {
  /** @example "m01" */
  id!: string;
  /** @example "jade-river" */
  party!: string;
  /** @example "mandate" */
  kind!: string;
  /** @example true */
  exclusive!: boolean;
  /** @example "2026-02-01" */
  validFrom!: string;
  /** @example "2035-12-31" */
  validTo!: string | null;
  /** @example 6 */
  noticeMonths!: number;
  /** @example false */
  noticeToYearEnd!: boolean;
  /** @example "Distribution rules 2026-3" */
  termsShown!: string;
  /** @example [] */
  consentedDeductions!: string[];
  lines!: MandateLineView[];
  /** @example "active" */
  state!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  since!: string;
  /** Of the signed file. @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" */
  fileSha256!: string | null;
  /** @example "2026-01-20" */
  signedOn!: string | null;
  /** @example "2026-02-01" */
  filedOn!: string | null;
  /** Whether somebody has looked which granted licences run on. @example false */
  tailMarked!: boolean;
  /** The last day of those licences. @example "2027-12-31" */
  tailUntil!: string | null;
  /** What the ETag says; it grows with each step. @example 3 */
  version!: number;
}

export class MandatePage {
  items!: MandateView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}
