import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as EARLIER_TABLES } from './1795570000010-usage-number-uses.js';
import { replaceSandboxFunction } from './sandbox.js';
import { LICENSEE, openTo, PARTY, refuseDown, tenantTable } from './tenant.js';

/** Children first. */
export const SANDBOX_TABLES = [
  'platform.idempotent_answer',
  'identity.audit_event',
  'identity.login_attempt',
  'identity.api_client',
  'identity.session',
  'identity.person',
  ...EARLIER_TABLES,
];

/** What a POST answered, so that sending it again gives the same bytes and does nothing (ADR 0013). */
export class PlatformKeepAnswers1795570000023 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const mine = ['select, insert', `licensee_id = ${LICENSEE}`] as const;
    await queryRunner.query(`
      create schema platform;
      grant usage on schema platform to cineledger_app;

      create table platform.idempotent_answer (
        society_id integer not null,
        actor text collate "C" not null,
        key text collate "C" not null, -- the client's Idempotency-Key
        request_sha256 bytea not null, -- of method, path and body
        status integer not null,
        headers jsonb not null,
        body text not null,
        answered_at timestamptz not null default now(),
        licensee_id integer default ${LICENSEE},
        party_id integer default ${PARTY},
        constraint idempotent_answer_pkey primary key (society_id, actor, key),
        constraint idempotent_answer_request_hashed check (octet_length(request_sha256) = 32)
      );
      ${tenantTable('platform.idempotent_answer', 'select, insert')}
      ${openTo('licensee', 'platform.idempotent_answer', ...mine)}
      ${openTo('holder', 'platform.idempotent_answer', 'select, insert', `party_id = ${PARTY}`)}

      ${replaceSandboxFunction(SANDBOX_TABLES)}`);
  }

  down = refuseDown;
}
