import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SANDBOX_TABLES as TABLES_BEFORE } from './1795570000111-usage-take-uploads.js';
import { replaceSandboxFunction } from './sandbox.js';
import { LICENSEE, openTo, PARTY, refuseDown, tenantTable } from './tenant.js';

/** Children first. */
export const SANDBOX_TABLES = [
  'webhooks.attempt',
  'webhooks.delivery',
  'webhooks.event',
  'webhooks.endpoint_secret',
  'webhooks.endpoint_version',
  'webhooks.endpoint',
  ...TABLES_BEFORE,
];

/** Whose a row is: a licensee's, a party's, or, with neither, the society's own. */
const OWNER = `
  licensee_id integer default ${LICENSEE},
  party_id integer default ${PARTY}`;
const ofLicensee = `licensee_id = ${LICENSEE}`;
const ofParty = `party_id = ${PARTY}`;

/** Opens a table to licensees and holders, each to its own rows. */
function openToOwners(table: string, privileges: string): string {
  return `
    ${openTo('licensee', table, privileges, ofLicensee)}
    ${openTo('holder', table, privileges, ofParty)}`;
}

/** The same for what hangs on an endpoint: who sees that sees it too. */
function openWithEndpoint(table: string, privileges: string): string {
  const [, name] = table.split('.');
  const mine = `exists (select from webhooks.endpoint e where e.endpoint_id = ${name}.endpoint_id)`;
  return `
    ${openTo('licensee', table, privileges, mine)}
    ${openTo('holder', table, privileges, mine)}`;
}

/** Events that platforms, holders and the society's own programs are told by signed webhooks (ADR 0070). */
export class WebhooksCreateEndpoints1795570000121 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- What the service does by itself stands in the audit trail too.
      alter table identity.audit_event drop constraint audit_event_actor_named,
        add constraint audit_event_actor_named check (actor ~ '^(person|client|cli|system):.');

      -- As platform.enqueue, at a time, and one after the other of what is in one line. Owners of other functions may call
      -- it, audiences may not.
      create function platform.enqueue_at(kind text, payload json, key text, line text, at timestamptz) returns void
        language plpgsql security definer set search_path = pg_catalog, pg_temp
        as $$ begin
          perform graphile_worker.add_job(kind, payload, queue_name => line, run_at => at, max_attempts => 5, job_key => key);
        end $$;
      revoke all on function platform.enqueue_at(text, json, text, text, timestamptz) from public;
      grant execute on function platform.enqueue_at(text, json, text, text, timestamptz) to cineledger_app;
      grant create, usage on schema platform to cineledger_jobs;
      alter function platform.enqueue_at(text, json, text, text, timestamptz) owner to cineledger_jobs;
      do $$
      declare owner text := current_user;
      begin
        set local role cineledger_jobs;
        execute format('grant execute on function platform.enqueue_at(text, json, text, text, timestamptz) to %I', owner);
        reset role;
      end $$;
      revoke create, usage on schema platform from cineledger_jobs;

      create schema webhooks;
      grant usage on schema webhooks to cineledger_app;

      create table webhooks.endpoint (
        endpoint_id integer generated always as identity,
        society_id integer not null,
        ${OWNER},
        registered_at timestamptz not null default now(),
        failing_since timestamptz, -- no attempt has succeeded since this one, which failed
        constraint endpoint_pkey primary key (endpoint_id),
        constraint endpoint_of_society_key unique (society_id, endpoint_id),
        constraint endpoint_has_one_owner check (licensee_id is null or party_id is null),
        constraint endpoint_society_fkey foreign key (society_id) references identity.society,
        constraint endpoint_licensee_fkey foreign key (society_id, licensee_id)
          references licensing.licensee (society_id, licensee_id)
      );
      create index endpoint_owner on webhooks.endpoint (society_id, licensee_id, party_id);
      ${tenantTable('webhooks.endpoint', 'select, insert, update (failing_since)')}
      ${openToOwners('webhooks.endpoint', 'select, insert')}

      -- A changed endpoint gets a further row; the last one counts.
      create table webhooks.endpoint_version (
        society_id integer not null,
        endpoint_id integer not null,
        version integer not null,
        url text collate "C" not null,
        event_types text[] collate "C", -- all of them, if there is none
        enabled boolean not null,
        reason text,
        actor text collate "C" not null,
        changed_at timestamptz not null default now(),
        constraint endpoint_version_pkey primary key (endpoint_id, version),
        constraint endpoint_version_from_one check (version >= 1),
        constraint endpoint_version_url_of_the_web check (url ~ '^https?://[^/@#[:space:]]+[^@#[:space:]]*$'
          and length(url) <= 2000),
        constraint endpoint_version_hears_something check (cardinality(event_types) > 0),
        constraint endpoint_version_endpoint_fkey foreign key (society_id, endpoint_id)
          references webhooks.endpoint (society_id, endpoint_id)
      );
      ${tenantTable('webhooks.endpoint_version', 'select, insert')}
      ${openWithEndpoint('webhooks.endpoint_version', 'select, insert')}

      -- The last one signs, the one before it too for a day after. Who registered it is told once and reads it never.
      create table webhooks.endpoint_secret (
        society_id integer not null,
        endpoint_id integer not null,
        ordinal integer not null,
        secret bytea not null,
        made_at timestamptz not null default now(),
        constraint endpoint_secret_pkey primary key (endpoint_id, ordinal),
        constraint endpoint_secret_from_one check (ordinal >= 1),
        constraint endpoint_secret_long_enough check (octet_length(secret) between 24 and 64),
        constraint endpoint_secret_endpoint_fkey foreign key (society_id, endpoint_id)
          references webhooks.endpoint (society_id, endpoint_id)
      );
      ${tenantTable('webhooks.endpoint_secret', 'select, insert')}
      ${openWithEndpoint('webhooks.endpoint_secret', 'select (society_id, endpoint_id, ordinal, made_at), insert')}

      create table webhooks.event (
        event_id uuid not null,
        society_id integer not null,
        ${OWNER},
        type text collate "C" not null,
        subject text collate "C" not null, -- the code of what it happened to
        body text not null, -- as it is signed and sent, to the byte
        announced_at timestamptz not null default now(),
        constraint event_pkey primary key (event_id),
        constraint event_of_society_key unique (society_id, event_id),
        constraint event_type_named check (type ~ '^[a-z-]+\\.[a-z-]+$'),
        constraint event_society_fkey foreign key (society_id) references identity.society
      );
      ${tenantTable('webhooks.event', 'select')}
      ${openToOwners('webhooks.event', 'select')}

      create table webhooks.delivery (
        delivery_id bigint generated always as identity,
        society_id integer not null,
        ${OWNER},
        event_id uuid not null,
        endpoint_id integer not null,
        replay_of bigint,
        asked_at timestamptz not null default clock_timestamp(),
        state text collate "C" not null default 'pending',
        attempts integer not null default 0,
        due_at timestamptz default clock_timestamp(), -- of the next attempt
        ended_at timestamptz,
        constraint delivery_pkey primary key (delivery_id),
        constraint delivery_of_society_key unique (society_id, delivery_id),
        constraint delivery_state_known check (state in ('pending', 'delivered', 'dead')),
        constraint delivery_due_until_it_ended check ((state = 'pending') = (due_at is not null)
          and (state = 'pending') = (ended_at is null)),
        constraint delivery_attempts_counted check (attempts >= 0 and (state <> 'delivered' or attempts > 0)),
        constraint delivery_event_fkey foreign key (society_id, event_id) references webhooks.event (society_id, event_id),
        constraint delivery_endpoint_fkey foreign key (society_id, endpoint_id)
          references webhooks.endpoint (society_id, endpoint_id)
      );
      create index delivery_endpoint on webhooks.delivery (society_id, endpoint_id, delivery_id);
      create index delivery_event on webhooks.delivery (event_id);
      create index delivery_pending on webhooks.delivery (society_id, due_at) where state = 'pending';
      create index delivery_ended on webhooks.delivery (society_id, ended_at) where state <> 'pending';
      ${tenantTable('webhooks.delivery', 'select, update (state, attempts, due_at, ended_at)')}
      ${openToOwners('webhooks.delivery', 'select')}

      create function webhooks.keep_ended_delivery() returns trigger language plpgsql as $$
      begin
        raise exception 'delivery % has ended', old.delivery_id
          using errcode = 'check_violation', schema = 'webhooks', table = 'delivery', constraint = 'delivery_ended_for_good';
      end $$;
      create trigger delivery_ended_for_good before update on webhooks.delivery
        for each row when (old.ended_at is not null) execute function webhooks.keep_ended_delivery();

      create table webhooks.attempt (
        society_id integer not null,
        delivery_id bigint not null,
        ordinal integer not null,
        ${OWNER},
        begun_at timestamptz not null,
        milliseconds integer not null,
        status integer, -- of the answer, if there was one
        failure text collate "C", -- why there was none
        response text, -- how the answer begins
        constraint attempt_pkey primary key (delivery_id, ordinal),
        constraint attempt_from_one check (ordinal >= 1),
        constraint attempt_took_no_negative_time check (milliseconds >= 0),
        constraint attempt_was_answered_or_failed check ((status is null) = (failure is not null)
          and (status is null) = (response is null)),
        constraint attempt_response_cut_short check (length(response) <= 1000),
        constraint attempt_delivery_fkey foreign key (society_id, delivery_id)
          references webhooks.delivery (society_id, delivery_id)
      );
      create index attempt_of_society on webhooks.attempt (society_id, delivery_id, ordinal);
      ${tenantTable('webhooks.attempt', 'select, insert')}
      ${openToOwners('webhooks.attempt', 'select')}

      ${FUNCTIONS}
      ${replaceSandboxFunction(SANDBOX_TABLES)}`);
  }

  down = refuseDown;
}

/**
 * The doors by which events and deliveries come to be. They run as the owner, within the society of the transaction,
 * since what a licensee does is told to the society's endpoints too, which it does not see.
 */
const FUNCTIONS = `
  -- Those of one endpoint one after the other, so that one that hangs keeps up no other's.
  create function webhooks.enqueue_delivery(delivery bigint, endpoint integer, at timestamptz) returns bigint
    language sql set search_path = pg_catalog, pg_temp as $$
      select platform.enqueue_at('webhook.deliver',
        json_build_object('society', current_setting('app.society')::integer, 'about', delivery::text),
        'webhook.deliver ' || delivery, 'webhook-endpoint ' || endpoint, at);
      select delivery
    $$;
  revoke all on function webhooks.enqueue_delivery(bigint, integer, timestamptz) from public;
  grant execute on function webhooks.enqueue_delivery(bigint, integer, timestamptz) to cineledger_app;

  -- events: [{type, subject, body, licensee, party}]. An event that no endpoint listens to leaves nothing.
  create function webhooks.announce(events jsonb) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare
    own_licensee integer := ${LICENSEE};
    own_party integer := ${PARTY};
    queued bigint;
  begin
    if (own_licensee is not null or own_party is not null) and exists (
      select from jsonb_to_recordset(events) as t (licensee integer, party integer)
      where (t.licensee is not null or t.party is not null)
        and (t.licensee is distinct from own_licensee or t.party is distinct from own_party))
    then
      raise exception 'who looks in tells itself and the society'
        using errcode = 'check_violation', schema = 'webhooks', table = 'event', constraint = 'event_told_to_no_other';
    end if;
    with told as (
      select gen_random_uuid() as event_id, t.*
      from jsonb_to_recordset(events) as t (type text, subject text, body text, licensee integer, party integer)
    ), heard as (
      select t.*, e.endpoint_id
      from told t
      join webhooks.endpoint e on e.society_id = current_setting('app.society')::integer
        and e.licensee_id is not distinct from t.licensee and e.party_id is not distinct from t.party
      cross join lateral (
        select v.enabled, v.event_types from webhooks.endpoint_version v
        where v.endpoint_id = e.endpoint_id order by v.version desc limit 1
      ) v
      where v.enabled and (v.event_types is null or t.type = any (v.event_types))
    ), kept as (
      insert into webhooks.event (event_id, licensee_id, party_id, type, subject, body)
      select distinct event_id, licensee, party, type, subject, body from heard
    ), made as (
      insert into webhooks.delivery (licensee_id, party_id, event_id, endpoint_id)
      select licensee, party, event_id, endpoint_id from heard returning delivery_id, endpoint_id, due_at
    )
    select count(webhooks.enqueue_delivery(delivery_id, endpoint_id, due_at)) into queued from made;
  end $$;
  revoke all on function webhooks.announce(jsonb) from public;
  grant execute on function webhooks.announce(jsonb) to cineledger_app, cineledger_licensee, cineledger_holder;

  -- A further delivery of the same event, for who sees the first one; nothing for who does not.
  create function webhooks.deliver_again(delivery bigint) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare
    again bigint;
    endpoint integer;
  begin
    insert into webhooks.delivery (licensee_id, party_id, event_id, endpoint_id, replay_of)
    select d.licensee_id, d.party_id, d.event_id, d.endpoint_id, d.delivery_id
    from webhooks.delivery d
    where d.delivery_id = delivery
      and (${LICENSEE} is null or d.licensee_id = ${LICENSEE})
      and (${PARTY} is null or d.party_id = ${PARTY})
    returning delivery_id, endpoint_id into again, endpoint;
    if again is not null then perform webhooks.enqueue_delivery(again, endpoint, clock_timestamp()); end if;
    return again;
  end $$;
  revoke all on function webhooks.deliver_again(bigint) from public;
  grant execute on function webhooks.deliver_again(bigint) to cineledger_app, cineledger_licensee, cineledger_holder;`;
