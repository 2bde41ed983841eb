import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refuseDown } from './tenant.js';

/**
 * What a posted distribution holds is released by an adjustment: a distribution whose pools are the suspense of another
 * one's. It keeps the same kinds of rows as any run, and goes through the same states.
 */
export class DistributionReleaseHeld1795570000145 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.#shipLookBack(queryRunner);
    await this.#createAdjustments(queryRunner);
    await this.#followPools(queryRunner);
    await this.#bindResults(queryRunner);
    await this.#bindSuspense(queryRunner);
    await this.#tellHolders(queryRunner);
  }

  /** Bodies publish for how many years they adjust; the law of neither says it. */
  async #shipLookBack(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      insert into profile.setting (setting, kind, own_number, meaning) values
        ('look_back_years', 'whole', 'any', 'years after the year of collection within which held money is released by an adjustment');
      insert into profile.jurisdiction_rule (jurisdiction, setting, valid_from, amount, word, basis, source) values
        ('CN', 'look_back_years', '2005-03-01', 3, null, 'default', 'Civil Code, Art 188, lets a claim lapse after three years; the society decides'),
        ('EU', 'look_back_years', '2016-04-10', 3, null, 'default', 'no text; AGICOA looks back three years, Screenrights four; the society decides');`);
  }

  async #createAdjustments(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table distribution.distribution
        add column adjusts integer, -- of an adjustment: the distribution whose held money it releases
        drop constraint distribution_kind_known,
        add constraint distribution_kind_known check (kind in ('normal', 'what_if', 'reversal', 'adjustment')),
        add constraint distribution_adjustment_names_adjusted check ((kind = 'adjustment') = (adjusts is not null)),
        add constraint distribution_adjusts_fkey
          foreign key (society_id, adjusts) references distribution.distribution (society_id, distribution_id);
      create index distribution_adjusts on distribution.distribution (society_id, adjusts) where adjusts is not null;

      -- Posted, and not taken back.
      create function distribution.is_in_books(run integer) returns boolean language sql stable
        return distribution.state_of(run) = 'posted' and not exists (
          select from distribution.distribution r
          where r.reverses = run and distribution.state_of(r.distribution_id) = 'posted');

      -- When a run was calculated that was not taken back to open since: matches of a later time were none of it.
      create function distribution.calculated_at(run integer) returns timestamptz language sql stable
        return (
          select max(e.happened_at)
          from distribution.distribution_event e
          join distribution.distribution_event b
            on b.distribution_id = e.distribution_id and b.ordinal = e.ordinal - 1 and b.state = 'open'
          where e.distribution_id = run and e.state = 'calculated');

      create function distribution.refuse_adjustment_of_unposted() returns trigger language plpgsql as $$
      begin
        if not exists (
          select from distribution.distribution d
          where d.distribution_id = new.adjusts and d.kind = 'normal' and d.rule_set_id = new.rule_set_id
            and distribution.is_in_books(d.distribution_id)
        ) then
          raise exception 'distribution % is not in the books', new.adjusts
            using errcode = 'check_violation', schema = 'distribution', table = 'distribution',
              constraint = 'distribution_adjusts_posted';
        end if;
        return new;
      end $$;
      create trigger distribution_adjusts_posted before insert on distribution.distribution
        for each row when (new.kind = 'adjustment') execute function distribution.refuse_adjustment_of_unposted();

      -- Shares of an adjustment are no longer those of claims, so that what a claim earned is asked of the tables.
      drop view distribution.earned;

      -- Usage of a scope of an adjustment: which of it, by the time of its match, and how the adjusted distribution held it.
      alter table distribution.scope
        add column matched_after timestamptz, -- null: it was known when the adjusted distribution was calculated
        add column matched_until timestamptz, -- null: of a distribution that is no adjustment
        add column held_as text collate "C",
        add constraint scope_held_as_known check (held_as in ('unidentified', 'unclaimed', 'disputed')),
        add constraint scope_held_as_since check ((held_as is null) = (matched_until is null));`);
  }

  /**
   * The mark of whose suspense holds a collection's rest stands on the collection's row, as the mark of being in the books
   * does: a posting, a release and a reversal at the same time meet there.
   */
  async #followPools(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop trigger collection_not_of_posted_distribution on distribution.collection;
      alter table distribution.collection add column held_in integer; -- the distribution whose suspense is the rest
      update distribution.collection set held_in = posted_in where posted_in is not null;
      create trigger collection_not_of_posted_distribution before update on distribution.collection for each row
        when (old.posted_in is not null and old.posted_in is not distinct from new.posted_in
          and old.held_in is not distinct from new.held_in)
        execute function distribution.refuse_change_of_posted();
      grant select (held_in) on distribution.collection to cineledger_holder;

      alter table distribution.pool
        add column follows integer, -- of an adjustment: the distribution whose suspense of this collection it shares out
        add constraint pool_follows_fkey foreign key (follows, collection_id)
          references distribution.pool (distribution_id, collection_id);
      create function distribution.refuse_unled() returns trigger language plpgsql as $$
      declare stray integer;
      begin
        select i.collection_id into stray
        from inserted i
        join distribution.distribution d on d.distribution_id = i.distribution_id
        join distribution.collection c on c.collection_id = i.collection_id
        where case when d.kind = 'adjustment'
          then (c.posted_in = d.adjusts and c.held_in = i.follows) is not true
          else i.follows is not null end
        limit 1;
        if found then
          raise exception 'the suspense of collection % is not where the pool says', stray
            using errcode = 'check_violation', schema = 'distribution', table = 'pool', constraint = 'pool_follows_the_last';
        end if;
        return null;
      end $$;
      create trigger pool_follows_the_last after insert on distribution.pool
        referencing new table as inserted for each statement execute function distribution.refuse_unled();

      create or replace function distribution.mark_posted() returns trigger language plpgsql
        security definer set search_path = pg_catalog, pg_temp as $$
      declare marked bigint;
      begin
        update distribution.collection c
          set posted_in = case when d.kind = 'adjustment' then c.posted_in else i.distribution_id end,
            held_in = i.distribution_id
          from inserted i
          join distribution.distribution d on d.distribution_id = i.distribution_id
          join distribution.pool p on p.distribution_id = i.distribution_id and p.collection_id = i.collection_id
          where c.collection_id = i.collection_id and case when d.kind = 'adjustment'
            then c.posted_in = d.adjusts and c.held_in = p.follows else c.posted_in is null end;
        get diagnostics marked = row_count;
        if marked <> (select count(*) from inserted) then
          raise exception 'a collection is posted already, or its held money is released already'
            using errcode = 'unique_violation', schema = 'distribution', table = 'posted_pool',
              constraint = case when exists (
                select from inserted i join distribution.distribution d on d.distribution_id = i.distribution_id
                where d.kind = 'adjustment'
              ) then 'posted_pool_released_once' else 'posted_pool_collection_once' end;
        end if;
        return null;
      end $$;

      -- Releases are taken back last first, and before the distribution whose money they gave.
      create or replace function distribution.mark_reversed() returns trigger language plpgsql
        security definer set search_path = pg_catalog, pg_temp as $$
      declare marked bigint;
      begin
        update distribution.collection c
          set posted_in = case when v.kind = 'adjustment' then c.posted_in end, held_in = p.follows
          from inserted i
          join distribution.distribution d on d.distribution_id = i.distribution_id
          join distribution.distribution v on v.distribution_id = d.reverses
          join distribution.pool p on p.distribution_id = d.reverses and p.collection_id = i.collection_id
          where c.collection_id = i.collection_id and c.held_in = d.reverses
            and c.posted_in = coalesce(v.adjusts, d.reverses);
        get diagnostics marked = row_count;
        if marked <> (select count(*) from inserted) then
          raise exception 'a collection is not in the books by the distribution that is reversed, or has been released since'
            using errcode = 'check_violation', schema = 'distribution', table = 'reversed_pool',
              constraint = case when exists (
                select from inserted i
                join distribution.distribution d on d.distribution_id = i.distribution_id
                join distribution.distribution v on v.distribution_id = d.reverses
                join distribution.collection c on c.collection_id = i.collection_id
                where c.posted_in = coalesce(v.adjusts, d.reverses)
              ) then 'reversed_pool_is_the_last' else 'reversed_pool_was_posted' end;
        end if;
        return null;
      end $$;

      create or replace function distribution.refuse_reversal_of_unposted() returns trigger language plpgsql as $$
      declare broken text;
      begin
        broken := case
          when not exists (
            select from distribution.distribution d
            where d.distribution_id = new.reverses and d.kind in ('normal', 'adjustment')
              and d.rule_set_id = new.rule_set_id and distribution.state_of(d.distribution_id) = 'posted'
          ) then 'distribution_reverses_posted'
          when exists (
            select from distribution.pool p
            join distribution.collection c on c.collection_id = p.collection_id
            where p.distribution_id = new.reverses and c.held_in is distinct from new.reverses
          ) then 'distribution_reversed_last_first'
        end;
        if broken is not null then
          raise exception 'distribution % is not posted, or has been released since', new.reverses
            using errcode = 'check_violation', schema = 'distribution', table = 'distribution', constraint = broken;
        end if;
        return new;
      end $$;`);
  }

  async #bindResults(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A result without its allocations would be money without an owner. The money of an adjustment is what is held: to the
      -- unit, and to the point.
      create or replace function distribution.refuse_unallocated() returns trigger language plpgsql as $$
      declare
        followed integer;
        held record;
      begin
        select p.follows into followed from distribution.pool p
        where p.distribution_id = new.distribution_id and p.collection_id = new.collection_id;
        if followed is null then
          if new.gross_minor is distinct from
              (select amount_minor from distribution.collection c where c.collection_id = new.collection_id) then
            raise exception 'the gross of collection % is not its amount', new.collection_id
              using errcode = 'check_violation', schema = 'distribution', table = 'pool_result',
                constraint = 'pool_result_gross_is_the_collection';
          end if;
        else
          select sum(a.amount_minor) as amount, sum(a.points) as points into held from distribution.allocation a
          where a.distribution_id = followed and a.collection_id = new.collection_id
            and a.suspense in ('unidentified', 'unclaimed', 'disputed');
          if (new.gross_minor, new.points) is distinct from (held.amount, held.points) then
            raise exception 'collection % holds % minor units for % points, and not % for %', new.collection_id,
              held.amount, held.points, new.gross_minor, new.points
              using errcode = 'check_violation', schema = 'distribution', table = 'pool_result',
                constraint = 'pool_result_releases_what_is_held';
          end if;
          if new.deducted_minor <> 0 then
            raise exception 'deductions of collection % are taken already', new.collection_id
              using errcode = 'check_violation', schema = 'distribution', table = 'pool_result',
                constraint = 'pool_result_deducted_once';
          end if;
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
      end $$;`);
  }

  /**
   * Domain, "the database refuses" 8. The ledger knows nothing of royalties, so the later module binds it. Money held is
   * never spent otherwise than for holders; only the reversal of a whole distribution gives it back to the collection.
   */
  async #bindSuspense(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create function distribution.refuse_stray_suspense() returns trigger language plpgsql as $$
      declare stray record;
      begin
        select i.transaction_id into stray
        from (
          select distinct d.transaction_id from inserted d join ledger.account a on a.account_id = d.account_id
          where d.debit_minor > 0 and a.code like 'liabilities:suspense:%'
        ) i
        join inserted p on p.transaction_id = i.transaction_id and p.credit_minor > 0
        join ledger.account a on a.account_id = p.account_id
        join ledger.transaction t on t.transaction_id = i.transaction_id
        where a.code not like 'liabilities:parties:%' and a.code not like 'liabilities:suspense:%'
          and not exists (
            select from distribution.distribution r
            where r.kind = 'reversal' and r.distribution_id::text = split_part(t.code, ':', 1)
              and distribution.state_of(r.distribution_id) = 'posted')
        limit 1;
        if found then
          raise exception 'transaction % takes held money for something else than parties', stray.transaction_id
            using errcode = 'check_violation', schema = 'ledger', table = 'posting',
              constraint = 'suspense_leaves_for_holders';
        end if;
        select a.code, b.currency, b.amount into stray
        from (
          select p.account_id, p.currency, sum(p.credit_minor - p.debit_minor) as amount
          from ledger.posting p
          where (p.account_id, p.currency) in (
            select d.account_id, d.currency from inserted d join ledger.account a on a.account_id = d.account_id
            where d.debit_minor > 0 and a.code like 'liabilities:suspense:%')
          group by p.account_id, p.currency
          having sum(p.credit_minor - p.debit_minor) < 0
        ) b
        join ledger.account a on a.account_id = b.account_id
        limit 1;
        if found then
          raise exception '% holds % minor units of %', stray.code, stray.amount, stray.currency
            using errcode = 'check_violation', schema = 'ledger', table = 'posting', constraint = 'suspense_not_below_zero';
        end if;
        return null;
      end $$;
      create trigger suspense_leaves_for_holders after insert on ledger.posting
        referencing new table as inserted for each statement execute function distribution.refuse_stray_suspense();`);
  }

  /** A holder sees its own claims only, and learns from here whether a release may give what is held. */
  async #tellHolders(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create function distribution.claims_changed_since(work integer, of_right text, run integer) returns boolean
        language sql stable security definer set search_path = pg_catalog, pg_temp return exists (
          select from repertoire.claim k
          where k.work_id = work and k."right" = of_right and k.society_id = nullif(current_setting('app.society', true), '')::integer
            and greatest(k.recorded_at, k.superseded_at) > distribution.calculated_at(run));
      revoke all on function distribution.claims_changed_since(integer, text, integer) from public;
      grant execute on function distribution.claims_changed_since(integer, text, integer) to cineledger_app, cineledger_holder;`);
  }

  down = refuseDown;
}
