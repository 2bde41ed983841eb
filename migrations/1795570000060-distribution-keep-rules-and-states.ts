import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000043-licensing-grant-licences.js';
import { replaceSandboxFunction } from './sandbox.js';
import { refuseDown, tenantTable } from './tenant.js';

/** What a run computed, children first. It is final once the run is approved, and may go before. */
const RESULTS = [
  'distribution.allocation',
  'distribution.deduction_taken',
  'distribution.pool_result',
  'distribution.unidentified',
  'distribution.entitled_share',
  'distribution.cell',
  'distribution.scope',
  'distribution.pool_use',
  'distribution.claim_limits',
];

export const SANDBOX_TABLES = [
  ...TABLES_BEFORE.slice(0, TABLES_BEFORE.indexOf('distribution.pool')),
  'distribution.distribution_event',
  ...TABLES_BEFORE.slice(
    TABLES_BEFORE.indexOf('distribution.pool'),
    TABLES_BEFORE.indexOf('distribution.deduction') + 1,
  ),
  'distribution.rule_set_publication',
  'distribution.rule_set',
  ...TABLES_BEFORE.slice(TABLES_BEFORE.indexOf('distribution.deduction') + 1),
];

/**
 * The rules that a distribution follows, kept by version so that a past one stays explained, and the states that it goes
 * through (domain, States). Sandboxes are emptied, since their folders can be run again; there were no other societies.
 */
export class DistributionKeepRulesAndStates1795570000060 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      do $$ begin
        if exists (select from identity.society where not sandbox) then
          raise exception 'a society that is no sandbox has weights and deductions of the old form; this migration cannot keep them';
        end if;
        perform identity.replace_sandbox(name) from identity.society;
      end $$;`);
    await this.#createRuleSets(queryRunner);
    await this.#createStates(queryRunner);
    await this.#bindResults(queryRunner);
    await queryRunner.query(replaceSandboxFunction(SANDBOX_TABLES));
  }

  async #createRuleSets(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Deductions and weights as one version. A change is a new version: none of its rows can be changed.
      create table distribution.rule_set (
        rule_set_id integer generated always as identity,
        society_id integer not null,
        version integer not null,
        recorded_by text collate "C" not null,
        recorded_at timestamptz not null default now(),
        constraint rule_set_pkey primary key (rule_set_id),
        constraint rule_set_of_society_key unique (society_id, rule_set_id),
        constraint rule_set_version_once unique (society_id, version),
        constraint rule_set_version_counts check (version > 0),
        constraint rule_set_recorded_by_someone check (recorded_by <> '')
      );
      ${tenantTable('distribution.rule_set', 'select, insert')}

      -- What the members resolved (domain, C11). Without it a rule set serves what-if runs only.
      create table distribution.rule_set_publication (
        rule_set_id integer not null,
        society_id integer not null,
        resolution text not null, -- its number and date
        published_by text collate "C" not null,
        published_at timestamptz not null default now(),
        constraint rule_set_publication_pkey primary key (rule_set_id),
        constraint rule_set_publication_fkey
          foreign key (society_id, rule_set_id) references distribution.rule_set (society_id, rule_set_id),
        constraint rule_set_publication_names_resolution check (resolution <> '')
      );
      ${tenantTable('distribution.rule_set_publication', 'select, insert')}

      create function distribution.refuse_own_publication() returns trigger language plpgsql as $$
      begin
        if exists (
          select from distribution.rule_set where rule_set_id = new.rule_set_id and recorded_by = new.published_by
        ) then
          raise exception 'rule set % is published by the person who recorded it', new.rule_set_id
            using errcode = 'check_violation', schema = 'distribution', table = 'rule_set_publication',
              constraint = 'rule_set_published_by_another';
        end if;
        return new;
      end $$;
      create trigger rule_set_published_by_another before insert on distribution.rule_set_publication
        for each row execute function distribution.refuse_own_publication();

      alter table distribution.weight add column rule_set_id integer not null, drop constraint weight_pkey,
        add constraint weight_pkey primary key (rule_set_id, dimension, key),
        add constraint weight_rule_set_fkey
          foreign key (society_id, rule_set_id) references distribution.rule_set (society_id, rule_set_id);
      alter table distribution.deduction add column rule_set_id integer not null, drop constraint deduction_code_unique,
        add constraint deduction_code_unique unique (rule_set_id, code),
        add constraint deduction_rule_set_fkey
          foreign key (society_id, rule_set_id) references distribution.rule_set (society_id, rule_set_id);

      create or replace function distribution.refuse_deductions_above_100() returns trigger language plpgsql as $$
      declare above record;
      begin
        select d.rule_set_id, l.licence_id, sum(e.percent) as percent into above
        from (select distinct rule_set_id from inserted) d
        cross join lateral (
          select licence_id from distribution.deduction where rule_set_id = d.rule_set_id
          union select null -- a licence that has no deduction of its own
        ) l
        join distribution.deduction e
          on e.rule_set_id = d.rule_set_id and (e.licence_id is null or e.licence_id = l.licence_id)
        group by d.rule_set_id, l.licence_id
        having sum(e.percent) > 100
        limit 1;
        if found then
          raise exception 'deductions of licence % add up to % %%', coalesce(above.licence_id::text, 'any'), above.percent
            using errcode = 'check_violation', schema = 'distribution', table = 'deduction',
              constraint = 'deductions_at_most_100';
        end if;
        return null;
      end $$;`);
  }

  async #createStates(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table distribution.distribution drop column inputs_sha256, drop column opened_at,
        add column kind text collate "C" not null,
        add column rule_set_id integer not null,
        add constraint distribution_kind_known check (kind in ('normal', 'what_if')),
        add constraint distribution_rule_set_fkey
          foreign key (society_id, rule_set_id) references distribution.rule_set (society_id, rule_set_id);

      -- What happened to a distribution, in order: its state is that of the last row.
      create table distribution.distribution_event (
        distribution_id integer not null,
        ordinal integer not null,
        society_id integer not null,
        state text collate "C" not null,
        actor text collate "C" not null,
        happened_at timestamptz not null default now(),
        reason text, -- of a step back
        inputs_sha256 text collate "C", -- of all that it was calculated from, and is approved for
        constraint distribution_event_pkey primary key (distribution_id, ordinal),
        constraint distribution_event_fkey
          foreign key (society_id, distribution_id) references distribution.distribution (society_id, distribution_id),
        constraint distribution_event_by_someone check (actor <> ''),
        constraint distribution_event_reason_says_something check (reason <> ''),
        constraint distribution_event_states_inputs
          check ((state in ('calculated', 'approved')) = (inputs_sha256 is not null))
      );
      ${tenantTable('distribution.distribution_event', 'select, insert')}

      create function distribution.state_of(run integer) returns text language sql stable
        return (select state from distribution.distribution_event e where e.distribution_id = run
          order by ordinal desc limit 1);

      -- Domain, States and "the database refuses" 4 and 9. A sandbox is one person's, so that nobody approves there.
      create function distribution.refuse_state_jump() returns trigger language plpgsql as $$
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
          when new.state = 'approved' and exists (
            select from distribution.distribution_event
            where distribution_id = new.distribution_id and actor = new.actor and state in ('open', 'calculated')
          ) then 'distribution_approved_by_another'
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
      create trigger distribution_state_follows before insert on distribution.distribution_event
        for each row execute function distribution.refuse_state_jump();

      -- Posted means that each pool is; see posted_pool.
      create function distribution.refuse_half_posted() returns trigger language plpgsql as $$
      begin
        if exists (
          select from distribution.pool p
          left join distribution.posted_pool d on d.distribution_id = p.distribution_id and d.collection_id = p.collection_id
          where p.distribution_id = new.distribution_id and d.collection_id is null
        ) then
          raise exception 'distribution % is posted but for some of its pools', new.distribution_id
            using errcode = 'check_violation', schema = 'distribution', table = 'distribution_event',
              constraint = 'distribution_wholly_posted';
        end if;
        return null;
      end $$;
      create constraint trigger distribution_wholly_posted after insert on distribution.distribution_event
        deferrable initially deferred for each row when (new.state = 'posted')
        execute function distribution.refuse_half_posted();`);
  }

  /** Results come while a distribution is open, postings once it is posted, and an open one may be begun anew. */
  async #bindResults(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create function distribution.refuse_untimely() returns trigger language plpgsql as $$
      declare stray integer;
      begin
        -- Materialized, or the planner asks for the state of each row instead of each distribution.
        with touched as materialized (select distinct distribution_id from inserted)
        select distribution_id into stray from touched
        where distribution.state_of(distribution_id) is distinct from tg_argv[0]
        limit 1;
        if found then
          raise exception 'distribution % is not %', stray, tg_argv[0]
            using errcode = 'check_violation', schema = 'distribution', table = tg_table_name, constraint = tg_name;
        end if;
        return null;
      end $$;
      create trigger pool_of_open_distribution after insert on distribution.pool
        referencing new table as inserted for each statement execute function distribution.refuse_untimely('open');
      create trigger pool_result_of_open_distribution after insert on distribution.pool_result
        referencing new table as inserted for each statement execute function distribution.refuse_untimely('open');
      create trigger allocation_of_open_distribution after insert on distribution.allocation
        referencing new table as inserted for each statement execute function distribution.refuse_untimely('open');
      create trigger posted_pool_of_posted_distribution after insert on distribution.posted_pool
        referencing new table as inserted for each statement execute function distribution.refuse_untimely('posted');

      -- The only way in which results go. It runs as the owner, within the society of the transaction.
      create function distribution.discard_results(run integer) returns void
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        if distribution.state_of(run) is distinct from 'open' then
          raise exception 'distribution % is not open', run
            using errcode = 'check_violation', schema = 'distribution', table = 'distribution',
              constraint = 'results_discarded_while_open';
        end if;
        ${RESULTS.map((table) => `delete from ${table} where distribution_id = run;`).join('\n        ')}
      end $$;
      revoke all on function distribution.discard_results(integer) from public;
      grant execute on function distribution.discard_results(integer) to cineledger_app;`);
  }

  down = refuseDown;
}
