import type { MigrationInterface, QueryRunner } from 'typeorm';
import { replaceSandboxFunction } from './sandbox.js';
import { refuseDown, tenantTable } from './tenant.js';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000131-usage-import-files.js';

export const SANDBOX_TABLES = ['identity.client_secret', ...TABLES_BEFORE];

/** A client's secret changes while its programs go on: for some hours the one before it is good too. */
export class IdentityRotateClientSecrets1795570000142 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table identity.api_client
        add constraint api_client_of_society_key unique (society_id, client_id);

      -- The last one is good, and the one before it until the last one says.
      create table identity.client_secret (
        client_id text collate "C" not null,
        ordinal integer not null,
        society_id integer not null,
        secret_sha256 bytea not null, -- of 256 random bits, which need no slow hash
        made_at timestamptz not null default now(),
        former_until timestamptz not null default now(),
        constraint client_secret_pkey primary key (client_id, ordinal),
        constraint client_secret_numbered check (ordinal > 0),
        constraint client_secret_hashed check (octet_length(secret_sha256) = 32),
        -- An overlap without end would be a second secret that nobody thinks of.
        constraint client_secret_overlap_ends check (former_until between made_at and made_at + interval '7 days'),
        constraint client_secret_client_fkey
          foreign key (society_id, client_id) references identity.api_client (society_id, client_id)
      );
      -- Row-level security binds the owner too, who moves the rows of every society here.
      alter table identity.api_client no force row level security;
      insert into identity.client_secret (client_id, ordinal, society_id, secret_sha256, made_at, former_until)
        select client_id, 1, society_id, secret_sha256, created_at, created_at from identity.api_client;
      alter table identity.api_client force row level security;
      alter table identity.api_client drop column secret_sha256;
      ${tenantTable('identity.client_secret', 'select, insert')}

      ${replaceSandboxFunction(SANDBOX_TABLES)}`);
  }

  down = refuseDown;
}
