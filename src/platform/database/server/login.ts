import type { DataSource } from 'typeorm';
import { DomainError } from '../../../kernel/domain-error.js';
import { WORKING_ROLES } from './roles.js';

/**
 * Checks that a connection can do nothing by itself and become only those roles that work on rows, so that a stolen
 * one is worth no more than they are.
 * @throws login-role-too-powerful with what it has beyond that, or lacks
 */
export async function requireHarmlessLogin(dataSource: DataSource): Promise<void> {
  const rows = await dataSource.query<{ fault: string }[]>(FAULTS, [WORKING_ROLES]);
  if (rows.length === 0) return;
  throw new DomainError(
    'forbidden',
    'login-role-too-powerful',
    'The service does not log in to PostgreSQL as the user of DATABASE_LOGIN_URL: it must be able to become the roles ' +
      'that work on rows, and nothing else. docs/operations.md has the statements that make one.',
    { details: rows.map(({ fault }) => fault) },
  );
}

const FAULTS = `
  select 'it is a superuser, or may bypass row-level security, make roles, databases or replicas' as fault
  from pg_roles where rolname = current_user
    and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
  union all
  select 'it owns ' || c.oid::regclass from pg_class c where pg_get_userbyid(c.relowner) = current_user
  union all
  select 'it owns the database' from pg_database
  where datname = current_database() and pg_get_userbyid(datdba) = current_user
  union all
  select 'it may become ' || r.rolname from pg_roles r
  where r.rolname <> current_user and r.rolname <> all ($1) and pg_has_role(current_user, r.oid, 'MEMBER')
  union all
  select 'it cannot become ' || w.name from unnest($1::text[]) as w (name)
  where not pg_has_role(current_user, w.name, 'SET')
  union all
  select 'it has the rights of ' || w.name || ' without becoming it' from unnest($1::text[]) as w (name)
  where pg_has_role(current_user, w.name, 'USAGE')`;
