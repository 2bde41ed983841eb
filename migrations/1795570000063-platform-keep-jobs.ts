import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ensureJobsRole } from '../src/platform/database/server/index.js';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000062-distribution-create-gates.js';
import { replaceSandboxFunction } from './sandbox.js';
import { LICENSEE, openTo, PARTY, refuseDown, tenantTable } from './tenant.js';

export const SANDBOX_TABLES = ['platform.job', ...TABLES_BEFORE];

/**
 * What is done after the answer went out. Graphile Worker keeps the queue in a schema of its own, which belongs to a role
 * that sees nothing else; what a caller may know of a job is a row of ours (ADR 0016).
 */
export class PlatformKeepJobs1795570000063 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${ensureJobsRole};
      create schema graphile_worker authorization cineledger_jobs;
      -- The first thing that Graphile Worker's own migrations make. Where it is missing they try to make the schema, and
      -- PostgreSQL refuses that, schema or no schema, to a role that may make none.
      set local role cineledger_jobs;
      create table graphile_worker.migrations (
        id integer primary key,
        ts timestamptz not null default now(),
        breaking boolean not null default false
      );
      reset role;

      create table platform.job (
        job_id bigint generated always as identity,
        society_id integer not null,
        kind text collate "C" not null,
        input jsonb not null,
        asked_by text collate "C" not null,
        asked_at timestamptz not null default now(),
        licensee_id integer default ${LICENSEE}, -- on whose behalf
        party_id integer default ${PARTY},
        state text collate "C" not null default 'queued',
        started_at timestamptz, -- of the attempt that runs or ran last
        ended_at timestamptz,
        done bigint not null default 0, -- of total, in what the kind counts
        total bigint, -- unknown until the job says it
        result jsonb,
        problem jsonb, -- code, title, detail, details
        constraint job_pkey primary key (job_id),
        constraint job_state_known check (state in ('queued', 'running', 'done', 'failed')),
        constraint job_started_before_it_ended check (ended_at is null or started_at is not null),
        constraint job_ends_with_its_outcome check ((state in ('done', 'failed')) = (ended_at is not null)
          and (state = 'failed') = (problem is not null)),
        constraint job_progress_within_total check (done >= 0 and (total is null or done <= total)),
        constraint job_society_fkey foreign key (society_id) references identity.society
      );
      create index job_open on platform.job (society_id, job_id) where state in ('queued', 'running');
      ${tenantTable('platform.job', 'select, insert, update (state, started_at, ended_at, done, total, result, problem)')}
      ${openTo('licensee', 'platform.job', 'select, insert', `licensee_id = ${LICENSEE}`)}
      ${openTo('holder', 'platform.job', 'select, insert', `party_id = ${PARTY}`)}

      -- What has ended stays as it ended: an attempt that was thought dead cannot change it.
      create function platform.keep_ended_job() returns trigger language plpgsql as $$
      begin
        raise exception 'job % has ended', old.job_id
          using errcode = 'check_violation', schema = 'platform', table = 'job', constraint = 'job_ended_for_good';
      end $$;
      create trigger job_ended_for_good before update on platform.job
        for each row when (old.ended_at is not null) execute function platform.keep_ended_job();

      -- The door to the queue: in the caller's transaction, so that a job is there if and only if what it is about is.
      create function platform.enqueue(kind text, payload json, key text) returns void
        language plpgsql security definer set search_path = pg_catalog, pg_temp
        as $$ begin perform graphile_worker.add_job(kind, payload, max_attempts => 5, job_key => key); end $$;
      revoke all on function platform.enqueue(text, json, text) from public;
      grant execute on function platform.enqueue(text, json, text)
        to cineledger_app, cineledger_licensee, cineledger_holder;
      grant create on schema platform to cineledger_jobs;
      alter function platform.enqueue(text, json, text) owner to cineledger_jobs;
      revoke create on schema platform from cineledger_jobs;

      -- For what the calendar does in each society; the application itself sees one at a time.
      create function identity.society_numbers() returns setof integer
        language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$ select society_id from identity.society $$;
      revoke all on function identity.society_numbers() from public;
      grant execute on function identity.society_numbers() to cineledger_app;

      ${replaceSandboxFunction(SANDBOX_TABLES)}`);
  }

  down = refuseDown;
}
