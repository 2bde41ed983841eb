import type { ClientBase } from 'pg';
import { passwordOf } from './cluster.js';

/** Owns the database and what is in it; on the embedded server it is no superuser, as on a hosted one. */
export const OWNER_ROLE = 'cineledger_owner';
/** Works on the rows. It owns nothing, cannot log in, and row-level security binds it. */
export const APP_ROLE = 'cineledger_app';
export const DATABASE = 'cineledger';

/** Makes the owner and the database of the embedded server where they are missing. Call it under the start lock. */
export async function provision(client: ClientBase, secret: string): Promise<void> {
  const { rows } = await client.query<{ role: boolean; database: boolean }>(
    `select exists (select from pg_roles where rolname = $1) as role,
            exists (select from pg_database where datname = $2) as database`,
    [OWNER_ROLE, DATABASE],
  );
  if (!rows[0]!.role) {
    const password = passwordOf(OWNER_ROLE, secret);
    await client.query(
      `create role ${OWNER_ROLE} login createdb createrole nosuperuser nobypassrls password '${password}'`,
    );
  }
  if (!rows[0]!.database) await client.query(`create database ${DATABASE} owner ${OWNER_ROLE}`);
}

/**
 * One statement that leaves the app role in place and usable by `SET ROLE`, whether it was there or not; run as the
 * owner by the migrations, on any server. It refuses a role of that name that could step around row-level security.
 */
export const ensureAppRole = `
do $$
begin
  if not exists (select from pg_roles where rolname = '${APP_ROLE}') then
    begin
      create role ${APP_ROLE} nologin nosuperuser nocreatedb nocreaterole noinherit noreplication nobypassrls;
    exception when duplicate_object or unique_violation then
      null; -- another database of this server was migrated at the same moment
    end;
  end if;
  if exists (select from pg_roles
              where rolname = '${APP_ROLE}'
                and (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication)) then
    raise exception 'the role ${APP_ROLE} has more rights than it may have'
      using hint = 'alter role ${APP_ROLE} nosuperuser nobypassrls nocreatedb nocreaterole noreplication';
  end if;
  if not pg_has_role(current_user, '${APP_ROLE}', 'SET') then
    execute format('grant ${APP_ROLE} to %I', current_user);
  end if;
end
$$`;
