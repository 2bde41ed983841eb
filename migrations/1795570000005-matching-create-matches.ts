import type { MigrationInterface, QueryRunner } from 'typeorm';
import { analyzable, refuseDown, tenantTable } from './tenant.js';

export class MatchingCreateMatches1795570000005 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create schema matching;
      grant usage on schema matching to cineledger_app;

      create table matching.alias (
        licensee_id integer not null,
        resource_id text collate "C" not null,
        society_id integer not null,
        work_id integer not null,
        constraint alias_names_one_work primary key (licensee_id, resource_id)
      );
      ${tenantTable('matching.alias', 'select, insert')}

      -- Bulk, beside usage.reported_item. No row: unidentified.
      create table matching.match (
        item_id bigint not null,
        society_id integer not null,
        work_id integer not null,
        method text collate "C" not null,
        constraint match_pkey primary key (item_id),
        constraint match_method_known check (method in ('eidr', 'isan', 'imdb', 'alias', 'title'))
      );
      ${tenantTable('matching.match', 'select, insert')}
      ${analyzable('matching', 'analyze_loaded', ['matching.alias (society_id)', 'matching.match (society_id)'])}`);
  }

  down = refuseDown;
}
