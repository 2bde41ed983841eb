import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsDay, IsName } from '../platform/http/fields.js';
import type { RuleOnDay } from './profile.service.js';
import { type Jurisdiction, JURISDICTIONS, OWN_SETTINGS, type Setting } from './rules/settings.js';

/** Whose law the society lives under, from a day on. */
export class ChooseJurisdiction {
  /** @example "CN" */
  @IsIn(JURISDICTIONS)
  jurisdiction!: Jurisdiction;

  /** First day. @example "2020-01-01" */
  @IsDay()
  validFrom!: string;

  /** @example "seat of the society" */
  @IsName()
  reason!: string;
}

/** A number that the society decides for itself; where the law sets a limit, the stricter of both counts. */
export class DecideOwnRule {
  /** @example "application_answer_days" */
  @IsIn(OWN_SETTINGS)
  setting!: Setting;

  /** First day. @example "2026-01-01" */
  @IsDay()
  validFrom!: string;

  /** In the unit that the setting's name says. @example 20 */
  @IsInt()
  @Min(0)
  @Max(100_000)
  amount!: number;

  /** The article of the charter or the resolution that says so. @example "Resolution 2025-12" */
  @IsName()
  source!: string;
}

export class ProfileQuery {
  /** The day that is asked about; without it today. @example "2026-11-25" */
  @IsOptional()
  @IsDay()
  on?: string;
}

export class RuleView {
  /** @example "application_answer_days" */
  setting!: string;
  /** @example "days within which an application is answered" */
  meaning!: string;
  /** In the unit that the setting's name says; null: no limit, or it is a word. @example 30 */
  amount!: number | null;
  /** @example "forbidden" */
  word!: string | null;
  /** `law`, `body`, `default` or `society`; null if no text says anything. @example "default" */
  basis!: string | null;
  /** @example "no text; the society decides" */
  source!: string | null;

  static from({ setting, meaning, amount, word, basis, source }: RuleOnDay): RuleView {
    return { setting, meaning, amount, word, basis, source };
  }
}

export class RuleProfileView {
  /** @example "CN" */
  jurisdiction!: string;
  /** The day that was asked about. @example "2026-11-25" */
  on!: string;
  rules!: RuleView[];
}
