import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ensureAppRole } from '../src/platform/database/server/index.js';
import { refuseDown } from './tenant.js';

export class IdentityCreateSociety1795570000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(ensureAppRole);
    await queryRunner.query(`
      create schema identity;
      grant usage on schema identity to cineledger_app;

      create table identity.society (
        society_id integer generated always as identity,
        name text collate "C" not null,
        -- A sandbox may be replaced as a whole; a society that is not one can never lose a row that way.
        sandbox boolean not null,
        created_at timestamptz not null default now(),
        constraint society_pkey primary key (society_id),
        constraint society_name_unique unique (name),
        constraint society_name_present check (name <> '' and char_length(name) <= 200)
      );
      alter table identity.society enable row level security;
      alter table identity.society force row level security;
      create policy identity_society_of_society on identity.society
        using (society_id = nullif(current_setting('app.society', true), '')::integer);
      grant select on identity.society to cineledger_app;`);
  }

  down = refuseDown;
}
