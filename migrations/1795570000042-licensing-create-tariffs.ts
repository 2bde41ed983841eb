import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000041-profile-create-rule-profile.js';
import { replaceSandboxFunction } from './sandbox.js';
import { refuseDown, tenantTable } from './tenant.js';

export const SANDBOX_TABLES = [
  'licensing.quote_approval',
  'licensing.quote',
  'licensing.tariff_publication',
  'licensing.tariff_version',
  'licensing.tariff',
  ...TABLES_BEFORE,
];

/**
 * Tariffs and the quotes that are made of them. Rows are final: a version with a mistake is followed by another, and
 * what was quoted can be computed again from the version that it names.
 */
export class LicensingCreateTariffs1795570000042 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.#createTariffs(queryRunner);
    await this.#createQuotes(queryRunner);
    await queryRunner.query(replaceSandboxFunction(SANDBOX_TABLES));
  }

  async #createTariffs(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table licensing.tariff (
        tariff_id integer generated always as identity,
        society_id integer not null,
        code text collate "C" not null,
        name text not null,
        constraint tariff_pkey primary key (tariff_id),
        constraint tariff_of_society_key unique (society_id, tariff_id),
        constraint tariff_code_unique unique (society_id, code),
        constraint tariff_named check (code <> '' and name <> '')
      );
      ${tenantTable('licensing.tariff', 'select, insert')}

      create table licensing.tariff_version (
        tariff_version_id integer generated always as identity,
        society_id integer not null,
        tariff_id integer not null,
        version integer not null, -- 1, 2, … of the tariff
        "right" text collate "C" not null,
        use_types text[] collate "C" not null,
        territories_except boolean not null,
        territory_codes text[] collate "C" not null,
        currency text collate "C" not null,
        formula jsonb not null, -- rules/formula.ts; every figure in it is text, so that none becomes a float
        resolution_number text not null,
        resolution_on date not null,
        made_by text collate "C" not null,
        made_at timestamptz not null default now(),
        constraint tariff_version_pkey primary key (tariff_version_id),
        constraint tariff_version_of_society_key unique (society_id, tariff_version_id),
        -- What a publication names, so that a plain check can compare its maker with its publisher.
        constraint tariff_version_as_made unique (society_id, tariff_id, tariff_version_id, made_by),
        constraint tariff_version_once unique (tariff_id, version),
        constraint tariff_version_formula_known check (
          formula ->> 'kind' in ('unit_rate', 'revenue_share', 'flat_period', 'class_table', 'step_discount')),
        constraint tariff_version_formula_exact check (not jsonb_path_exists(formula, '$.** ? (@.type() == "number")')),
        constraint tariff_version_use_types_named check (cardinality(use_types) > 0),
        constraint tariff_version_resolved check (resolution_number <> '' and made_by <> ''),
        constraint tariff_version_tariff_fkey
          foreign key (society_id, tariff_id) references licensing.tariff (society_id, tariff_id)
      );
      ${tenantTable('licensing.tariff_version', 'select, insert')}

      create function licensing.refuse_use_types_of_other_right() returns trigger language plpgsql as $$
      begin
        if not new.use_types <@ (select array_agg(use_type) from licensing.use_type where "right" = new."right") then
          raise exception 'use types % do not all exercise the right "%"', new.use_types, new."right"
            using errcode = 'check_violation', schema = 'licensing', table = 'tariff_version',
              constraint = 'tariff_version_use_types_of_right';
        end if;
        return new;
      end $$;
      create trigger tariff_version_use_types_of_right before insert on licensing.tariff_version
        for each row execute function licensing.refuse_use_types_of_other_right();

      -- Announced: from here on the version may be quoted. It holds until its last day, or until the next one begins.
      create table licensing.tariff_publication (
        tariff_version_id integer not null,
        society_id integer not null,
        tariff_id integer not null,
        made_by text collate "C" not null,
        valid_from date not null,
        valid_to date,
        published_by text collate "C" not null,
        published_at timestamptz not null default now(),
        constraint tariff_publication_pkey primary key (tariff_version_id),
        constraint tariff_publication_day_once unique (tariff_id, valid_from),
        constraint tariff_publication_by_another check (published_by <> made_by and published_by <> ''),
        constraint tariff_publication_term_in_order check (valid_from <= valid_to),
        constraint tariff_publication_version_fkey foreign key (society_id, tariff_id, tariff_version_id, made_by)
          references licensing.tariff_version (society_id, tariff_id, tariff_version_id, made_by)
      );
      ${tenantTable('licensing.tariff_publication', 'select, insert')}

      create function licensing.refuse_backdated_tariff() returns trigger language plpgsql as $$
      begin
        if exists (select from licensing.tariff_publication
                    where tariff_id = new.tariff_id and valid_from >= new.valid_from) then
          raise exception 'tariff % has a version that is in force from % or later', new.tariff_id, new.valid_from
            using errcode = 'check_violation', schema = 'licensing', table = 'tariff_publication',
              constraint = 'tariff_publication_goes_forward';
        end if;
        if (select resolution_on from licensing.tariff_version where tariff_version_id = new.tariff_version_id)
            > new.valid_from then
          raise exception 'a tariff is in force no earlier than the day of its resolution'
            using errcode = 'check_violation', schema = 'licensing', table = 'tariff_publication',
              constraint = 'tariff_publication_after_resolution';
        end if;
        return new;
      end $$;
      create trigger tariff_publication_goes_forward before insert on licensing.tariff_publication
        for each row execute function licensing.refuse_backdated_tariff();

      -- A published version and the days on which it is in force; last_day is null until further notice.
      create view licensing.published_tariff with (security_invoker = true) as
      select v.*, p.valid_from, p.published_by, p.published_at,
        least(p.valid_to,
          lead(p.valid_from) over (partition by p.tariff_id order by p.valid_from) - 1) as last_day
      from licensing.tariff_publication p join licensing.tariff_version v using (tariff_version_id, society_id, tariff_id, made_by);
      grant select on licensing.published_tariff to cineledger_app;`);
  }

  async #createQuotes(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A price, frozen: what it was computed from, each step, and until when it stands, in one text with its hash.
      create table licensing.quote (
        quote_id integer generated always as identity,
        society_id integer not null,
        licensee_id integer not null,
        tariff_version_id integer not null,
        priced_on date not null,
        valid_until date not null, -- last day on which an offer of it can be accepted
        currency text collate "C" not null,
        tariff_minor bigint not null, -- by the tariff
        amount_minor bigint not null, -- as quoted
        off_tariff_reason text,
        content text collate "C" not null, -- JSON
        sha256 text collate "C" not null,
        made_by text collate "C" not null,
        made_at timestamptz not null default now(),
        constraint quote_pkey primary key (quote_id),
        constraint quote_of_society_key unique (society_id, quote_id),
        constraint quote_as_made unique (society_id, quote_id, made_by),
        constraint quote_amounts_in_order check (0 <= amount_minor and amount_minor <= tariff_minor),
        constraint quote_off_tariff_reasoned
          check ((amount_minor = tariff_minor) = (off_tariff_reason is null) and off_tariff_reason is distinct from ''),
        constraint quote_valid_when_priced check (priced_on <= valid_until),
        constraint quote_made_by_someone check (made_by <> ''),
        constraint quote_hash_is_of_content check (sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
        constraint quote_content_says_the_same check (
          content::jsonb @> jsonb_build_object('tariffVersionId', tariff_version_id, 'currency', currency,
            'amountMinor', amount_minor::text, 'tariffMinor', tariff_minor::text, 'validUntil', to_char(valid_until, 'YYYY-MM-DD'))),
        constraint quote_licensee_fkey
          foreign key (society_id, licensee_id) references licensing.licensee (society_id, licensee_id),
        constraint quote_version_fkey
          foreign key (society_id, tariff_version_id) references licensing.tariff_version (society_id, tariff_version_id)
      );
      create index quote_licensee on licensing.quote (society_id, licensee_id);
      create index quote_version on licensing.quote (society_id, tariff_version_id);
      ${tenantTable('licensing.quote', 'select, insert')}

      create function licensing.refuse_unpublished_tariff() returns trigger language plpgsql as $$
      begin
        if not exists (
          select from licensing.published_tariff
          where tariff_version_id = new.tariff_version_id and currency = new.currency
            and new.priced_on between valid_from and coalesce(last_day, new.priced_on)
        ) then
          raise exception 'tariff version % is not in force on % in %', new.tariff_version_id, new.priced_on, new.currency
            using errcode = 'check_violation', schema = 'licensing', table = 'quote',
              constraint = 'quote_on_tariff_in_force';
        end if;
        return new;
      end $$;
      create trigger quote_on_tariff_in_force before insert on licensing.quote
        for each row execute function licensing.refuse_unpublished_tariff();

      -- A discount counts once another person has approved it.
      create table licensing.quote_approval (
        quote_id integer not null,
        society_id integer not null,
        made_by text collate "C" not null,
        approved_by text collate "C" not null,
        reason text not null,
        approved_at timestamptz not null default now(),
        constraint quote_approval_pkey primary key (quote_id),
        constraint quote_approval_by_another check (approved_by <> made_by and approved_by <> ''),
        constraint quote_approval_reasoned check (reason <> ''),
        constraint quote_approval_quote_fkey
          foreign key (society_id, quote_id, made_by) references licensing.quote (society_id, quote_id, made_by)
      );
      ${tenantTable('licensing.quote_approval', 'select, insert')}`);
  }

  down = refuseDown;
}
