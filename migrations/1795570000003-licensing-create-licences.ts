import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refuseDown, tenantTable } from './tenant.js';

export class LicensingCreateLicences1795570000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create schema licensing;
      grant usage on schema licensing to cineledger_app;

      -- The one right that each use type exercises (contract, Input). The same for every society.
      create table licensing.use_type (
        use_type text collate "C" not null,
        "right" text collate "C" not null,
        constraint use_type_pkey primary key (use_type)
      );
      insert into licensing.use_type values
        ('svod', 'making_available'), ('avod', 'making_available'), ('tvod', 'making_available'),
        ('fast', 'making_available'), ('short_video', 'clip_use'), ('broadcast', 'broadcasting'),
        ('cable_retransmission', 'retransmission'), ('public_screening', 'public_screening'),
        ('education', 'educational_use'), ('rental', 'rental'), ('private_copy', 'private_copying');
      grant select on licensing.use_type to cineledger_app;

      create table licensing.licensee (
        licensee_id integer generated always as identity,
        society_id integer not null,
        name text collate "C" not null,
        constraint licensee_pkey primary key (licensee_id),
        constraint licensee_of_society_key unique (society_id, licensee_id),
        constraint licensee_name_unique unique (society_id, name),
        constraint licensee_society_fkey foreign key (society_id) references identity.society
      );
      ${tenantTable('licensing.licensee', 'select, insert')}

      create table licensing.licence (
        licence_id integer generated always as identity,
        society_id integer not null,
        code text collate "C" not null,
        licensee_id integer not null,
        use_types text[] collate "C" not null,
        territories_except boolean not null,
        territory_codes text[] collate "C" not null,
        valid_from date not null,
        valid_to date not null,
        currency text collate "C" not null,
        metric text collate "C" not null,
        constraint licence_pkey primary key (licence_id),
        constraint licence_of_society_key unique (society_id, licence_id),
        constraint licence_code_unique unique (society_id, code),
        constraint licence_metric_known check (metric in ('views', 'seconds', 'revenue')),
        constraint licence_term_in_order check (valid_from <= valid_to),
        constraint licence_use_types_named check (cardinality(use_types) > 0),
        constraint licence_licensee_fkey
          foreign key (society_id, licensee_id) references licensing.licensee (society_id, licensee_id)
      );
      ${tenantTable('licensing.licence', 'select, insert')}`);
  }

  down = refuseDown;
}
