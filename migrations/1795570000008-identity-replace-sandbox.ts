import type { MigrationInterface, QueryRunner } from 'typeorm';
import { replaceSandboxFunction } from './sandbox.js';
import { refuseDown } from './tenant.js';

/** Children first: the order in which a sandbox's rows can go without breaking a reference. */
export const SANDBOX_TABLES = [
  'distribution.posted_pool',
  'distribution.allocation',
  'distribution.deduction_taken',
  'distribution.pool_result',
  'distribution.unidentified',
  'distribution.held',
  'distribution.entitlement',
  'distribution.cell',
  'distribution.validity',
  'distribution.pool',
  'distribution.distribution',
  'distribution.weight',
  'distribution.deduction',
  'distribution.collection',
  'ledger.posting',
  'ledger.transaction',
  'ledger.account',
  'matching.match',
  'matching.alias',
  'usage.rejected_line',
  'usage.usage_line',
  'usage.reported_item',
  'usage.usage_report',
  'licensing.licence',
  'licensing.licensee',
  'repertoire.claim',
  'repertoire.work_identifier',
  'repertoire.work_title',
  'repertoire.work',
  'repertoire.party',
  'identity.society',
];

export class IdentityReplaceSandbox1795570000008 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- The owner is bound by row-level security too (FORCE), so these functions name the society they act for.
      create policy identity_society_by_name on identity.society to current_user using (true);

      create function identity.find_society(society_name text) returns integer
        language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$ select society_id from identity.society where name = society_name $$;

      ${replaceSandboxFunction(SANDBOX_TABLES)}
      revoke all on function identity.find_society(text), identity.replace_sandbox(text) from public;
      grant execute on function identity.find_society(text), identity.replace_sandbox(text) to cineledger_app;`);
  }

  down = refuseDown;
}
