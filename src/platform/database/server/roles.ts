import type { ClientBase } from 'pg';
import { passwordOf } from './cluster.js';

/** Owns the database and what is in it; on the embedded server it is no superuser, as on a hosted one. */
export const OWNER_ROLE = 'cineledger_owner';
/** Works on the rows. It owns nothing, cannot log in, and row-level security binds it. */
export const APP_ROLE = 'cineledger_app';
export const DATABASE = 'cineledger';

/** Makes the owner and the database of the embedded server where they are missing. Call it under the start lock. */
export async function provision(client: ClientBase, secret: string): Promise<void> {
  const { rows } = await client.query<{ role: boolean; login: boolean; database: boolean }>(
    `select exists (select from pg_roles where rolname = $1) as role,
            exists (select from pg_roles where rolname = $3) as login,
            exists (select from pg_database where datname = $2) as database`,
    [OWNER_ROLE, DATABASE, LOGIN_ROLE],
  );
  if (!rows[0]!.role) {
    const password = passwordOf(OWNER_ROLE, secret);
    await client.query(
      `create role ${OWNER_ROLE} login createdb createrole nosuperuser nobypassrls password '${password}'`,
    );
  }
  if (!rows[0]!.login) {
    const password = passwordOf(LOGIN_ROLE, secret);
    await client.query(
      `create role ${LOGIN_ROLE} login nosuperuser nocreatedb nocreaterole noinherit nobypassrls password '${password}'`,
    );
  }
  if (!rows[0]!.database) await client.query(`create database ${DATABASE} owner ${OWNER_ROLE}`);
}

/**
 * What the HTTP process logs in as: it owns nothing, sees nothing, and can only become one of the roles that work on
 * rows. Whoever breaks into that process has no way to the owner.
 */
export const LOGIN_ROLE = 'cineledger_login';

/**
 * Roles for those who look in from outside. They may do what `openTo` (migrations/tenant.ts) grants them and nothing
 * else, so that a table which nobody thought of stays shut to them.
 */
export const AUDIENCE_ROLES = {
  licensee: 'cineledger_licensee',
  holder: 'cineledger_holder',
  public: 'cineledger_public',
} as const;

/** Owns the queue of jobs, which lies in a schema of its own, and sees nothing else. */
export const JOBS_ROLE = 'cineledger_jobs';

/** Those that a login of the service may become. */
export const WORKING_ROLES: readonly string[] = [APP_ROLE, ...Object.values(AUDIENCE_ROLES), JOBS_ROLE];

/** The statement that leaves the app role in place; see `ensureRole`. */
export const ensureAppRole = ensureRole(APP_ROLE);
export const ensureJobsRole = ensureRole(JOBS_ROLE);
export const ensureAudienceRoles = Object.values(AUDIENCE_ROLES).map(ensureRole).join(';\n');

/**
 * Lets a login role become the roles that work on rows; before it does, it has none of their rights. Run as the owner,
 * who made those roles, once the schema is up to date.
 */
export function allowLogin(role: string): string {
  return `grant ${WORKING_ROLES.join(', ')} to ${role} with inherit false, set true`;
}

/**
 * One statement that leaves a role in place and usable by `SET ROLE`, whether it was there or not; run as the
 * owner by the migrations, on any server. It refuses a role of that name that could step around row-level security. The
 * owner does not inherit: what is made for a role alone, its policies above all, must not be the owner's too.
 */
function ensureRole(role: string): string {
  return `
do $$
begin
  if not exists (select from pg_roles where rolname = '${role}') then
    begin
      create role ${role} nologin nosuperuser nocreatedb nocreaterole noinherit noreplication nobypassrls;
    exception when duplicate_object or unique_violation then
      null; -- another database of this server was migrated at the same moment
    end;
  end if;
  if exists (select from pg_roles
              where rolname = '${role}'
                and (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication)) then
    raise exception 'the role ${role} has more rights than it may have'
      using hint = 'alter role ${role} nosuperuser nobypassrls nocreatedb nocreaterole noreplication';
  end if;
  if not pg_has_role(current_user, '${role}', 'SET') then
    execute format('grant ${role} to %I with inherit false, set true', current_user);
  end if;
end
$$`;
}
