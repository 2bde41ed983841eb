import type { MigrationInterface, QueryRunner } from 'typeorm';
import { analyzable, refuseDown, tenantTable } from './tenant.js';

/**
 * Bulk tables: keyed by a number that the program computes, no trigger, no foreign key, never updated.
 * A line's number is its report's number followed by the ten digits of the physical line on which its row
 * starts, so that a line is found from file and line, and file and line from a line, without an index.
 */
export class UsageCreateReports1795570000004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create schema usage;
      grant usage on schema usage to cineledger_app;

      create table usage.usage_report (
        usage_report_id integer generated always as identity,
        society_id integer not null,
        name text collate "C" not null, -- the file as the licensee sent it
        received_at timestamptz not null default now(),
        constraint usage_report_pkey primary key (usage_report_id),
        constraint usage_report_name_unique unique (society_id, name),
        constraint usage_report_society_fkey foreign key (society_id) references identity.society
      );
      ${tenantTable('usage.usage_report', 'select, insert')}

      -- What a licensee called one work. Many lines share one item, so it is read, folded and matched once.
      create table usage.reported_item (
        item_id bigint not null, -- the number of the first line that used it
        society_id integer not null,
        licensee_id integer not null,
        resource_id text collate "C" not null,
        title text collate "C" not null,
        year text collate "C" not null,
        title_key text collate "C" not null, -- the contract's normal form; '' matches nothing
        year_number integer, -- null where the year is no number: no work bears it
        eidr text collate "C", -- canonical; null where missing, malformed or with a wrong check character
        isan text collate "C",
        imdb text collate "C",
        constraint reported_item_pkey primary key (item_id)
      );
      ${tenantTable('usage.reported_item', 'select, insert')}

      create table usage.usage_line (
        line_id bigint not null,
        item_id bigint not null,
        society_id integer not null,
        licence_id integer not null,
        use_type text collate "C" not null,
        territory text collate "C" not null,
        used_on date not null,
        quantity numeric not null, -- views, seconds or revenue, as the licence says
        constraint usage_line_pkey primary key (line_id),
        constraint usage_line_quantity_not_negative check (quantity >= 0 and quantity < 'Infinity')
      );
      ${tenantTable('usage.usage_line', 'select, insert')}

      create table usage.rejected_line (
        line_id bigint not null,
        society_id integer not null,
        code text collate "C" not null,
        message text not null,
        constraint rejected_line_pkey primary key (line_id)
      );
      ${tenantTable('usage.rejected_line', 'select, insert')}
      ${analyzable('usage', 'analyze_loaded', ['usage.reported_item (society_id)', 'usage.usage_line (society_id)'])}`);
  }

  down = refuseDown;
}
