import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000060-distribution-keep-rules-and-states.js';
import { replaceSandboxFunction } from './sandbox.js';
import { refuseDown, tenantTable } from './tenant.js';

export const SANDBOX_TABLES = TABLES_BEFORE.flatMap((table) =>
  table === 'usage.usage_report' ? ['usage.report_event', table] : [table],
);

/**
 * What a licensee reports of a licence and period comes in revisions, each of which goes through states (domain, States).
 * A file of a distribution folder is a report too, of no licence and without a life: its lines count.
 */
export class UsageKeepRevisions1795570000061 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.#createRevisions(queryRunner);
    await this.#createStates(queryRunner);
    await this.#bindDistributed(queryRunner);
    await queryRunner.query(replaceSandboxFunction(SANDBOX_TABLES));
  }

  async #createRevisions(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table usage.usage_report
        add column licence_id integer,
        add column period_start date,
        add column period_end date, -- inclusive
        add column revision integer,
        add column content_sha256 text collate "C", -- null: nil, nothing was used
        drop constraint usage_report_name_unique,
        add constraint usage_report_of_society_key unique (society_id, usage_report_id),
        add constraint usage_report_revision_once unique (licence_id, period_start, revision),
        add constraint usage_report_of_licence_and_period check (
          num_nulls(licence_id, period_start, period_end, revision) in (0, 4)
          and (licence_id is not null or content_sha256 is null)),
        add constraint usage_report_period_in_order check (period_start <= period_end),
        add constraint usage_report_revision_counts check (revision > 0),
        add constraint usage_report_licence_fkey
          foreign key (society_id, licence_id) references licensing.licence (society_id, licence_id);
      create unique index usage_report_name_unique on usage.usage_report (society_id, name) where licence_id is null;
      create index usage_report_licence on usage.usage_report (society_id, licence_id);

      -- A day of a licence belongs to one period, or it could be counted twice.
      create function usage.refuse_crossing_periods() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended('usage reports of a licence', new.licence_id));
        if exists (
          select from usage.usage_report r
          where r.licence_id = new.licence_id
            and daterange(r.period_start, r.period_end, '[]') && daterange(new.period_start, new.period_end, '[]')
            and (r.period_start, r.period_end) <> (new.period_start, new.period_end)
        ) then
          raise exception 'the period from % to % crosses one that was reported before', new.period_start, new.period_end
            using errcode = 'check_violation', schema = 'usage', table = 'usage_report',
              constraint = 'usage_report_periods_apart';
        end if;
        return new;
      end $$;
      create trigger usage_report_periods_apart before insert on usage.usage_report
        for each row when (new.licence_id is not null and new.period_start <= new.period_end)
        execute function usage.refuse_crossing_periods();`);
  }

  async #createStates(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- What happened to a report, in order: its state is that of the last row.
      create table usage.report_event (
        usage_report_id integer not null,
        ordinal integer not null,
        society_id integer not null,
        state text collate "C" not null,
        actor text collate "C" not null,
        happened_at timestamptz not null default now(),
        reason text, -- of a rejection
        accepted_lines bigint,
        rejected_lines bigint,
        constraint report_event_pkey primary key (usage_report_id, ordinal),
        constraint report_event_fkey
          foreign key (society_id, usage_report_id) references usage.usage_report (society_id, usage_report_id),
        constraint report_event_by_someone check (actor <> ''),
        constraint report_event_rejected_with_reason check (state <> 'rejected' or (reason is not null and reason <> '')),
        constraint report_event_validated_with_figures check (
          (state = 'validated') = (num_nulls(accepted_lines, rejected_lines) = 0)
          and num_nulls(accepted_lines, rejected_lines) in (0, 2) and accepted_lines >= 0 and rejected_lines >= 0)
      );
      ${tenantTable('usage.report_event', 'select, insert')}

      create function usage.state_of(report integer) returns text language sql stable
        return (select state from usage.report_event e where e.usage_report_id = report order by ordinal desc limit 1);

      create function usage.refuse_state_jump() returns trigger language plpgsql as $$
      declare
        last usage.report_event;
        report usage.usage_report;
        broken text;
      begin
        select * into last from usage.report_event
        where usage_report_id = new.usage_report_id order by ordinal desc limit 1;
        select * into report from usage.usage_report where usage_report_id = new.usage_report_id;
        perform pg_advisory_xact_lock(hashtextextended('usage reports of a licence', report.licence_id));
        broken := case
          when new.ordinal <> coalesce(last.ordinal, 0) + 1
            or (case new.state
              when 'received' then last.state is null and report.licence_id is not null
              when 'validated' then last.state = 'received' and report.content_sha256 is not null
              when 'accepted' then last.state = 'validated' or (last.state = 'received' and report.content_sha256 is null)
              when 'rejected' then last.state in ('received', 'validated')
              when 'superseded' then last.state = 'accepted'
              else false
            end) is not true then 'report_state_follows'
          when new.state = 'accepted' and exists (
            select from usage.usage_report r
            where r.licence_id = report.licence_id and r.period_start = report.period_start
              and r.usage_report_id <> report.usage_report_id and usage.state_of(r.usage_report_id) = 'accepted'
          ) then 'report_accepted_once_a_period'
          -- An earlier revision does not come back behind a later one.
          when new.state = 'accepted' and exists (
            select from usage.usage_report r
            where r.licence_id = report.licence_id and r.period_start = report.period_start
              and r.revision > report.revision and usage.state_of(r.usage_report_id) in ('accepted', 'superseded')
          ) then 'report_accepted_in_order'
          when new.state = 'superseded' and not exists (
            select from usage.usage_report r
            where r.licence_id = report.licence_id and r.period_start = report.period_start and r.revision > report.revision
          ) then 'report_superseded_by_higher'
        end;
        if broken is not null then
          raise exception 'usage report % cannot go from % to %', new.usage_report_id, coalesce(last.state, 'nothing'), new.state
            using errcode = 'check_violation', schema = 'usage', table = 'report_event', constraint = broken;
        end if;
        return new;
      end $$;
      create trigger report_state_follows before insert on usage.report_event
        for each row execute function usage.refuse_state_jump();

      -- Reports whose lines do not count: few, and mostly of earlier revisions.
      create view usage.withheld_report with (security_invoker = true) as
      select usage_report_id, society_id from usage.usage_report
      where licence_id is not null and usage.state_of(usage_report_id) is distinct from 'accepted';
      grant select on usage.withheld_report to cineledger_app;`);
  }

  /** A distributed line is never changed: domain, States. The later module binds the earlier one. */
  async #bindDistributed(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create function distribution.refuse_change_of_distributed() returns trigger language plpgsql as $$
      begin
        if exists (
          select from usage.usage_report r
          join distribution.collection c on c.licence_id = r.licence_id
            and daterange(c.period_start, c.period_end, '[]') && daterange(r.period_start, r.period_end, '[]')
          join distribution.posted_pool p on p.collection_id = c.collection_id
          where r.usage_report_id = new.usage_report_id
        ) then
          raise exception 'usage of the period of report % is distributed', new.usage_report_id
            using errcode = 'check_violation', schema = 'usage', table = 'report_event',
              constraint = 'report_not_of_distributed_period';
        end if;
        return new;
      end $$;
      create trigger report_not_of_distributed_period before insert on usage.report_event
        for each row when (new.state in ('accepted', 'superseded'))
        execute function distribution.refuse_change_of_distributed();`);
  }

  down = refuseDown;
}
