import type { MigrationInterface, QueryRunner } from 'typeorm';
import { analyzable, refuseDown, tenantTable } from './tenant.js';

/**
 * Masters. Large ones refer to works and parties without foreign keys: those are checked row by row, which would
 * take longer than a small distribution, and a trigger cannot stand on a master table of a cluster. Rows come in
 * through services that take the numbers from the database's own answer, and every run checks all references as
 * sets before it commits (folder/sql/invariants.sql).
 */
export class RepertoireCreateWorksAndClaims1795570000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create schema repertoire;
      grant usage on schema repertoire to cineledger_app;

      create table repertoire.party (
        party_id integer generated always as identity,
        society_id integer not null,
        code text collate "C" not null,
        name text not null,
        kind text collate "C" not null,
        country text collate "C",
        ipi_name_number text collate "C",
        isni text collate "C",
        payout_currency text collate "C",
        constraint party_pkey primary key (party_id),
        constraint party_code_unique unique (society_id, code),
        constraint party_kind_known check (kind in ('person', 'organisation'))
      );
      ${tenantTable('repertoire.party', 'select, insert')}

      create table repertoire.work (
        work_id integer generated always as identity,
        society_id integer not null,
        code text collate "C" not null,
        work_type text collate "C",
        year integer,
        runtime_minutes integer,
        constraint work_pkey primary key (work_id),
        constraint work_code_unique unique (society_id, code),
        constraint work_year_plausible check (year between 1 and 9999)
      );
      ${tenantTable('repertoire.work', 'select, insert')}

      create table repertoire.work_title (
        work_id integer not null,
        ordinal integer not null, -- 0 is the title, the others are alternative titles in the order given
        society_id integer not null,
        title text not null,
        title_key text collate "C" not null, -- the contract's normal form, computed by the program
        constraint work_title_pkey primary key (work_id, ordinal)
      );
      ${tenantTable('repertoire.work_title', 'select, insert')}

      create table repertoire.work_identifier (
        work_id integer not null,
        scheme text collate "C" not null,
        society_id integer not null,
        value text collate "C" not null, -- canonical form
        constraint work_identifier_pkey primary key (work_id, scheme),
        constraint work_identifier_borne_once unique (society_id, scheme, value),
        constraint work_identifier_scheme_known check (scheme in ('eidr', 'isan', 'imdb'))
      );
      ${tenantTable('repertoire.work_identifier', 'select, insert')}

      create table repertoire.claim (
        claim_id integer generated always as identity,
        society_id integer not null,
        code text collate "C" not null,
        work_id integer not null,
        party_id integer not null,
        "right" text collate "C" not null,
        share numeric not null,
        role text collate "C",
        -- The claim covers the listed codes, or with "except" the world without them.
        territories_except boolean not null,
        territory_codes text[] collate "C" not null,
        valid_from date,
        valid_to date, -- before valid_from: never in force
        status text collate "C" not null,
        -- History: a changed claim closes its row and adds one, so what was known on a day can be asked.
        recorded_at timestamptz not null default now(),
        superseded_at timestamptz,
        constraint claim_pkey primary key (claim_id),
        -- Sums above 100 % are allowed: they are disputes, to be held and not refused.
        constraint claim_share_above_zero_to_100 check (share > 0 and share <= 100),
        constraint claim_share_at_most_six_decimals check (share = round(share, 6)),
        constraint claim_status_known check (status in ('asserted', 'disputed')),
        constraint claim_superseded_after_recorded check (superseded_at >= recorded_at)
      );
      create unique index claim_code_current on repertoire.claim (society_id, code) where superseded_at is null;
      create index claim_work on repertoire.claim (work_id, "right");
      ${tenantTable('repertoire.claim', 'select, insert, update (superseded_at)')}
      -- A claim is closed once; what was known before is never known differently afterwards.
      create policy claim_superseded_once on repertoire.claim as restrictive for update
        using (superseded_at is null) with check (superseded_at is not null);
      ${analyzable('repertoire', 'analyze_loaded', [
        'repertoire.work (society_id)',
        'repertoire.work_title (society_id)',
        'repertoire.work_identifier (society_id)',
        'repertoire.claim (society_id)',
      ])}`);
  }

  down = refuseDown;
}
