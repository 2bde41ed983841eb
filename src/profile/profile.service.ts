import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/domain-error.js';
import { readably, type Refusals } from '../platform/database/constraint.js';
import type { Tx } from '../platform/database/database.js';
import type { Jurisdiction, Setting } from './rules/settings.js';

/** The value of a setting that counts for a society on a day, and where it comes from. */
export interface RuleInForce {
  jurisdiction: Jurisdiction;
  /** A whole number in the unit that the setting's name says; null: no limit, or the setting is a word. */
  amount: number | null;
  word: string | null;
  /** The law, a body's published rules, a default that no text fixes, or the society's own decision. */
  basis: 'law' | 'body' | 'default' | 'society' | null;
  source: string | null;
}

export interface RuleOnDay extends RuleInForce {
  setting: Setting;
  meaning: string;
}

export interface ProfileChoice {
  jurisdiction: Jurisdiction;
  /** First day, YYYY-MM-DD. */
  validFrom: string;
  reason: string;
}

export interface OwnRule {
  setting: Setting;
  validFrom: string;
  amount: number;
  /** The charter's article or the resolution that says so. */
  source: string;
}

/** Legal numbers as dated rows: read them here, never write them into code. */
@Injectable()
export class ProfileService {
  /**
   * Has the society follow a jurisdiction's profile from a day on.
   * @throws profile-decided-already if one was chosen from that day on
   */
  async follow(tx: Tx, decidedBy: string, { jurisdiction, validFrom, reason }: ProfileChoice): Promise<void> {
    await readably(
      tx.query(
        `insert into profile.society_profile (jurisdiction, valid_from, reason, decided_by) values ($1, $2, $3, $4)`,
        [jurisdiction, validFrom, reason, decidedBy],
      ),
      refusalsOf(`a profile from ${validFrom}`),
    );
  }

  /**
   * Records what the society decided for itself. Where the law sets a limit, the stricter of both counts.
   * @throws profile-decided-already if it was decided from that day on; profile-rule-is-law if only the law decides it
   */
  async decide(tx: Tx, decidedBy: string, { setting, validFrom, amount, source }: OwnRule): Promise<void> {
    await readably(
      tx.query(
        `insert into profile.society_rule (setting, valid_from, amount, source, decided_by) values ($1, $2, $3, $4, $5)`,
        [setting, validFrom, amount, source, decidedBy],
      ),
      refusalsOf(`${setting} from ${validFrom}`),
    );
  }

  /**
   * @param day YYYY-MM-DD
   * @throws profile-not-chosen if the society follows no profile on that day
   */
  async inForce(tx: Tx, society: number, setting: Setting, day: string): Promise<RuleInForce> {
    const [rule] = (await tx.query('select * from profile.rule_in_force($1, $2, $3)', [
      society,
      setting,
      day,
    ])) as RuleInForce[];
    if (rule !== undefined) return rule;
    throw notChosen(day, `"${setting}" is`);
  }

  /** Every setting on a day, by name. @throws profile-not-chosen */
  async allInForce(tx: Tx, society: number, day: string): Promise<RuleOnDay[]> {
    const rules = (await tx.query(
      `select s.setting, s.meaning, r.* from profile.setting s
       cross join lateral profile.rule_in_force($1, s.setting, $2) r order by s.setting`,
      [society, day],
    )) as RuleOnDay[];
    if (rules.length === 0) throw notChosen(day, 'its terms are');
    return rules;
  }
}

function notChosen(day: string, what: string): DomainError {
  return new DomainError(
    'conflict',
    'profile-not-chosen',
    `The society follows no rule profile on ${day}, so that ${what} not known. Choose its jurisdiction first.`,
  );
}

function refusalsOf(what: string): Refusals {
  const decidedAlready = (cause: Error) =>
    new DomainError(
      'conflict',
      'profile-decided-already',
      `The society has decided ${what} already. Decide anew from a later day: what was in force stays known.`,
      { cause },
    );
  return {
    society_profile_pkey: decidedAlready,
    society_rule_pkey: decidedAlready,
    society_rule_is_the_societys: (cause) =>
      new DomainError(
        'forbidden',
        'profile-rule-is-law',
        `Only the law decides ${what}; a society has no number of its own there.`,
        { cause },
      ),
  };
}
