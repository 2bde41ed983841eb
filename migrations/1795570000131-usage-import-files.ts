import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000121-webhooks-create-endpoints.js';
import { replaceSandboxFunction } from './sandbox.js';
import { refuseDown, tenantTable } from './tenant.js';

export const SANDBOX_TABLES = ['usage.imported_days', ...TABLES_BEFORE];

/**
 * Usage files of a folder that is imported into a society. What they tell of a licence's days must not be told by a
 * report of that licence too, or it would be counted twice; and days that are distributed get no further lines.
 */
export class UsageImportFiles1795570000131 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table usage.usage_report
        drop constraint usage_report_of_licence_and_period,
        -- A file of no licence has a hash where it was imported: the same file is known by it when it comes again.
        add constraint usage_report_of_licence_and_period check (
          num_nulls(licence_id, period_start, period_end, revision) in (0, 4));

      -- The days of which imported files tell, by licence.
      create table usage.imported_days (
        usage_report_id integer not null,
        licence_id integer not null,
        society_id integer not null,
        days datemultirange not null,
        constraint imported_days_pkey primary key (usage_report_id, licence_id),
        constraint imported_days_report_fkey
          foreign key (society_id, usage_report_id) references usage.usage_report (society_id, usage_report_id),
        constraint imported_days_licence_fkey
          foreign key (society_id, licence_id) references licensing.licence (society_id, licence_id)
      );
      create index imported_days_licence on usage.imported_days (licence_id);
      ${tenantTable('usage.imported_days', 'select, insert')}

      create function usage.refuse_imported_of_reported() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended('usage reports of a licence', new.licence_id));
        if exists (
          select from usage.usage_report r
          where r.licence_id = new.licence_id and daterange(r.period_start, r.period_end, '[]') && new.days
            and usage.state_of(r.usage_report_id) not in ('rejected', 'superseded')
        ) then
          raise exception 'licence % has reported some of the days', new.licence_id
            using errcode = 'check_violation', schema = 'usage', table = 'imported_days',
              constraint = 'imported_days_not_reported';
        end if;
        return new;
      end $$;
      create trigger imported_days_not_reported before insert on usage.imported_days
        for each row execute function usage.refuse_imported_of_reported();

      -- As the owner: a licensee says so itself that it used nothing, and sees no files of the society.
      create function usage.refuse_reported_of_imported() returns trigger language plpgsql
        security definer set search_path = pg_catalog, pg_temp as $$
      declare
        report usage.usage_report;
      begin
        select * into report from usage.usage_report where usage_report_id = new.usage_report_id;
        perform pg_advisory_xact_lock(hashtextextended('usage reports of a licence', report.licence_id));
        if exists (
          select from usage.imported_days d
          where d.licence_id = report.licence_id and d.days && daterange(report.period_start, report.period_end, '[]')
        ) then
          raise exception 'an imported file tells of the period of report %', new.usage_report_id
            using errcode = 'check_violation', schema = 'usage', table = 'report_event',
              constraint = 'report_not_imported_before';
        end if;
        return new;
      end $$;
      create trigger report_not_imported_before before insert on usage.report_event
        for each row when (new.state = 'accepted') execute function usage.refuse_reported_of_imported();

      -- The later module binds the earlier one. Whoever is posting the collection is waited for.
      create function distribution.refuse_imported_of_distributed() returns trigger language plpgsql as $$
      declare
        posted integer;
      begin
        for posted in
          select c.posted_in from distribution.collection c
          where c.licence_id = new.licence_id and daterange(c.period_start, c.period_end, '[]') && new.days
          order by c.collection_id for share
        loop
          if posted is not null then
            raise exception 'some of the days are distributed by distribution %', posted
              using errcode = 'check_violation', schema = 'usage', table = 'imported_days',
                constraint = 'imported_days_not_distributed';
          end if;
        end loop;
        return new;
      end $$;
      create trigger imported_days_not_distributed before insert on usage.imported_days
        for each row execute function distribution.refuse_imported_of_distributed();`);
    await queryRunner.query(replaceSandboxFunction(SANDBOX_TABLES));
  }

  down = refuseDown;
}
