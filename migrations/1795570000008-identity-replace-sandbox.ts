import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refuseDown } from './tenant.js';

/** Children first: the order in which a sandbox's rows can go without breaking a reference. */
const TABLES = [
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

/**
 * The application role cannot delete what is final. A sandbox is the exception, and this function is the only
 * door: it runs as the owner, within the society that it was asked for, and refuses any that is not a sandbox.
 */
export class IdentityReplaceSandbox1795570000008 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- The owner is bound by row-level security too (FORCE), so these functions name the society they act for.
      create policy identity_society_by_name on identity.society to current_user using (true);

      create function identity.find_society(society_name text) returns integer
        language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$ select society_id from identity.society where name = society_name $$;

      create function identity.replace_sandbox(society_name text) returns integer
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        old identity.society;
        fresh integer;
      begin
        -- Two runs of one name go one after the other, the first one's name being not yet visible.
        perform pg_advisory_xact_lock(hashtextextended(society_name, 0));
        select * into old from identity.society where name = society_name for update;
        if found and not old.sandbox then
          raise exception 'society "%" is not a sandbox', society_name
            using errcode = 'check_violation', schema = 'identity', table = 'society', constraint = 'society_is_sandbox';
        end if;
        if found then
          perform set_config('app.society', old.society_id::text, true);
          ${TABLES.map((table) => `delete from ${table} where society_id = old.society_id;`).join('\n          ')}
        end if;
        insert into identity.society (name, sandbox) values (society_name, true) returning society_id into fresh;
        perform set_config('app.society', fresh::text, true);
        return fresh;
      end $$;
      revoke all on function identity.find_society(text), identity.replace_sandbox(text) from public;
      grant execute on function identity.find_society(text), identity.replace_sandbox(text) to cineledger_app;`);
  }

  down = refuseDown;
}
