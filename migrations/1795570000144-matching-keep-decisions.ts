import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000143-folder-keep-exported.js';
import { replaceSandboxFunction } from './sandbox.js';
import { refuseDown, tenantTable } from './tenant.js';

export const SANDBOX_TABLES = ['matching.decision', ...TABLES_BEFORE];

/**
 * What people decide about titles that nothing identified: which work is meant, or which is not. A match itself is only
 * ever written by a calculation, so that its time says which calculations knew it.
 */
export class MatchingKeepDecisions1795570000144 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table matching.decision (
        decision_id integer generated always as identity,
        society_id integer not null,
        licensee_id integer not null,
        resource_id text collate "C" not null, -- as the licensee wrote them, the three that name a title group
        title text collate "C" not null,
        year text collate "C" not null,
        work_id integer not null,
        outcome text collate "C" not null,
        reason text not null,
        decided_by text collate "C" not null,
        decided_at timestamptz not null default now(),
        constraint decision_pkey primary key (decision_id),
        constraint decision_outcome_known check (outcome in ('confirmed', 'rejected')),
        constraint decision_with_reason check (reason <> ''),
        constraint decision_by_someone check (decided_by <> ''),
        constraint decision_work_fkey foreign key (work_id) references repertoire.work (work_id),
        constraint decision_licensee_fkey
          foreign key (society_id, licensee_id) references licensing.licensee (society_id, licensee_id)
      );
      -- Hashes, since a licensee's texts may be longer than an index takes.
      create unique index decision_once on matching.decision
        (licensee_id, md5(resource_id), md5(title), md5(year), work_id);
      create unique index decision_confirmed_once on matching.decision
        (licensee_id, md5(resource_id), md5(title), md5(year)) where outcome = 'confirmed';
      create index decision_work on matching.decision (work_id);
      create index decision_licensee on matching.decision (society_id, licensee_id);
      ${tenantTable('matching.decision', 'select, insert')}

      alter table matching.match
        drop constraint match_method_known,
        add constraint match_method_known check (method in ('eidr', 'isan', 'imdb', 'alias', 'title', 'decision'));
      ${replaceSandboxFunction(SANDBOX_TABLES)}`);
  }

  down = refuseDown;
}
