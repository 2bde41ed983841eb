import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000009-distribution-keep-shares.js';
import { replaceSandboxFunction } from './sandbox.js';
import { analyzable, checkedOnce, refuseDown, tenantTable } from './tenant.js';

export const SANDBOX_TABLES = ['usage.reported_use', ...TABLES_BEFORE];

/**
 * A usage line names its use, which is a licence × use type × territory, by one number as it names its item: there are
 * thousands of them at most, of millions of lines. And days and territories that matter are kept by work, no longer by
 * work and right, so that lines find them by one number too.
 * Sandboxes are emptied, since their folders can be run again; there were no other societies yet.
 */
export class UsageNumberUses1795570000010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      do $$ begin
        if exists (select from identity.society where not sandbox) then
          raise exception 'a society that is no sandbox has usage lines of the old form; this migration cannot keep them';
        end if;
        perform identity.replace_sandbox(name) from identity.society;
      end $$;

      -- How and where a licensee used works. A use may stand here more than once.
      create table usage.reported_use (
        use_id bigint not null, -- the number of the first line that was of it
        society_id integer not null,
        licence_id integer not null,
        use_type text collate "C" not null,
        territory text collate "C" not null,
        constraint reported_use_pkey primary key (use_id)
      );
      ${tenantTable('usage.reported_use', 'select, insert')}

      alter table usage.usage_line drop column licence_id, drop column use_type, drop column territory,
        add column use_id bigint not null;
      ${checkedOnce('usage.usage_line')}
      ${checkedOnce('distribution.cell')}
      drop function usage.analyze_loaded();
      ${analyzable('usage', 'analyze_loaded', [
        'usage.reported_item (society_id)',
        'usage.reported_use',
        'usage.usage_line (society_id, item_id, use_id)',
      ])}

      -- The days and territories that matter to the claims in a work. Its usage is told apart by territory only where
      -- by_territory says so, and by day only at the bounds: segment 0 lies before the first of them.
      drop table distribution.claim_limits;
      create table distribution.claim_limits (
        work_id integer not null,
        distribution_id integer not null,
        society_id integer not null,
        by_territory boolean not null,
        bounds date[] not null, -- the days on which the claims in force change
        constraint claim_limits_pkey primary key (work_id, distribution_id)
      );
      ${tenantTable('distribution.claim_limits', 'select, insert')}

      ${analyzable('distribution', 'analyze_pools', [
        'distribution.collection',
        'distribution.pool',
        'distribution.pool_use',
        'distribution.claim_limits (society_id, distribution_id)',
      ])}
      -- A run's rows are all of one society, so that asking for both is no rarer than asking for the run.
      create statistics distribution.cell_of_run (dependencies) on distribution_id, society_id from distribution.cell;
      create statistics distribution.scope_of_run (dependencies) on distribution_id, society_id from distribution.scope;
      create statistics distribution.entitled_share_of_run (dependencies) on distribution_id, society_id
        from distribution.entitled_share;
      create statistics distribution.allocation_of_run (dependencies) on distribution_id, society_id
        from distribution.allocation;
      create statistics distribution.unidentified_of_run (dependencies) on distribution_id, society_id
        from distribution.unidentified;
      drop function distribution.analyze_loaded();
      ${analyzable('distribution', 'analyze_loaded', [
        'distribution.scope (scope_id, distribution_id, society_id)',
        'distribution.entitled_share (scope_id, claim_id, distribution_id, society_id)',
        'distribution.cell (scope_id, pool_use_id, points, distribution_id, society_id)',
      ])}

      ${analyzable('distribution', 'analyze_results', [
        'distribution.pool_result',
        'distribution.allocation (party_id, distribution_id, society_id)',
        'distribution.unidentified (distribution_id, society_id)',
      ])}
      drop function repertoire.analyze_loaded();
      ${analyzable('repertoire', 'analyze_loaded', [
        'repertoire.party (society_id)',
        'repertoire.work (society_id)',
        'repertoire.work_title (society_id)',
        'repertoire.work_identifier (society_id)',
        'repertoire.claim (society_id)',
      ])}

      -- A party's part of a pool before rounding to the currency: net × points × share % / pool points, rounded half up to
      -- ten decimals and without trailing zeros (contract ¶7). The net is in major units.
      drop function distribution.exact_amount(bigint, numeric, numeric, numeric, integer);
      create function distribution.exact_amount(net numeric, points numeric, share numeric, pool_points numeric)
        returns numeric language sql immutable parallel safe return trim_scale(
          div(net * points * share * 20000000000 + pool_points * 100, pool_points * 200) * 0.0000000001
        );

      ${replaceSandboxFunction(SANDBOX_TABLES)}`);
  }

  down = refuseDown;
}
