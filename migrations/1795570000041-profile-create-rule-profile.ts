import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000023-platform-keep-answers.js';
import { replaceSandboxFunction } from './sandbox.js';
import { refuseDown, tenantTable } from './tenant.js';

export const SANDBOX_TABLES = ['profile.society_rule', 'profile.society_profile', ...TABLES_BEFORE];

/**
 * Legal numbers are rows: what the law of a jurisdiction says from which day on, and what a society decided for itself
 * where the law leaves it room. A term or a clock is read from here by program and database alike.
 */
export class ProfileCreateRuleProfile1795570000041 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.#createRules(queryRunner);
    await this.#createChoices(queryRunner);
    await this.#shipSettings(queryRunner);
    await this.#shipRules(queryRunner);
  }

  async #createRules(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create schema profile;
      grant usage on schema profile to cineledger_app;

      -- What can be ruled. The same for every society.
      create table profile.setting (
        setting text collate "C" not null,
        kind text collate "C" not null, -- a whole number, or a word of a short list
        -- How a society's own number stands to the law's: the stricter of both counts, or its own, or the law's alone.
        own_number text collate "C" not null,
        meaning text not null,
        constraint setting_pkey primary key (setting),
        constraint setting_kind_known check (kind in ('whole', 'word')),
        constraint setting_own_number_known
          check (own_number in ('lower', 'higher', 'any', 'never') and (kind = 'whole' or own_number = 'never'))
      );
      grant select on profile.setting to cineledger_app;

      -- What the law says of it, from day to day. Neither amount nor word: it was looked up, and sets no limit.
      create table profile.jurisdiction_rule (
        jurisdiction text collate "C" not null,
        setting text collate "C" not null,
        valid_from date not null,
        valid_to date, -- last day; null: until further notice
        amount integer,
        word text collate "C",
        basis text collate "C" not null, -- a default is no law, but a number to begin with
        source text not null,
        constraint jurisdiction_rule_pkey primary key (jurisdiction, setting, valid_from),
        constraint jurisdiction_rule_jurisdiction_known check (jurisdiction in ('CN', 'EU')),
        constraint jurisdiction_rule_basis_known check (basis in ('law', 'body', 'default')),
        constraint jurisdiction_rule_one_value check (amount is null or word is null),
        constraint jurisdiction_rule_amount_not_negative check (amount >= 0),
        constraint jurisdiction_rule_sourced check (source <> ''),
        constraint jurisdiction_rule_term_in_order check (valid_from <= valid_to),
        constraint jurisdiction_rule_terms_apart exclude using gist
          (jurisdiction with =, setting with =, daterange(valid_from, valid_to, '[]') with &&),
        constraint jurisdiction_rule_setting_fkey foreign key (setting) references profile.setting
      );
      grant select on profile.jurisdiction_rule to cineledger_app;`);
  }

  async #createChoices(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Whose law a society lives under, from a day on.
      create table profile.society_profile (
        society_id integer not null,
        valid_from date not null,
        jurisdiction text collate "C" not null,
        reason text not null,
        decided_by text collate "C" not null,
        recorded_at timestamptz not null default now(),
        constraint society_profile_pkey primary key (society_id, valid_from),
        constraint society_profile_jurisdiction_known check (jurisdiction in ('CN', 'EU')),
        constraint society_profile_reasoned check (reason <> '' and decided_by <> ''),
        constraint society_profile_society_fkey foreign key (society_id) references identity.society
      );
      ${tenantTable('profile.society_profile', 'select, insert')}

      -- What a society decided for itself, from a day on.
      create table profile.society_rule (
        society_id integer not null,
        setting text collate "C" not null,
        valid_from date not null,
        amount integer not null,
        source text not null, -- charter or resolution
        decided_by text collate "C" not null,
        recorded_at timestamptz not null default now(),
        constraint society_rule_pkey primary key (society_id, setting, valid_from),
        constraint society_rule_amount_not_negative check (amount >= 0),
        constraint society_rule_sourced check (source <> '' and decided_by <> ''),
        constraint society_rule_setting_fkey foreign key (setting) references profile.setting,
        constraint society_rule_society_fkey foreign key (society_id) references identity.society
      );
      ${tenantTable('profile.society_rule', 'select, insert')}

      create function profile.refuse_own_number_of_law() returns trigger language plpgsql as $$
      begin
        if (select own_number from profile.setting where setting = new.setting) = 'never' then
          raise exception 'the law alone decides "%"', new.setting
            using errcode = 'check_violation', schema = 'profile', table = 'society_rule',
              constraint = 'society_rule_is_the_societys';
        end if;
        return new;
      end $$;
      create trigger society_rule_is_the_societys before insert on profile.society_rule
        for each row execute function profile.refuse_own_number_of_law();

      -- The value that counts for a society on a day: no row if it follows no profile by then, nulls if there is no limit.
      create function profile.rule_in_force(of_society integer, of_setting text, of_day date)
        returns table (jurisdiction text, amount integer, word text, basis text, source text)
        language sql stable as $$
        select p.jurisdiction,
          case when own.counts then o.amount else r.amount end,
          r.word,
          case when own.counts then 'society' else r.basis end,
          case when own.counts then o.source else r.source end
        from (
          select f.jurisdiction from profile.society_profile f
          where f.society_id = of_society and f.valid_from <= of_day order by f.valid_from desc limit 1
        ) p
        join profile.setting s on s.setting = of_setting
        left join profile.jurisdiction_rule r on r.jurisdiction = p.jurisdiction and r.setting = s.setting
          and of_day between r.valid_from and coalesce(r.valid_to, of_day)
        left join lateral (
          select e.amount, e.source from profile.society_rule e
          where e.society_id = of_society and e.setting = s.setting and e.valid_from <= of_day
          order by e.valid_from desc limit 1
        ) o on true
        cross join lateral (
          select o.amount is not null and case s.own_number
            when 'any' then true
            when 'lower' then r.amount is null or o.amount <= r.amount
            when 'higher' then r.amount is null or o.amount >= r.amount
            else false
          end as counts
        ) own
      $$;

      ${replaceSandboxFunction(SANDBOX_TABLES)}`);
  }

  async #shipSettings(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      insert into profile.setting (setting, kind, own_number, meaning) values
        ('licence_term_months_most', 'whole', 'lower', 'months that a licence may run at most'),
        ('exclusive_licence', 'word', 'never', 'whether a licence may be exclusive: forbidden, or by_mandate'),
        ('application_answer_days', 'whole', 'lower', 'days within which an application is answered'),
        ('offer_valid_days', 'whole', 'any', 'days for which an offer stands'),
        ('holder_licenses_alongside', 'word', 'never', 'whether a holder may license beside the society: no, or non_commercial'),
        ('withdrawal_notice_months_most', 'whole', 'lower', 'months of notice at most when a holder withdraws'),
        ('distribution_due_months', 'whole', 'lower', 'months after the year of collection by which money is distributed'),
        ('distributions_a_year_least', 'whole', 'higher', 'distributions in a calendar year at least'),
        ('sister_payment_due_months', 'whole', 'lower', 'months within which money from a sister society is paid on'),
        ('unidentified_list_months', 'whole', 'lower', 'months after the distribution deadline until members get the list of unidentified works'),
        ('unidentified_list_public_months', 'whole', 'lower', 'months from then until that list is public'),
        ('non_distributable_years', 'whole', 'higher', 'years after the year of collection until money is non-distributable'),
        ('records_kept_years', 'whole', 'higher', 'years for which distribution records are kept at least'),
        ('annual_report_due_months', 'whole', 'lower', 'months after the year until the annual report is out'),
        ('annual_report_public_years', 'whole', 'higher', 'years for which it stays on the web'),
        ('cloud_drive_notice_hours', 'whole', 'never', 'hours within which a cloud drive handles a notice'),
        ('counter_notice_wait_days', 'whole', 'never', 'days between a counter-notice and restoring'),
        ('counter_notice_wait_days_ecommerce', 'whole', 'never', 'the same on an e-commerce platform'),
        ('counter_notice_delay_working_days_most', 'whole', 'never', 'working days of delay beyond control that still count as reasonable'),
        ('complaint_decision_days', 'whole', 'never', 'days within which a platform decides a complaint'),
        ('film_protection_years', 'whole', 'never', 'years of protection of a film');`);
  }

  /** Sources by their own names; what no text fixes is a default and says so. */
  async #shipRules(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      insert into profile.jurisdiction_rule (jurisdiction, setting, valid_from, amount, word, basis, source) values
        ('CN', 'licence_term_months_most', '2005-03-01', 24, null, 'law', 'Regulations on Copyright Collective Administration (著作权集体管理条例), Art 23: two years, renewable'),
        ('CN', 'exclusive_licence', '2005-03-01', null, 'forbidden', 'law', 'Regulations on Copyright Collective Administration, Art 23: non-exclusive'),
        ('CN', 'application_answer_days', '2005-03-01', 30, null, 'default', 'Regulations on Copyright Collective Administration, Arts 23 and 34, forbid refusing a reasonable request and name no number of days'),
        ('CN', 'offer_valid_days', '2005-03-01', 30, null, 'default', 'no text; the society decides'),
        ('CN', 'holder_licenses_alongside', '2005-03-01', null, 'no', 'law', 'Regulations on Copyright Collective Administration, Art 20: not during the contract'),
        ('CN', 'withdrawal_notice_months_most', '2005-03-01', null, null, 'law', 'Regulations on Copyright Collective Administration: left to the charter'),
        ('CN', 'distributions_a_year_least', '2010-10-14', 1, null, 'body', 'China Film Copyright Association, payment rules, Art 3: one distribution in a calendar year'),
        ('CN', 'non_distributable_years', '2005-03-01', null, null, 'law', 'Regulations on Copyright Collective Administration: no term'),
        ('CN', 'records_kept_years', '2005-03-01', 10, null, 'law', 'Regulations on Copyright Collective Administration, Art 29: ten years or more'),
        ('CN', 'cloud_drive_notice_hours', '2015-10-14', 24, null, 'law', 'National Copyright Administration, notice on cloud drives (2015)'),
        ('CN', 'counter_notice_wait_days', '2006-07-01', 0, null, 'law', 'Regulations on Protection of the Right of Communication through Information Networks, Art 17: at once'),
        ('CN', 'counter_notice_wait_days_ecommerce', '2019-01-01', 15, null, 'law', 'E-Commerce Law, Art 43'),
        ('CN', 'counter_notice_delay_working_days_most', '2020-09-14', 20, null, 'law', 'Supreme People’s Court, reply on network intellectual property disputes (2020)'),
        ('CN', 'film_protection_years', '2021-06-01', 50, null, 'law', 'Copyright Law, Art 23: to 31 December of the 50th year after first publication'),
        ('EU', 'licence_term_months_most', '2016-04-10', null, null, 'law', 'Directive 2014/26/EU: no term'),
        ('EU', 'exclusive_licence', '2016-04-10', null, 'by_mandate', 'law', 'Directive 2014/26/EU, Art 5: as far as the holder’s mandate goes'),
        ('EU', 'application_answer_days', '2016-04-10', 30, null, 'default', 'Directive 2014/26/EU, Art 16(3), says "without undue delay" and names no number of days'),
        ('EU', 'offer_valid_days', '2016-04-10', 30, null, 'default', 'no text; the society decides'),
        ('EU', 'holder_licenses_alongside', '2016-04-10', null, 'non_commercial', 'law', 'Directive 2014/26/EU, Art 5(3); Germany: VGG § 11'),
        ('EU', 'withdrawal_notice_months_most', '2016-04-10', 6, null, 'law', 'Directive 2014/26/EU, Art 5(4); Germany: VGG § 12. It may run to the end of the year'),
        ('EU', 'distribution_due_months', '2016-04-10', 9, null, 'law', 'Directive 2014/26/EU, Art 13(1): after the financial year of collection'),
        ('EU', 'sister_payment_due_months', '2016-04-10', 6, null, 'law', 'Directive 2014/26/EU, Art 15(3)'),
        ('EU', 'unidentified_list_months', '2016-04-10', 3, null, 'law', 'Directive 2014/26/EU, Art 13(3); Germany: VGG § 29'),
        ('EU', 'unidentified_list_public_months', '2016-04-10', 12, null, 'law', 'Directive 2014/26/EU, Art 13(3); Germany: VGG § 29'),
        ('EU', 'non_distributable_years', '2016-04-10', 3, null, 'law', 'Directive 2014/26/EU, Art 13(4): if the search was made; Germany: VGG § 30'),
        ('EU', 'annual_report_due_months', '2016-04-10', 8, null, 'law', 'Directive 2014/26/EU, Art 22(1); Germany: VGG § 58'),
        ('EU', 'annual_report_public_years', '2016-04-10', 5, null, 'law', 'Directive 2014/26/EU, Art 22(1)'),
        ('EU', 'complaint_decision_days', '2021-08-01', 7, null, 'law', 'Germany: UrhDaG § 14: within a week'),
        ('EU', 'film_protection_years', '2016-04-10', 70, null, 'law', 'Directive 2006/116/EC, Art 2(2): after the last of four authors died');`);
  }

  down = refuseDown;
}
