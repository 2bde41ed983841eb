import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { formatTerritories } from '../../kernel/territory.js';
import { type Metric, METRICS, USE_TYPES, type UseType } from '../../kernel/vocabulary.js';
import { IsCode, IsDay, IsName, IsPresentOrLeftOut, IsTerritories } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import { IsFigures } from '../figures.js';
import type { FeeInputs } from '../rules/calculate-fee.js';
import { APPLICATION_STATES, type ApplicationState, REFUSAL_CODES, type RefusalCode } from './application.states.js';

/** A licensee's request for a licence. */
export class CreateApplication {
  /** Id of the tariff that is meant; /v1/public/tariffs finds it. @example "rental" */
  @IsPresentOrLeftOut()
  @IsCode()
  tariff?: string;

  /** @example ["rental"] */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(USE_TYPES.length)
  @IsIn(USE_TYPES, { each: true })
  useTypes!: UseType[];

  /** Country codes separated by blanks; * is the world, -XX excludes. @example "CN" */
  @IsTerritories()
  territories!: string;

  /** First day. @example "2027-01-01" */
  @IsDay()
  validFrom!: string;

  /** Last day. @example "2027-12-31" */
  @IsDay()
  validTo!: string;

  /** @example false */
  @IsBoolean()
  exclusive!: boolean;

  /** What usage will be reported by. @example "views" */
  @IsIn(METRICS)
  metric!: Metric;

  /** What the tariff asks for, as far as it is known. */
  @IsFigures({ outlets: '15', years: '1' })
  inputs!: FeeInputs;
}

/** What an application lacks; its clock stops. */
export class AskForMissing {
  /** Each thing that is missing. @example ["the number of outlets on 1 January"] */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @IsName({ each: true })
  missing!: string[];
}

/** What was missing; the clock starts anew. */
export class SupplyMissing {
  /** Figures, in place of those of the same names. */
  @IsFigures({ outlets: '16' })
  inputs!: FeeInputs;
}

/** A reasonable application may not be refused: the reason is coded, given to the applicant, and counted. */
export class RefuseApplication {
  /** @example "outside_repertoire" */
  @IsIn(REFUSAL_CODES)
  code!: RefusalCode;

  /** @example "No holder has mandated us for that use." */
  @IsName()
  reason!: string;
}

/** Answers an application at once: quote by the tariff, draft and offer in one. */
export class OfferApplication {
  /** Id of the licence, for good. @example "L-2027-1" */
  @IsCode()
  licence!: string;

  /** Id of the tariff, if it is another than the one applied for. @example "rental" */
  @IsPresentOrLeftOut()
  @IsCode()
  tariff?: string;

  /** How many months a usage report covers. @example 3 */
  @IsIn([1, 3, 6, 12])
  reportEveryMonths!: 1 | 3 | 6 | 12;

  /** Whether the licensee lets its name and figures stand on statements of rights holders; left out: it does not. @example true */
  @IsPresentOrLeftOut()
  @IsBoolean()
  statementConsent?: boolean;

  /** Why; it stands in the history. @example "as applied for" */
  @IsName()
  reason!: string;
}

export class ApplicationQuery extends ListQuery {
  /** Id of the licensee. @example "Example Stream" */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  licensee?: string;

  /** @example "received" */
  @IsOptional()
  @IsIn(APPLICATION_STATES)
  state?: ApplicationState;

  /** Only those whose last day to be answered is over, or not. @example true */
  @IsOptional()
  @Transform(({ value }) => (value === 'true' || value === 'false' ? value === 'true' : value))
  @IsBoolean()
  overdue?: boolean;

  /** `answerDue` has the most urgent first. @example "answerDue" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['id', '-id', 'answerDue', '-answerDue'])
  sort: string = 'id';
}

export class ApplicationView {
  /** @example "1" */
  id!: string;
  /** Id of the licensee. @example "Example Stream" */
  licensee!: string;
  /** @example "received" */
  state!: string;
  /** Id of the tariff; null if the applicant found none. @example "rental" */
  tariff!: string | null;
  /** @example ["rental"] */
  useTypes!: string[];
  /** @example "CN" */
  territories!: string;
  /** @example "2027-01-01" */
  validFrom!: string;
  /** @example "2027-12-31" */
  validTo!: string;
  /** @example false */
  exclusive!: boolean;
  /** @example "views" */
  metric!: string;
  /** As applied, with what was supplied later. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { outlets: '15', years: '1' } })
  inputs!: Record<string, string>;
  /** The last day on which it is to be answered; null unless it is received. @example "2026-12-25" */
  answerDue!: string | null;
  /** Whether that day is over. @example false */
  overdue!: boolean;
  /** What it lacks; empty unless it is incomplete. @example [] */
  missing!: string[];
  /** Null unless it is refused. @example "outside_repertoire" */
  refusalCode!: string | null;
  /** What was said at the last step. @example "applied" */
  reason!: string;
  /** Id of the licence that it was answered by; null before. @example "L-2027-1" */
  licence!: string | null;

  static from(row: ApplicationRow): ApplicationView {
    const { id, licensee, state, tariff, useTypes, territoriesExcept, territoryCodes } = row;
    const { validFrom, validTo, exclusive, metric, answerDue, overdue, missing, refusalCode, reason, licence } = row;
    return {
      ...{ id: String(id), licensee, state, tariff, useTypes },
      territories: formatTerritories({ except: territoriesExcept, codes: territoryCodes }),
      ...{ validFrom, validTo, exclusive, metric },
      // A later figure replaces an earlier one of its name.
      inputs: Object.assign({}, row.applied, ...row.supplied) as Record<string, string>,
      ...{ answerDue, overdue, missing: missing ?? [], refusalCode, reason, licence },
    };
  }
}

export interface ApplicationRow {
  id: number;
  licensee: string;
  state: string;
  tariff: string | null;
  useTypes: UseType[];
  territoriesExcept: boolean;
  territoryCodes: string[];
  validFrom: string;
  validTo: string;
  exclusive: boolean;
  metric: Metric;
  applied: FeeInputs;
  supplied: FeeInputs[];
  answerDue: string | null;
  overdue: boolean;
  missing: string[] | null;
  refusalCode: string | null;
  reason: string;
  licence: string | null;
}

export class ApplicationPage {
  items!: ApplicationView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}

/** Both days belong to the period. */
export class RefusalsQuery {
  /** @example "2026-01-01" */
  @IsDay()
  from!: string;

  /** @example "2026-12-31" */
  @IsDay()
  to!: string;
}

export class RefusalCount {
  /** @example "outside_repertoire" */
  code!: string;
  /** @example 2 */
  count!: number;
}

export class RefusalCounts {
  /** How many applications were received for the first time in the period. @example 41 */
  applications!: number;
  /** How many were refused in it, by code. */
  refusals!: RefusalCount[];
}
