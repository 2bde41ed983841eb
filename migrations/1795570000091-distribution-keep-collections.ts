import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refuseDown } from './tenant.js';

/**
 * Collections that finance enters and corrects as long as nothing has been paid out of them, and gates that nobody
 * waives for a calculation of his own.
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

      -- Four eyes hold for gates too: whoever opened or calculated is not the one to look away.
      create function distribution.refuse_own_waiver() returns trigger language plpgsql as $$
      begin
        if exists (
          select from distribution.distribution_event
          where distribution_id = new.distribution_id and actor = new.actor and state in ('open', 'calculated')
            and ordinal <= new.ordinal
        ) then
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
