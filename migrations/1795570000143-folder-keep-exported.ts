import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000142-identity-rotate-client-secrets.js';
import { replaceSandboxFunction } from './sandbox.js';
import { refuseDown, tenantTable } from './tenant.js';

export const SANDBOX_TABLES = ['folder.exported_folder_part', 'folder.exported_folder', ...TABLES_BEFORE];

/** Distributions that were exported as a folder, kept for whoever asked until they are fetched. */
export class FolderKeepExported1795570000143 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create schema folder;
      grant usage on schema folder to cineledger_app;

      create table folder.exported_folder (
        exported_folder_id integer generated always as identity,
        society_id integer not null,
        distribution_id integer not null,
        bytes bigint not null,
        sha256 text collate "C" not null,
        renamed integer not null, -- items whose names a folder cannot tell as they were
        exported_by text collate "C" not null,
        exported_at timestamptz not null default now(),
        constraint exported_folder_pkey primary key (exported_folder_id),
        constraint exported_folder_of_society_key unique (society_id, exported_folder_id),
        constraint exported_folder_hashed check (sha256 ~ '^[0-9a-f]{64}$'),
        constraint exported_folder_counted check (bytes > 0 and renamed >= 0),
        constraint exported_folder_distribution_fkey
          foreign key (society_id, distribution_id) references distribution.distribution (society_id, distribution_id)
      );
      create index exported_folder_age on folder.exported_folder (society_id, exported_at);
      create index exported_folder_distribution on folder.exported_folder (distribution_id);
      ${tenantTable('folder.exported_folder', 'select, insert')}

      -- The file, cut into parts, where every process that may be asked for it finds it.
      create table folder.exported_folder_part (
        exported_folder_id integer not null,
        part integer not null, -- from 0
        society_id integer not null,
        bytes bytea not null,
        constraint exported_folder_part_pkey primary key (exported_folder_id, part),
        constraint exported_folder_part_folder_fkey
          foreign key (society_id, exported_folder_id) references folder.exported_folder (society_id, exported_folder_id),
        constraint exported_folder_part_counts check (part >= 0),
        constraint exported_folder_part_not_empty check (octet_length(bytes) > 0)
      );
      -- It is compressed already.
      alter table folder.exported_folder_part alter column bytes set storage external;
      ${tenantTable('folder.exported_folder_part', 'select, insert')}

      -- It can be exported again (ADR 0071).
      create function folder.prune() returns void language plpgsql security definer
        set search_path = pg_catalog, pg_temp as $$
      declare
        of_society integer := current_setting('app.society')::integer;
      begin
        delete from folder.exported_folder_part p using folder.exported_folder e
          where e.society_id = of_society and e.exported_at < now() - interval '30 days'
            and p.exported_folder_id = e.exported_folder_id;
        delete from folder.exported_folder
          where society_id = of_society and exported_at < now() - interval '30 days';
      end $$;
      revoke all on function folder.prune() from public;
      grant execute on function folder.prune() to cineledger_app;

      ${replaceSandboxFunction(SANDBOX_TABLES)}`);
  }

  down = refuseDown;
}
