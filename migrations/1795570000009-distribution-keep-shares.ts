import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000008-identity-replace-sandbox.js';
import { replaceSandboxFunction } from './sandbox.js';
import { analyzable, refuseDown, tenantTable } from './tenant.js';

const REPLACED = ['distribution.held', 'distribution.entitlement', 'distribution.validity'];

/** Nothing refers to the new tables by a foreign key, so they may go first. */
export const SANDBOX_TABLES = [
  'distribution.entitled_share',
  'distribution.scope',
  'distribution.pool_use',
  'distribution.claim_limits',
  ...TABLES_BEFORE.filter((table) => !REPLACED.includes(table)),
];

/**
 * What a distribution keeps of its entitlements: usage summed to cells, and who is entitled to which share of it. Their
 * product, a row for each cell and claim, was stored before; it is many times larger than the two and is now a view.
 * Sandboxes are emptied, since their folders can be run again; there were no other societies yet.
 */
export class DistributionKeepShares1795570000009 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      do $$ begin
        if exists (select from identity.society where not sandbox) then
          raise exception 'a society that is no sandbox has distributions of the old form; this migration cannot keep them';
        end if;
        perform identity.replace_sandbox(name) from identity.society;
      end $$;

      drop table distribution.held, distribution.entitlement, distribution.cell, distribution.validity;
      drop function distribution.analyze_loaded();

      -- A work's right whose claims do not all hold everywhere and always. Usage is told apart by territory only where
      -- by_territory says so, and by day only at the bounds: segment 0 lies before the first of them.
      create table distribution.claim_limits (
        work_id integer not null,
        "right" text collate "C" not null,
        distribution_id integer not null,
        society_id integer not null,
        by_territory boolean not null,
        bounds date[] not null, -- the days on which the claims in force change
        constraint claim_limits_pkey primary key (work_id, distribution_id, "right")
      );
      ${tenantTable('distribution.claim_limits', 'select, insert')}

      -- What was done with works in a pool, and where.
      create table distribution.pool_use (
        pool_use_id integer generated always as identity,
        society_id integer not null,
        distribution_id integer not null,
        collection_id integer not null,
        use_type text collate "C" not null,
        "right" text collate "C" not null,
        territory text collate "C" not null,
        weight numeric not null, -- of the use type
        constraint pool_use_pkey primary key (pool_use_id),
        constraint pool_use_once unique (distribution_id, collection_id, use_type, territory)
      );
      ${tenantTable('distribution.pool_use', 'select, insert')}

      -- The usage of a work's right for which the same claims are in force.
      create table distribution.scope (
        scope_id integer generated always as identity,
        work_id integer not null,
        distribution_id integer not null,
        society_id integer not null,
        "right" text collate "C" not null,
        segment integer not null,
        place text collate "C" not null, -- the territory where it matters to a claim, else ''
        constraint scope_pkey primary key (scope_id)
      );
      create index scope_distribution on distribution.scope using brin (distribution_id);
      ${tenantTable('distribution.scope', 'select, insert')}

      -- Who is entitled to which share of a scope, or for which reason that share is held: 100 in all.
      create table distribution.entitled_share (
        scope_id integer not null,
        distribution_id integer not null,
        society_id integer not null,
        claim_id integer,
        reason text collate "C",
        share numeric not null, -- percent
        constraint entitled_share_claim_or_reason check (
          (claim_id is null) <> (reason is null) and (reason is null or reason in ('unclaimed', 'disputed'))),
        constraint entitled_share_above_0_to_100 check (share > 0 and share <= 100)
      );
      create index entitled_share_distribution on distribution.entitled_share using brin (distribution_id);
      ${tenantTable('distribution.entitled_share', 'select, insert')}

      -- Bulk: matched usage of a pool, summed as far as the same claims are in force.
      create table distribution.cell (
        work_id integer not null,
        distribution_id integer not null,
        society_id integer not null,
        scope_id integer not null,
        pool_use_id integer not null,
        lines bigint not null,
        quantity numeric not null,
        points numeric not null
      );
      create index cell_distribution on distribution.cell using brin (distribution_id);
      ${tenantTable('distribution.cell', 'select, insert')}

      -- What claims earned in a pool and what is held of it: part of the points = points × share / 100. One row for each
      -- cell × claim or reason, with points.
      create view distribution.entitlement with (security_invoker = true) as
      select c.work_id, c.distribution_id, c.society_id, u.collection_id, u."right", u.use_type, u.territory,
        s.claim_id, s.reason, s.share, c.quantity, c.points
      from distribution.cell c
      join distribution.pool_use u on u.pool_use_id = c.pool_use_id
      join distribution.entitled_share s on s.scope_id = c.scope_id
      where c.points > 0;

      -- Points of known works that no asserted claim earned.
      create view distribution.held with (security_invoker = true) as
      select work_id, distribution_id, society_id, collection_id, reason, "right", use_type, territory,
        sum(points * share) * 0.01 as points -- × 0.01 and not / 100: a numeric quotient may be rounded
      from distribution.entitlement
      where reason is not null
      group by work_id, distribution_id, society_id, collection_id, reason, "right", use_type, territory;

      -- What each claim earned, a line for a statement.
      create view distribution.earned with (security_invoker = true) as
      select work_id, distribution_id, society_id, collection_id, claim_id, use_type, territory,
        sum(quantity) as quantity, sum(points) as points
      from distribution.entitlement
      where claim_id is not null
      group by work_id, distribution_id, society_id, collection_id, claim_id, use_type, territory;

      -- An amount as its currency is written, with all its decimals. A product with a power of ten is exact.
      create function distribution.major_units(amount_minor bigint, minor_units integer)
        returns numeric language sql immutable parallel safe
        return amount_minor * ('1e-' || minor_units::text)::numeric;

      grant select on distribution.entitlement, distribution.held, distribution.earned to cineledger_app;

      ${analyzable('distribution', 'analyze_loaded', [
        'distribution.scope (scope_id, distribution_id, society_id)',
        'distribution.entitled_share (scope_id, distribution_id, society_id)',
        'distribution.cell (scope_id, distribution_id, society_id)',
      ])}
      ${replaceSandboxFunction(SANDBOX_TABLES)}`);
  }

  down = refuseDown;
}
