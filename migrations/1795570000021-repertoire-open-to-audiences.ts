import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ensureAudienceRoles } from '../src/platform/database/server/index.js';
import { openTo, PARTY, refuseDown } from './tenant.js';

/**
 * Who looks in from outside works under a role of his own (ADR 0011). A holder sees the works that he has or had a claim
 * in, and of the claims his own; a licensee the catalogue; the public what the law publishes: titles, holders, rights.
 */
export class RepertoireOpenToAudiences1795570000021 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(ensureAudienceRoles);
    const claimed = (table: string) => `exists (select from repertoire.claim c where c.work_id = ${table}.work_id)`;
    await queryRunner.query(`
      alter table repertoire.work
        add column version integer not null default 1, -- what an ETag says
        add constraint work_version_counts check (version > 0);
      alter table repertoire.party
        add column version integer not null default 1,
        add constraint party_version_counts check (version > 0);
      -- Masters that people keep up. Codes never change: other books refer to them.
      grant update (work_type, year, runtime_minutes, version) on repertoire.work to cineledger_app;
      grant update (title, title_key) on repertoire.work_title to cineledger_app;
      grant update (name, kind, country, ipi_name_number, isni, payout_currency, version) on repertoire.party
        to cineledger_app;

      ${openTo('holder', 'repertoire.party', 'select', `party_id = ${PARTY}`)}
      ${openTo('holder', 'repertoire.claim', 'select', `party_id = ${PARTY}`)}
      ${['work', 'work_title', 'work_identifier'].map((name) => openTo('holder', `repertoire.${name}`, 'select', claimed(name))).join('')}
      ${['work', 'work_title', 'work_identifier'].map((name) => openTo('licensee', `repertoire.${name}`, 'select', 'true')).join('')}

      ${openTo('public', 'identity.society', 'select (society_id, name)', 'not sandbox')}
      ${openTo('public', 'repertoire.work', 'select (work_id)', 'true')}
      ${openTo('public', 'repertoire.work_title', 'select (work_id, ordinal, title, title_key)', 'true')}
      ${openTo('public', 'repertoire.claim', 'select (work_id, party_id, "right", valid_from, valid_to)', 'superseded_at is null')}
      ${openTo('public', 'repertoire.party', 'select (party_id, name)', 'true')}`);
  }

  down = refuseDown;
}
