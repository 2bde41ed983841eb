import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LICENSEE, openTo, PARTY, refuseDown, tenantTable } from './tenant.js';

/** What a person and an API client have in common: roles, and whose rows they are confined to. */
function standing(table: string): string {
  return `
    roles text[] collate "C" not null,
    licensee_id integer,
    party_id integer,
    constraint ${table}_roles_known
      check (cardinality(roles) > 0 and roles <@ '{RO,LO,DO,FO,PO,AP,SV,L,H}'::text[] collate "C"),
    -- Who looks in from outside holds no office: one account never sees more than one side.
    constraint ${table}_licensee_stands_alone check ((licensee_id is not null) = ('L' = any (roles))
      and (licensee_id is null or cardinality(roles) = 1)),
    constraint ${table}_holder_stands_alone check ((party_id is not null) = ('H' = any (roles))
      and (party_id is null or cardinality(roles) = 1)),
    constraint ${table}_society_fkey foreign key (society_id) references identity.society,
    constraint ${table}_licensee_fkey foreign key (society_id, licensee_id)
      references licensing.licensee (society_id, licensee_id)`;
}

/** An account is one society's: who works for two has two (ADR 0012). */
export class IdentityCreateAccounts1795570000022 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table identity.person (
        person_id integer generated always as identity,
        society_id integer not null,
        email text collate "C" not null, -- lower case
        password_hash text collate "C" not null, -- argon2id, with its parameters and salt
        created_at timestamptz not null default now(),
        disabled_at timestamptz,
        constraint person_pkey primary key (person_id),
        constraint person_of_society_key unique (society_id, person_id),
        constraint person_email_unique unique (society_id, email),
        constraint person_email_plausible check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and email = lower(email)),
        constraint person_password_hashed check (password_hash like '$argon2id$%'),
        ${standing('person')}
      );
      ${tenantTable('identity.person', 'select, insert, update (password_hash, disabled_at)')}

      create table identity.session (
        token_sha256 bytea not null, -- the token itself is known to the browser alone
        society_id integer not null,
        person_id integer not null,
        opened_at timestamptz not null default now(),
        expires_at timestamptz not null,
        ended_at timestamptz,
        constraint session_pkey primary key (token_sha256),
        constraint session_token_hashed check (octet_length(token_sha256) = 32),
        constraint session_expires_after_opening check (expires_at > opened_at),
        constraint session_person_fkey foreign key (society_id, person_id)
          references identity.person (society_id, person_id)
      );
      ${tenantTable('identity.session', 'select, insert, update (ended_at)')}

      create table identity.api_client (
        client_id text collate "C" not null, -- society.random, so that it is found without looking across societies
        society_id integer not null,
        name text not null,
        secret_sha256 bytea not null, -- of 256 random bits, which need no slow hash
        created_at timestamptz not null default now(),
        revoked_at timestamptz,
        constraint api_client_pkey primary key (client_id),
        constraint api_client_name_unique unique (society_id, name),
        constraint api_client_of_its_society check (client_id like society_id || '.%'),
        constraint api_client_secret_hashed check (octet_length(secret_sha256) = 32),
        ${standing('api_client')}
      );
      ${tenantTable('identity.api_client', 'select, insert, update (revoked_at)')}

      -- Counted to slow down who guesses.
      create table identity.login_attempt (
        login_attempt_id bigint generated always as identity,
        society_id integer not null,
        account text collate "C" not null, -- SHA-256 of what was given: people mistype passwords into the other field
        address text collate "C" not null,
        attempted_at timestamptz not null default now(),
        succeeded boolean not null, -- a row says that one began, a second one that it succeeded
        constraint login_attempt_pkey primary key (login_attempt_id),
        constraint login_attempt_society_fkey foreign key (society_id) references identity.society
      );
      create index login_attempt_account on identity.login_attempt (society_id, account, attempted_at);
      create index login_attempt_address on identity.login_attempt (society_id, address, attempted_at);
      ${tenantTable('identity.login_attempt', 'select, insert')}

      -- The keys that sign tokens of all societies; the newest signs, the others verify until the last token is over.
      create table identity.signing_key (
        kid text collate "C" not null,
        public_jwk jsonb not null,
        private_jwk jsonb not null,
        created_at timestamptz not null default now(),
        constraint signing_key_pkey primary key (kid),
        constraint signing_key_public_is_public check (not public_jwk ? 'd')
      );
      grant select, insert on identity.signing_key to cineledger_app;

      create table identity.audit_event (
        audit_event_id bigint generated always as identity,
        society_id integer not null,
        at timestamptz not null default now(),
        actor text collate "C" not null, -- person:7, client:1.k3…, or cli:account on the server
        action text collate "C" not null, -- noun.verb
        subject text collate "C" not null, -- the code of what was acted on
        reason text,
        before jsonb,
        after jsonb,
        licensee_id integer default ${LICENSEE}, -- on whose behalf
        party_id integer default ${PARTY},
        constraint audit_event_pkey primary key (audit_event_id),
        constraint audit_event_actor_named check (actor ~ '^(person|client|cli):.'),
        constraint audit_event_action_named check (action ~ '^[a-z-]+\\.[a-z-]+$'),
        constraint audit_event_society_fkey foreign key (society_id) references identity.society
      );
      create index audit_event_subject on identity.audit_event (society_id, subject);
      ${tenantTable('identity.audit_event', 'select, insert')}
      ${openTo('licensee', 'identity.audit_event', 'insert', `licensee_id = ${LICENSEE}`)}
      ${openTo('holder', 'identity.audit_event', 'insert', `party_id = ${PARTY}`)}

      -- Nobody may change the trail, its owner neither; a sandbox goes as a whole.
      create function identity.keep_audit_event() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' and exists (select from identity.society s where s.society_id = old.society_id and s.sandbox)
        then return old; end if;
        raise exception 'the audit trail is only added to'
          using errcode = 'check_violation', schema = 'identity', table = 'audit_event', constraint = 'audit_event_kept';
      end $$;
      create trigger audit_event_kept before update or delete on identity.audit_event
        for each row execute function identity.keep_audit_event();
      create function identity.keep_audit_trail() returns trigger language plpgsql as $$
      begin
        raise exception 'the audit trail is only added to'
          using errcode = 'check_violation', schema = 'identity', table = 'audit_event', constraint = 'audit_event_kept';
      end $$;
      create trigger audit_trail_kept before truncate on identity.audit_event
        for each statement execute function identity.keep_audit_trail();

      -- For the owner: neither the service nor who breaks into it can make a society.
      create function identity.make_society(society_name text, is_sandbox boolean) returns integer
        language sql set search_path = pg_catalog, pg_temp
        as $$ insert into identity.society (name, sandbox) values (society_name, is_sandbox) returning society_id $$;
      revoke all on function identity.make_society(text, boolean) from public;`);
  }

  down = refuseDown;
}
