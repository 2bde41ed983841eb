import type { MigrationInterface, QueryRunner } from 'typeorm';
import { analyzable, refuseDown, tenantTable } from './tenant.js';

export class DistributionCreateRuns1795570000007 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.#createTerms(queryRunner);
    await this.#createStages(queryRunner);
    await this.#createResults(queryRunner);
  }

  async #createTerms(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create extension if not exists btree_gist;
      create schema distribution;
      grant usage on schema distribution to cineledger_app;

      create table distribution.collection (
        collection_id integer generated always as identity,
        society_id integer not null,
        code text collate "C" not null,
        ordinal integer not null, -- the order in which finance entered it: outputs keep it
        licence_id integer not null,
        period_start date not null,
        period_end date not null, -- inclusive
        amount_minor bigint not null,
        currency text collate "C" not null,
        minor_units integer not null, -- decimals of the currency (ISO 4217) on the day of the collection
        constraint collection_pkey primary key (collection_id),
        constraint collection_of_society_key unique (society_id, collection_id),
        constraint collection_code_unique unique (society_id, code),
        constraint collection_minor_units_known check (minor_units between 0 and 4),
        constraint collection_amount_not_negative check (amount_minor >= 0),
        constraint collection_period_in_order check (period_start <= period_end),
        -- A day of a licence belongs to one pool at most.
        constraint collection_periods_apart exclude using gist
          (licence_id with =, daterange(period_start, period_end, '[]') with &&),
        constraint collection_licence_fkey
          foreign key (society_id, licence_id) references licensing.licence (society_id, licence_id)
      );
      ${tenantTable('distribution.collection', 'select, insert')}

      create table distribution.deduction (
        deduction_id integer generated always as identity,
        society_id integer not null,
        code text collate "C" not null,
        ordinal integer not null, -- deductions are taken in this order
        kind text collate "C" not null,
        percent numeric not null,
        licence_id integer, -- null: every licence
        constraint deduction_pkey primary key (deduction_id),
        constraint deduction_of_society_key unique (society_id, deduction_id),
        constraint deduction_code_unique unique (society_id, code),
        constraint deduction_kind_known check (kind in ('admin_fee', 'social_cultural', 'reserve', 'other')),
        constraint deduction_percent_0_to_100 check (percent between 0 and 100),
        constraint deduction_licence_fkey
          foreign key (society_id, licence_id) references licensing.licence (society_id, licence_id)
      );
      create index deduction_licence on distribution.deduction (society_id, licence_id);
      ${tenantTable('distribution.deduction', 'select, insert')}

      create function distribution.refuse_deductions_above_100() returns trigger language plpgsql as $$
      declare above record;
      begin
        select d.society_id, l.licence_id, sum(e.percent) as percent into above
        from (select distinct society_id from inserted) d
        cross join lateral (
          select licence_id from distribution.deduction where society_id = d.society_id
          union select null -- a licence that has no deduction of its own
        ) l
        join distribution.deduction e
          on e.society_id = d.society_id and (e.licence_id is null or e.licence_id = l.licence_id)
        group by d.society_id, l.licence_id
        having sum(e.percent) > 100
        limit 1;
        if found then
          raise exception 'deductions of licence % add up to % %%', coalesce(above.licence_id::text, 'any'), above.percent
            using errcode = 'check_violation', schema = 'distribution', table = 'deduction',
              constraint = 'deductions_at_most_100';
        end if;
        return null;
      end $$;
      create trigger deductions_at_most_100 after insert on distribution.deduction
        referencing new table as inserted for each statement execute function distribution.refuse_deductions_above_100();

      create table distribution.weight (
        society_id integer not null,
        dimension text collate "C" not null,
        key text collate "C" not null,
        weight numeric not null,
        constraint weight_pkey primary key (society_id, dimension, key),
        constraint weight_dimension_known check (dimension in ('use_type', 'work_type')),
        -- NaN is greater than everything, and no weight.
        constraint weight_not_negative check (weight >= 0 and weight < 'Infinity'),
        constraint weight_at_most_six_decimals check (weight = round(weight, 6))
      );
      ${tenantTable('distribution.weight', 'select, insert')}

      create table distribution.distribution (
        distribution_id integer generated always as identity,
        society_id integer not null,
        inputs_sha256 text collate "C" not null,
        opened_at timestamptz not null default now(),
        constraint distribution_pkey primary key (distribution_id),
        constraint distribution_of_society_key unique (society_id, distribution_id),
        constraint distribution_society_fkey foreign key (society_id) references identity.society
      );
      ${tenantTable('distribution.distribution', 'select, insert')}

      -- The collections that a run distributes.
      create table distribution.pool (
        distribution_id integer not null,
        collection_id integer not null,
        society_id integer not null,
        constraint pool_pkey primary key (distribution_id, collection_id),
        constraint pool_distribution_fkey
          foreign key (society_id, distribution_id) references distribution.distribution (society_id, distribution_id),
        constraint pool_collection_fkey
          foreign key (society_id, collection_id) references distribution.collection (society_id, collection_id)
      );
      create index pool_collection on distribution.pool (society_id, collection_id);
      ${tenantTable('distribution.pool', 'select, insert')}`);
  }

  /** What each stage computed, kept as final rows: a later release reads them and never recomputes the past. */
  async #createStages(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- The days on which the claims in force on a work's right change. Segment 0 lies before the first of them;
      -- where there is none, all usage is in segment -1.
      create table distribution.validity (
        work_id integer not null,
        "right" text collate "C" not null,
        distribution_id integer not null,
        society_id integer not null,
        bounds date[] not null,
        constraint validity_pkey primary key (work_id, distribution_id, "right")
      );
      ${tenantTable('distribution.validity', 'select, insert')}

      -- Bulk: matched usage of a pool, summed as far as the same claims are in force.
      create table distribution.cell (
        work_id integer not null,
        distribution_id integer not null,
        collection_id integer not null,
        society_id integer not null,
        "right" text collate "C" not null,
        use_type text collate "C" not null,
        territory text collate "C" not null,
        segment integer not null,
        lines bigint not null,
        quantity numeric not null,
        points numeric not null
      );
      create index cell_distribution on distribution.cell using brin (distribution_id);
      ${tenantTable('distribution.cell', 'select, insert')}

      -- Bulk: what a claim earned in a pool. The claim's part of the points is points × share / 100.
      create table distribution.entitlement (
        work_id integer not null,
        distribution_id integer not null,
        collection_id integer not null,
        society_id integer not null,
        claim_id integer not null,
        use_type text collate "C" not null,
        territory text collate "C" not null,
        quantity numeric not null,
        points numeric not null
      );
      create index entitlement_distribution on distribution.entitlement using brin (distribution_id);
      ${tenantTable('distribution.entitlement', 'select, insert')}

      -- Bulk: points of known works that no asserted claim earned.
      create table distribution.held (
        work_id integer not null,
        distribution_id integer not null,
        collection_id integer not null,
        society_id integer not null,
        reason text collate "C" not null,
        "right" text collate "C" not null,
        use_type text collate "C" not null,
        territory text collate "C" not null,
        segment integer not null,
        points numeric not null,
        constraint held_reason_known check (reason in ('unclaimed', 'disputed'))
      );
      create index held_distribution on distribution.held using brin (distribution_id);
      ${tenantTable('distribution.held', 'select, insert')}

      -- Bulk: usage of unknown works, by what the licensee called them.
      create table distribution.unidentified (
        distribution_id integer not null,
        collection_id integer not null,
        society_id integer not null,
        resource_id text collate "C" not null,
        title text collate "C" not null,
        year text collate "C" not null,
        title_key text collate "C" not null,
        lines bigint not null,
        quantity numeric not null,
        points numeric not null
      );
      create index unidentified_distribution on distribution.unidentified using brin (distribution_id);
      ${tenantTable('distribution.unidentified', 'select, insert')}
      ${analyzable('distribution', 'analyze_loaded', [
        'distribution.validity (society_id)',
        'distribution.cell (society_id)',
      ])}`);
  }

  async #createResults(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table distribution.pool_result (
        distribution_id integer not null,
        collection_id integer not null,
        society_id integer not null,
        gross_minor bigint not null,
        deducted_minor bigint not null,
        net_minor bigint not null,
        points numeric not null,
        constraint pool_result_pkey primary key (distribution_id, collection_id),
        constraint pool_result_net_is_gross_less_deductions
          check (net_minor = gross_minor - deducted_minor and deducted_minor >= 0 and net_minor >= 0),
        constraint pool_result_pool_fkey foreign key (distribution_id, collection_id) references distribution.pool
      );
      ${tenantTable('distribution.pool_result', 'select, insert')}

      -- What is due before rounding, in major units to 10 decimals, half up (contract, Calculation). div() truncates
      -- exactly, where a numeric quotient would already be rounded.
      create function distribution.exact_amount(
        net_minor bigint, points numeric, share numeric, pool_points numeric, minor_units integer
      ) returns numeric language sql immutable parallel safe return trim_scale(
        div(
          2 * net_minor * points * share * 10000000000 + pool_points * 100 * 10::numeric ^ minor_units,
          2 * pool_points * 100 * 10::numeric ^ minor_units
        ) * 0.0000000001
      );

      create table distribution.deduction_taken (
        distribution_id integer not null,
        collection_id integer not null,
        society_id integer not null,
        deduction_id integer not null,
        amount_minor bigint not null,
        constraint deduction_taken_pkey primary key (distribution_id, collection_id, deduction_id),
        constraint deduction_taken_not_negative check (amount_minor >= 0),
        constraint deduction_taken_result_fkey
          foreign key (distribution_id, collection_id) references distribution.pool_result,
        constraint deduction_taken_deduction_fkey
          foreign key (society_id, deduction_id) references distribution.deduction (society_id, deduction_id)
      );
      create index deduction_taken_deduction on distribution.deduction_taken (society_id, deduction_id);
      ${tenantTable('distribution.deduction_taken', 'select, insert')}

      create table distribution.allocation (
        distribution_id integer not null,
        collection_id integer not null,
        society_id integer not null,
        beneficiary_kind text collate "C" not null,
        party_id integer,
        suspense text collate "C",
        points numeric not null,
        amount_minor bigint not null,
        rounding_unit boolean not null, -- whether one of the units left over after rounding down went here
        constraint allocation_beneficiary check (
          (beneficiary_kind = 'party' and party_id is not null and suspense is null)
          or (beneficiary_kind = 'suspense' and party_id is null
              and suspense in ('unidentified', 'unclaimed', 'disputed', 'undistributed'))),
        constraint allocation_beneficiary_once
          unique nulls not distinct (distribution_id, collection_id, party_id, suspense),
        constraint allocation_not_negative check (amount_minor >= 0)
      );
      ${tenantTable('distribution.allocation', 'select, insert')}

      create function distribution.refuse_stray_allocations() returns trigger language plpgsql as $$
      begin
        if exists (
          select from inserted i
          left join distribution.pool_result r
            on r.distribution_id = i.distribution_id and r.collection_id = i.collection_id and r.society_id = i.society_id
          left join repertoire.party p on p.party_id = i.party_id and p.society_id = i.society_id
          where r.collection_id is null or (i.party_id is not null and p.party_id is null)
        ) then
          raise exception 'an allocation names a pool or a party that its society does not have'
            using errcode = 'foreign_key_violation', schema = 'distribution', table = 'allocation',
              constraint = 'allocation_of_known_pool_and_party';
        end if;
        return null;
      end $$;
      create trigger allocation_of_known_pool_and_party after insert on distribution.allocation
        referencing new table as inserted for each statement execute function distribution.refuse_stray_allocations();

      -- Deductions and allocations of a pool are inserted by one statement each, and must fill it to the unit.
      create function distribution.refuse_other_sum() returns trigger language plpgsql as $$
      declare wrong record;
      begin
        if tg_table_name = 'allocation' then
          select r.collection_id, r.net_minor as due, sum(a.amount_minor) as given into wrong
          from distribution.pool_result r join distribution.allocation a using (distribution_id, collection_id)
          where (r.distribution_id, r.collection_id) in (select distribution_id, collection_id from inserted)
          group by r.collection_id, r.distribution_id, r.net_minor having sum(a.amount_minor) <> r.net_minor limit 1;
        else
          select r.collection_id, r.deducted_minor as due, sum(d.amount_minor) as given into wrong
          from distribution.pool_result r join distribution.deduction_taken d using (distribution_id, collection_id)
          where (r.distribution_id, r.collection_id) in (select distribution_id, collection_id from inserted)
          group by r.collection_id, r.distribution_id, r.deducted_minor
          having sum(d.amount_minor) <> r.deducted_minor limit 1;
        end if;
        if found then
          raise exception '% of collection % add up to % and not to % minor units', tg_argv[0], wrong.collection_id,
            wrong.given, wrong.due
            using errcode = 'check_violation', schema = 'distribution', table = tg_table_name, constraint = tg_name;
        end if;
        return null;
      end $$;
      create trigger allocations_fill_the_net after insert on distribution.allocation
        referencing new table as inserted for each statement execute function distribution.refuse_other_sum('allocations');
      create trigger deductions_fill_the_deducted after insert on distribution.deduction_taken
        referencing new table as inserted for each statement execute function distribution.refuse_other_sum('deductions');

      -- A result without its allocations would be money without an owner.
      create function distribution.refuse_unallocated() returns trigger language plpgsql as $$
      begin
        if new.gross_minor is distinct from
            (select amount_minor from distribution.collection c where c.collection_id = new.collection_id) then
          raise exception 'the gross of collection % is not its amount', new.collection_id
            using errcode = 'check_violation', schema = 'distribution', table = 'pool_result',
              constraint = 'pool_result_gross_is_the_collection';
        end if;
        if new.net_minor <> coalesce((select sum(amount_minor) from distribution.allocation a
              where (a.distribution_id, a.collection_id) = (new.distribution_id, new.collection_id)), 0)
          or new.deducted_minor <> coalesce((select sum(amount_minor) from distribution.deduction_taken d
              where (d.distribution_id, d.collection_id) = (new.distribution_id, new.collection_id)), 0)
        then
          raise exception 'collection % is not wholly deducted and allocated', new.collection_id
            using errcode = 'check_violation', schema = 'distribution', table = 'pool_result',
              constraint = 'pool_result_wholly_allocated';
        end if;
        return null;
      end $$;
      create constraint trigger pool_result_wholly_allocated after insert on distribution.pool_result
        deferrable initially deferred for each row execute function distribution.refuse_unallocated();

      -- Posting happens once: a row here makes a pool final, and a collection has one effective row.
      create table distribution.posted_pool (
        distribution_id integer not null,
        collection_id integer not null,
        society_id integer not null,
        transaction_id integer, -- null where the collection is of amount 0: there is nothing to book
        constraint posted_pool_pkey primary key (distribution_id, collection_id),
        constraint posted_pool_collection_once unique (collection_id),
        constraint posted_pool_result_fkey
          foreign key (distribution_id, collection_id) references distribution.pool_result,
        constraint posted_pool_transaction_fkey
          foreign key (society_id, transaction_id) references ledger.transaction (society_id, transaction_id)
      );
      create index posted_pool_transaction on distribution.posted_pool (society_id, transaction_id);
      ${tenantTable('distribution.posted_pool', 'select, insert')}

      -- A pool counts as posted by a transaction that books its gross, and not by any number.
      create function distribution.refuse_unbooked() returns trigger language plpgsql as $$
      declare stray integer;
      begin
        select i.collection_id into stray
        from inserted i
        join distribution.pool_result r on r.distribution_id = i.distribution_id and r.collection_id = i.collection_id
        join distribution.collection c on c.collection_id = i.collection_id
        left join (
          select transaction_id, currency, sum(debit_minor) as booked from ledger.posting
          where transaction_id in (select transaction_id from inserted) group by transaction_id, currency
        ) p on p.transaction_id = i.transaction_id
        where coalesce(p.booked, 0) <> r.gross_minor or p.currency <> c.currency
        limit 1;
        if found then
          raise exception 'the transaction of collection % does not book its gross', stray
            using errcode = 'check_violation', schema = 'distribution', table = 'posted_pool', constraint = 'posted_pool_books_its_gross';
        end if;
        return null;
      end $$;
      create trigger posted_pool_books_its_gross after insert on distribution.posted_pool
        referencing new table as inserted for each statement execute function distribution.refuse_unbooked();`);
  }

  down = refuseDown;
}
