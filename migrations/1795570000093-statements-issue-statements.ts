import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000092-distribution-reverse-posted.js';
import { replaceSandboxFunction } from './sandbox.js';
import { openTo, PARTY, refuseDown, tenantTable } from './tenant.js';

export const SANDBOX_TABLES = ['statements.statement', 'statements.held_work', ...TABLES_BEFORE];

/** The distribution that a holder's transaction is about: results are large, and it sees those of no other. */
const RUN = `nullif(current_setting('app.distribution', true), '')::integer`;

/**
 * What is issued to parties when a distribution is posted, kept as it was issued; what is held for works then; and what a
 * holder needs to follow an amount to the usage lines.
 */
export class StatementsIssueStatements1795570000093 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.#askLicensees(queryRunner);
    await this.#createStatements(queryRunner);
    await this.#openResults(queryRunner);
    await this.#openUsage(queryRunner);
    await queryRunner.query(replaceSandboxFunction(SANDBOX_TABLES));
  }

  async #askLicensees(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Whether the licensee lets its name and figures stand on statements (Regulations on Copyright Collective
      -- Administration, Art 27, keeps its secrets). null: nobody has asked.
      alter table licensing.licence add column statement_consent boolean;

      -- A licence without terms of ours came in a folder, which names licensees on statements; one that we granted
      -- needs a yes. It runs as the owner since a holder cannot see terms.
      create function licensing.shows_on_statements(licence integer) returns boolean
        language sql stable security definer set search_path = pg_catalog, pg_temp return (
          select coalesce(l.statement_consent, not exists (
            select from licensing.licence_terms t where t.licence_id = l.licence_id))
          from licensing.licence l where l.licence_id = licence);
      revoke all on function licensing.shows_on_statements(integer) from public;
      grant execute on function licensing.shows_on_statements(integer) to cineledger_app, cineledger_holder;

      -- Items are matched later too: what a run counted as unidentified is not explained as matched. null: before that
      -- was kept.
      alter table matching.match add column matched_at timestamptz;
      alter table matching.match alter column matched_at set default now();`);
  }

  async #createStatements(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create schema statements;
      grant usage on schema statements to cineledger_app;

      create table statements.statement (
        statement_id integer generated always as identity,
        society_id integer not null,
        distribution_id integer not null,
        party_id integer not null,
        party_name text not null, -- as it was
        issued_at timestamptz not null default now(),
        reverses integer, -- the statement that this one takes back
        lines integer not null,
        totals jsonb not null, -- from the books: [{currency, amount}], minor units as texts
        head jsonb not null, -- what a page shows beside the lines
        csv_gzip bytea not null,
        csv_sha256 text collate "C" not null, -- of the CSV, unpacked
        constraint statement_pkey primary key (statement_id),
        constraint statement_of_society_key unique (society_id, statement_id),
        constraint statement_once unique (distribution_id, party_id),
        constraint statement_reversed_once unique (reverses),
        constraint statement_lines_counted check (lines >= 0),
        constraint statement_csv_hashed check (csv_sha256 ~ '^[0-9a-f]{64}$'),
        constraint statement_distribution_fkey
          foreign key (society_id, distribution_id) references distribution.distribution (society_id, distribution_id),
        constraint statement_party_fkey foreign key (party_id) references repertoire.party (party_id),
        constraint statement_reverses_fkey
          foreign key (society_id, reverses) references statements.statement (society_id, statement_id)
      );
      create index statement_party on statements.statement (society_id, party_id);
      ${tenantTable('statements.statement', 'select, insert')}
      ${openTo('holder', 'statements.statement', 'select', `party_id = ${PARTY}`)}
      create trigger statement_of_posted_distribution after insert on statements.statement
        referencing new table as inserted for each statement execute function distribution.refuse_untimely('posted');

      create function statements.keep_statement() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' and exists (select from identity.society s where s.society_id = old.society_id and s.sandbox)
        then return old; end if;
        raise exception 'statement % is issued', old.statement_id
          using errcode = 'check_violation', schema = 'statements', table = 'statement', constraint = 'statement_kept';
      end $$;
      create trigger statement_kept before update or delete on statements.statement
        for each row execute function statements.keep_statement();

      -- What a posted distribution held for a known work's right, and why.
      create table statements.held_work (
        distribution_id integer not null,
        collection_id integer not null,
        work_id integer not null,
        "right" text collate "C" not null,
        reason text collate "C" not null,
        society_id integer not null,
        points numeric not null,
        exact_amount numeric not null, -- major units
        constraint held_work_pkey primary key (distribution_id, collection_id, work_id, "right", reason),
        constraint held_work_reason_known check (reason in ('unclaimed', 'disputed')),
        constraint held_work_amount_not_negative check (exact_amount >= 0)
      );
      create index held_work_work on statements.held_work (society_id, work_id);
      ${tenantTable('statements.held_work', 'select, insert')}
      ${openTo('holder', 'statements.held_work', 'select', 'work_id in (select work_id from repertoire.claim)')}
      create trigger held_work_of_posted_distribution after insert on statements.held_work
        referencing new table as inserted for each statement execute function distribution.refuse_untimely('posted');`);
  }

  /** A holder sees results of distributions that it has a statement of, one at a time, and of them its own. */
  async #openResults(queryRunner: QueryRunner): Promise<void> {
    const issued = 'distribution_id in (select distribution_id from statements.statement)';
    const ownPool =
      '(distribution_id, collection_id) in (select distribution_id, collection_id from distribution.allocation)';
    const ofRun = `distribution_id = ${RUN}`;
    await queryRunner.query(`
      ${openTo('holder', 'distribution.allocation', 'select', `party_id = ${PARTY} and ${issued}`)}
      ${openTo('holder', 'distribution.distribution', 'select', `${issued} or distribution_id in (select distribution_id from statements.held_work)`)}
      ${openTo('holder', 'distribution.distribution_event', 'select (distribution_id, ordinal, society_id, state, happened_at)', 'distribution_id in (select distribution_id from distribution.distribution)')}
      ${openTo('holder', 'distribution.pool_result', 'select', ownPool)}
      ${openTo('holder', 'distribution.deduction_taken', 'select', ownPool)}
      ${openTo('holder', 'distribution.deduction', 'select', 'deduction_id in (select deduction_id from distribution.deduction_taken)')}
      ${openTo('holder', 'distribution.weight', 'select', 'rule_set_id in (select rule_set_id from distribution.distribution)')}
      ${openTo(
        'holder',
        'distribution.collection',
        'select (collection_id, society_id, code, ordinal, licence_id, period_start, period_end, currency, minor_units, received_on, posted_in)',
        'collection_id in (select collection_id from distribution.allocation) or collection_id in (select collection_id from statements.held_work)',
      )}
      ${openTo('holder', 'distribution.entitled_share', 'select', `${ofRun} and ${issued} and claim_id in (select claim_id from repertoire.claim)`)}
      ${['scope', 'cell'].map((name) => openTo('holder', `distribution.${name}`, 'select', `${ofRun} and scope_id in (select scope_id from distribution.entitled_share)`)).join('')}
      ${openTo('holder', 'distribution.pool_use', 'select', `${ofRun} and collection_id in (select collection_id from distribution.allocation)`)}
      ${openTo('holder', 'distribution.claim_limits', 'select', `${ofRun} and work_id in (select work_id from repertoire.claim)`)}
      grant select on distribution.entitlement, distribution.earned to cineledger_holder;

      -- Of the rule profile the function alone, which looks as the owner.
      grant usage on schema profile to cineledger_holder;
      grant execute on function profile.rule_in_force(integer, text, date) to cineledger_holder;`);
  }

  /** Usage of works that a holder has or had a claim in, as far as the licences show it. */
  async #openUsage(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${openTo(
        'holder',
        'licensing.licence',
        'select (licence_id, society_id, code, licensee_id, currency, metric)',
        'licence_id in (select licence_id from distribution.collection)',
      )}
      ${openTo('holder', 'licensing.licensee', 'select', 'licensee_id in (select l.licensee_id from licensing.licence l where licensing.shows_on_statements(l.licence_id))')}
      ${openTo('holder', 'matching.match', 'select', 'work_id in (select work_id from repertoire.claim)')}
      ${openTo('holder', 'usage.reported_item', 'select', 'item_id in (select item_id from matching.match)')}
      ${openTo('holder', 'usage.reported_use', 'select', 'licence_id in (select licence_id from licensing.licence) and licensing.shows_on_statements(licence_id)')}
      ${openTo('holder', 'usage.usage_line', 'select', 'item_id in (select item_id from matching.match) and use_id in (select use_id from usage.reported_use)')}
      ${openTo(
        'holder',
        'usage.usage_report',
        'select (usage_report_id, society_id, name, licence_id, period_start, period_end)',
        `exists (select from usage.usage_line l
          where l.line_id >= usage_report_id * 10000000000 and l.line_id < (usage_report_id + 1) * 10000000000)`,
      )}
      ${openTo('holder', 'usage.report_event', 'select (usage_report_id, ordinal, society_id, state)', 'usage_report_id in (select usage_report_id from usage.usage_report)')}
      grant select on usage.withheld_report to cineledger_holder;`);
  }

  down = refuseDown;
}
