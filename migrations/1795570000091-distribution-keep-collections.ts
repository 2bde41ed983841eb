import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refuseDown } from './tenant.js';

/**
 * Collections that finance enters and corrects as long as they are not in the books; gates that nobody waives for a
 * calculation of his own; and approvals that whoever took one back may give again.
 */
export class DistributionKeepCollections1795570000091 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table distribution.collection
        add column bank_reference text, -- null: a folder brought it
        add column received_on date,
        add column version integer not null default 1, -- what an ETag says
        add column posted_in integer, -- the distribution by which it is in the books; posted_pool sets it
        add constraint collection_bank_reference_says_something check (bank_reference <> ''),
        add constraint collection_version_counts check (version > 0);
      update distribution.collection c set posted_in = p.distribution_id
        from distribution.posted_pool p where p.collection_id = c.collection_id;
      grant update (period_start, period_end, amount_minor, bank_reference, received_on, version)
        on distribution.collection to cineledger_app;

      -- The mark stands on the collection's own row, so that a correction and a posting at the same time meet there.
      create function distribution.refuse_change_of_posted() returns trigger language plpgsql as $$
      begin
        raise exception 'collection % is posted', old.code
          using errcode = 'check_violation', schema = 'distribution', table = 'collection',
            constraint = 'collection_not_of_posted_distribution';
      end $$;
      create trigger collection_not_of_posted_distribution before update on distribution.collection for each row
        when (old.posted_in is not null and old.posted_in is not distinct from new.posted_in)
        execute function distribution.refuse_change_of_posted();

      -- A collection has one effective posting.
      alter table distribution.posted_pool drop constraint posted_pool_collection_once;
      create function distribution.mark_posted() returns trigger language plpgsql
        security definer set search_path = pg_catalog, pg_temp as $$
      declare marked bigint;
      begin
        update distribution.collection c set posted_in = i.distribution_id
          from inserted i where c.collection_id = i.collection_id and c.posted_in is null;
        get diagnostics marked = row_count;
        if marked <> (select count(*) from inserted) then
          raise exception 'a collection is posted already'
            using errcode = 'unique_violation', schema = 'distribution', table = 'posted_pool',
              constraint = 'posted_pool_collection_once';
        end if;
        return null;
      end $$;
      revoke all on function distribution.mark_posted() from public;
      create trigger posted_pool_collection_once after insert on distribution.posted_pool
        referencing new table as inserted for each statement execute function distribution.mark_posted();

      -- Whoever opened, reopened or calculated it. Taking an approval back makes nothing, though it leads to 'calculated'.
      create function distribution.is_made_by(run integer, maker text) returns boolean language sql stable
        return exists (
          select from distribution.distribution_event e
          left join distribution.distribution_event b
            on b.distribution_id = e.distribution_id and b.ordinal = e.ordinal - 1
          where e.distribution_id = run and e.actor = maker
            and (e.state = 'open' or (e.state = 'calculated' and b.state = 'open')));

      -- Domain, States and "the database refuses" 4 and 9. A sandbox is one person's, so that nobody approves there.
      create or replace function distribution.refuse_state_jump() returns trigger language plpgsql as $$
      declare
        last distribution.distribution_event;
        run distribution.distribution;
        sandbox boolean;
        broken text;
      begin
        select * into last from distribution.distribution_event
        where distribution_id = new.distribution_id order by ordinal desc limit 1;
        select * into run from distribution.distribution where distribution_id = new.distribution_id;
        select s.sandbox into sandbox from identity.society s where s.society_id = new.society_id;
        broken := case
          when new.ordinal <> coalesce(last.ordinal, 0) + 1
            or (case new.state
              when 'open' then last.state is null or last.state = 'calculated'
              when 'calculated' then last.state in ('open', 'approved')
              when 'approved' then last.state = 'calculated'
              when 'posted' then last.state = 'approved' or (last.state = 'calculated' and sandbox)
              else false
            end) is not true then 'distribution_state_follows'
          when new.reason is null and last.state is not null
            and (new.state = 'open' or (new.state = 'calculated' and last.state = 'approved'))
            then 'distribution_step_back_has_reason'
          when new.state in ('approved', 'posted') and run.kind = 'what_if' then 'distribution_what_if_never_posted'
          when new.state = 'approved' and new.inputs_sha256 <> last.inputs_sha256 then 'distribution_approved_as_calculated'
          when new.state = 'approved' and distribution.is_made_by(new.distribution_id, new.actor)
            then 'distribution_approved_by_another'
          when new.state in ('approved', 'posted') and not sandbox and not exists (
            select from distribution.rule_set_publication where rule_set_id = run.rule_set_id
          ) then 'distribution_by_published_rules'
        end;
        if broken is not null then
          raise exception 'distribution % cannot go from % to %', new.distribution_id, coalesce(last.state, 'nothing'), new.state
            using errcode = 'check_violation', schema = 'distribution', table = 'distribution_event', constraint = broken;
        end if;
        return new;
      end $$;

      -- Four eyes hold for gates too: whoever opened or calculated is not the one to look away.
      create function distribution.refuse_own_waiver() returns trigger language plpgsql as $$
      begin
        if distribution.is_made_by(new.distribution_id, new.actor) then
          raise exception 'gate % of distribution % is waived by whoever made it', new.gate, new.distribution_id
            using errcode = 'check_violation', schema = 'distribution', table = 'gate_waiver',
              constraint = 'gate_waived_by_another';
        end if;
        return new;
      end $$;
      create trigger gate_waived_by_another before insert on distribution.gate_waiver
        for each row execute function distribution.refuse_own_waiver();`);
  }

  down = refuseDown;
}
