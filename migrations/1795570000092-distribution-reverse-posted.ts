import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000082-repertoire-keep-disputes.js';
import { replaceSandboxFunction } from './sandbox.js';
import { refuseDown, tenantTable } from './tenant.js';

export const SANDBOX_TABLES = TABLES_BEFORE.flatMap((table) =>
  table === 'distribution.posted_pool' ? ['distribution.reversed_pool', table] : [table],
);

/**
 * A posted distribution is taken back by another one that posts the opposite of all its transactions. It goes through the
 * same states, so that another person approves it, and leaves its collections free to be distributed again.
 */
export class DistributionReversePosted1795570000092 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.#createReversals(queryRunner);
    await this.#bindPostings(queryRunner);
    await this.#exempt(queryRunner);
    await queryRunner.query(replaceSandboxFunction(SANDBOX_TABLES));
  }

  async #createReversals(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table distribution.distribution
        add column reverses integer,
        drop constraint distribution_kind_known,
        add constraint distribution_kind_known check (kind in ('normal', 'what_if', 'reversal')),
        add constraint distribution_reversal_names_reversed check ((kind = 'reversal') = (reverses is not null)),
        add constraint distribution_reversed_once unique (reverses),
        add constraint distribution_reverses_fkey
          foreign key (society_id, reverses) references distribution.distribution (society_id, distribution_id);

      create function distribution.refuse_reversal_of_unposted() returns trigger language plpgsql as $$
      begin
        if not exists (
          select from distribution.distribution d
          where d.distribution_id = new.reverses and d.kind = 'normal' and d.rule_set_id = new.rule_set_id
            and distribution.state_of(d.distribution_id) = 'posted'
        ) then
          raise exception 'distribution % is not posted', new.reverses
            using errcode = 'check_violation', schema = 'distribution', table = 'distribution',
              constraint = 'distribution_reverses_posted';
        end if;
        return new;
      end $$;
      create trigger distribution_reverses_posted before insert on distribution.distribution
        for each row when (new.kind = 'reversal') execute function distribution.refuse_reversal_of_unposted();

      -- The name of a pool's transaction in the books. A sandbox is distributed once, and its books bear the ids of its folder.
      create function distribution.books_as(run integer, collection text, sandbox boolean) returns text
        language sql immutable parallel safe return case when sandbox then collection else run || ':' || collection end;

      -- What a reversal posted: a row for each pool of the distribution that it takes back.
      create table distribution.reversed_pool (
        distribution_id integer not null, -- the reversal
        collection_id integer not null,
        society_id integer not null,
        transaction_id integer, -- null where nothing was booked
        constraint reversed_pool_pkey primary key (distribution_id, collection_id),
        constraint reversed_pool_pool_fkey foreign key (distribution_id, collection_id) references distribution.pool,
        constraint reversed_pool_transaction_fkey
          foreign key (society_id, transaction_id) references ledger.transaction (society_id, transaction_id)
      );
      create index reversed_pool_transaction on distribution.reversed_pool (society_id, transaction_id);
      ${tenantTable('distribution.reversed_pool', 'select, insert')}
      create trigger reversed_pool_of_posted_distribution after insert on distribution.reversed_pool
        referencing new table as inserted for each statement execute function distribution.refuse_untimely('posted');`);
  }

  async #bindPostings(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- To the unit, account by account: what the one debits the other credits.
      create function distribution.refuse_other_reversal() returns trigger language plpgsql as $$
      declare stray integer;
      begin
        with pair as (
          select i.collection_id, p.transaction_id as posted, i.transaction_id as reversed
          from inserted i
          join distribution.distribution d on d.distribution_id = i.distribution_id
          left join distribution.posted_pool p
            on p.distribution_id = d.reverses and p.collection_id = i.collection_id
        ), booked as (
          select p.collection_id, l.account_id, l.currency, l.debit_minor as debit, l.credit_minor as credit
          from pair p join ledger.posting l on l.transaction_id = p.posted
          union all
          select p.collection_id, l.account_id, l.currency, l.credit_minor * -1, l.debit_minor * -1
          from pair p join ledger.posting l on l.transaction_id = p.reversed
        )
        select collection_id into stray from (
          select collection_id from pair where (posted is null) <> (reversed is null) or posted = reversed
          union all
          select collection_id from booked group by collection_id, account_id, currency
          having sum(debit) <> 0 or sum(credit) <> 0
        ) wrong limit 1;
        if found then
          raise exception 'the transaction of collection % is not the opposite of the one that it reverses', stray
            using errcode = 'check_violation', schema = 'distribution', table = 'reversed_pool',
              constraint = 'reversed_pool_books_the_opposite';
        end if;
        return null;
      end $$;
      create trigger reversed_pool_books_the_opposite after insert on distribution.reversed_pool
        referencing new table as inserted for each statement execute function distribution.refuse_other_reversal();

      create function distribution.mark_reversed() returns trigger language plpgsql
        security definer set search_path = pg_catalog, pg_temp as $$
      declare marked bigint;
      begin
        update distribution.collection c set posted_in = null
          from inserted i join distribution.distribution d on d.distribution_id = i.distribution_id
          where c.collection_id = i.collection_id and c.posted_in = d.reverses;
        get diagnostics marked = row_count;
        if marked <> (select count(*) from inserted) then
          raise exception 'a collection is not in the books by the distribution that is reversed'
            using errcode = 'check_violation', schema = 'distribution', table = 'reversed_pool',
              constraint = 'reversed_pool_was_posted';
        end if;
        return null;
      end $$;
      revoke all on function distribution.mark_reversed() from public;
      create trigger reversed_pool_was_posted after insert on distribution.reversed_pool
        referencing new table as inserted for each statement execute function distribution.mark_reversed();

      create or replace function distribution.refuse_half_posted() returns trigger language plpgsql as $$
      begin
        if exists (
          select from distribution.pool p
          join distribution.distribution r on r.distribution_id = p.distribution_id
          left join distribution.posted_pool d on d.distribution_id = p.distribution_id and d.collection_id = p.collection_id
          left join distribution.reversed_pool v
            on v.distribution_id = p.distribution_id and v.collection_id = p.collection_id
          where p.distribution_id = new.distribution_id
            and case when r.kind = 'reversal' then v.collection_id else d.collection_id end is null
        ) or exists (
          select from distribution.distribution r
          join distribution.posted_pool d on d.distribution_id = r.reverses
          left join distribution.reversed_pool v
            on v.distribution_id = r.distribution_id and v.collection_id = d.collection_id
          where r.distribution_id = new.distribution_id and v.collection_id is null
        ) then
          raise exception 'distribution % is posted but for some of its pools', new.distribution_id
            using errcode = 'check_violation', schema = 'distribution', table = 'distribution_event',
              constraint = 'distribution_wholly_posted';
        end if;
        return null;
      end $$;`);
  }

  /** Where a rule means distributions that have results, or money that is in the books now. */
  async #exempt(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A reversal has nothing that could be measured.
      create function distribution.is_reversal(run integer) returns boolean language sql stable
        return (select kind = 'reversal' from distribution.distribution where distribution_id = run);
      create or replace function distribution.refuse_closed_gate() returns trigger language plpgsql as $$
      declare closed text;
      begin
        -- A calculation without measures has not been looked at.
        select coalesce(g.gate, 'not measured') into closed
        from (
          select e.ordinal
          from distribution.distribution_event e
          join distribution.distribution_event b
            on b.distribution_id = e.distribution_id and b.ordinal = e.ordinal - 1 and b.state = 'open'
          where e.distribution_id = new.distribution_id and e.state = 'calculated'
          order by e.ordinal desc limit 1
        ) c
        left join distribution.gate g on g.distribution_id = new.distribution_id and g.ordinal = c.ordinal
        left join distribution.gate_waiver w
          on w.distribution_id = g.distribution_id and w.ordinal = g.ordinal and w.gate = g.gate
        where (g.gate is null or (g.measured > g.most and w.gate is null))
          and not distribution.is_reversal(new.distribution_id)
        limit 1;
        if found then
          raise exception 'distribution % is above the limit of gate %', new.distribution_id, closed
            using errcode = 'check_violation', schema = 'distribution', table = 'distribution_event',
              constraint = 'distribution_gates_passed';
        end if;
        return null;
      end $$;

      create or replace function distribution.refuse_change_of_distributed() returns trigger language plpgsql as $$
      begin
        if exists (
          select from usage.usage_report r
          join distribution.collection c on c.licence_id = r.licence_id
            and daterange(c.period_start, c.period_end, '[]') && daterange(r.period_start, r.period_end, '[]')
          where r.usage_report_id = new.usage_report_id and c.posted_in is not null
        ) then
          raise exception 'usage of the period of report % is distributed', new.usage_report_id
            using errcode = 'check_violation', schema = 'usage', table = 'report_event',
              constraint = 'report_not_of_distributed_period';
        end if;
        return new;
      end $$;`);
  }

  down = refuseDown;
}
