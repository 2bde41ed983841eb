import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000094-matching-keep-decisions.js';
import { replaceSandboxFunction } from './sandbox.js';
import { LICENSEE, openTo, refuseDown, tenantTable } from './tenant.js';

export const SANDBOX_TABLES = ['usage.reminder', 'usage.report_content', ...TABLES_BEFORE];

/** Platforms send reports themselves: what they sent is kept, and they see what became of it, and nothing of others. */
export class UsageTakeUploads1795570000111 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.#keepContents(queryRunner);
    await this.#openToLicensees(queryRunner);
    await this.#keepCalendar(queryRunner);
    await queryRunner.query(replaceSandboxFunction(SANDBOX_TABLES));
  }

  async #keepContents(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- The file of a report as gzip, cut into parts: what was paid out goes back to what was sent.
      create table usage.report_content (
        usage_report_id integer not null,
        part integer not null, -- from 0
        society_id integer not null,
        bytes bytea not null,
        constraint report_content_pkey primary key (usage_report_id, part),
        constraint report_content_report_fkey
          foreign key (society_id, usage_report_id) references usage.usage_report (society_id, usage_report_id),
        constraint report_content_part_counts check (part >= 0),
        constraint report_content_not_empty check (octet_length(bytes) > 0)
      );
      -- It is compressed already.
      alter table usage.report_content alter column bytes set storage external;
      ${tenantTable('usage.report_content', 'select, insert')}`);
  }

  async #openToLicensees(queryRunner: QueryRunner): Promise<void> {
    const own = (report: string) => `${report} in (select r.usage_report_id from usage.usage_report r)`;
    await queryRunner.query(`
      ${openTo('licensee', 'usage.usage_report', 'select, insert', `licence_id in (select l.licence_id from licensing.licence l)`)}
      ${openTo('licensee', 'usage.report_event', 'select, insert', own('usage_report_id'))}
      ${openTo('licensee', 'usage.report_content', 'select, insert', own('usage_report_id'))}
      ${openTo('licensee', 'usage.rejected_line', 'select', own('line_id / 10000000000'))}
      ${openTo('licensee', 'usage.usage_line', 'select', own('line_id / 10000000000'))}
      ${openTo('licensee', 'usage.reported_item', 'select', `licensee_id = ${LICENSEE}`)}
      ${openTo('licensee', 'usage.reported_use', 'select', `licence_id in (select l.licence_id from licensing.licence l)`)}

      -- A platform hands in, and says that there was nothing; whether its lines count, others decide.
      create policy usage_report_event_by_licensee on usage.report_event as restrictive for insert
        to cineledger_licensee with check (
          state in ('received', 'superseded')
          or state = 'accepted' and exists (
            select from usage.usage_report r
            where r.usage_report_id = report_event.usage_report_id and r.content_sha256 is null));

      -- What was distributed a platform does not see, and what it hands in is checked against it all the same.
      alter function distribution.refuse_change_of_distributed() security definer set search_path = pg_catalog, pg_temp;`);
  }

  async #keepCalendar(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      insert into profile.setting (setting, kind, own_number, meaning) values
        ('usage_report_due_days', 'whole', 'any', 'days after a period within which its usage is reported'),
        ('usage_report_reminder_days', 'whole', 'any', 'days before that day on which the licensee is reminded');
      insert into profile.jurisdiction_rule (jurisdiction, setting, valid_from, amount, word, basis, source) values
        ('CN', 'usage_report_due_days', '2005-03-01', 30, null, 'default', 'Regulations on Copyright Collective Administration, Art 27, has users state their uses and names no number of days'),
        ('CN', 'usage_report_reminder_days', '2005-03-01', 7, null, 'default', 'no text; the society decides'),
        ('EU', 'usage_report_due_days', '2016-04-10', 30, null, 'default', 'Directive 2014/26/EU, Art 17: within the time agreed'),
        ('EU', 'usage_report_reminder_days', '2016-04-10', 7, null, 'default', 'no text; the society decides');

      -- What a licensee was told of a report that it owes.
      create table usage.reminder (
        licence_id integer not null,
        period_start date not null,
        kind text collate "C" not null,
        society_id integer not null,
        period_end date not null,
        due_on date not null,
        reminded_at timestamptz not null default now(),
        constraint reminder_pkey primary key (licence_id, period_start, kind),
        constraint reminder_licence_fkey
          foreign key (society_id, licence_id) references licensing.licence (society_id, licence_id),
        constraint reminder_kind_known check (kind in ('due', 'overdue')),
        constraint reminder_period_in_order check (period_start <= period_end and period_end < due_on)
      );
      ${tenantTable('usage.reminder', 'select, insert')}
      ${openTo('licensee', 'usage.reminder', 'select', `licence_id in (select l.licence_id from licensing.licence l)`)}`);
  }

  down = refuseDown;
}
