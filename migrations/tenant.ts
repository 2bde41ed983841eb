/**
 * SQL that every tenant table gets: row-level security that also binds the owner, and the privileges of the
 * application role. `current_setting(…, true)` is '' and not NULL on a pooled connection after a transaction
 * that set it locally, hence the nullif: without a society nothing is visible and nothing can be written. A row's
 * society defaults to the transaction's, so no insert has to name it.
 */
export function tenantTable(table: string, privileges: string): string {
  const policy = `${table.replace('.', '_')}_of_society`;
  return `
    alter table ${table} alter column society_id set default nullif(current_setting('app.society', true), '')::integer;
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy ${policy} on ${table}
      using (society_id = nullif(current_setting('app.society', true), '')::integer);
    grant ${privileges} on ${table} to cineledger_app;`;
}

/**
 * Has the society of inserted rows compared with the transaction's as it was at the start of the statement. Reading the
 * setting for each row is a fifth of the cost of storing one; only tables that take millions at once need this.
 */
export function checkedOnce(table: string): string {
  const policy = `${table.replace('.', '_')}_of_society`;
  return `
    alter policy ${policy} on ${table}
      with check (society_id = (select nullif(current_setting('app.society', true), '')::integer));`;
}

/** The licensee and the party that a transaction is for; NULL, which equals nothing, in any other. */
export const LICENSEE = `nullif(current_setting('app.licensee', true), '')::integer`;
export const PARTY = `nullif(current_setting('app.party', true), '')::integer`;

/**
 * SQL that opens a tenant table to those who look in from outside: the society's policy still holds, and of its rows they
 * see and write those that meet the condition. What is not opened so is shut to them, because their roles are not the
 * application's; and the plans of what the society does itself know nothing of these conditions.
 * @param privileges for instance `select`, `select, insert` or `select (work_id, title)`
 * @param condition over the table's columns, \`LICENSEE\` and \`PARTY\`
 * @example openTo('licensee', 'licensing.licence', 'select', \`licensee_id = ${LICENSEE}\`)
 */
export function openTo(
  audience: 'licensee' | 'holder' | 'public',
  table: string,
  privileges: string,
  condition: string,
): string {
  const [schema] = table.split('.');
  return `
    grant usage on schema ${schema} to cineledger_${audience};
    grant ${privileges} on ${table} to cineledger_${audience};
    create policy ${table.replace('.', '_')}_for_${audience} on ${table} as restrictive to cineledger_${audience}
      using (${condition});`;
}

/**
 * A function by which the application, which owns nothing, has the planner's statistics renewed after it loaded rows:
 * without them one society's fresh rows look like none. A table that another run is looking at is passed over. Of large
 * tables it matters how many rows are the society's, for which that column and a small sample will do, and the keys of
 * large joins.
 * @param tables with those columns that are looked at, if not all
 */
export function analyzable(schema: string, name: string, tables: readonly string[]): string {
  return `
    create function ${schema}.${name}() returns void language plpgsql security definer
      set search_path = pg_catalog, pg_temp set default_statistics_target = 20
      as $$ begin analyze (skip_locked) ${tables.join(', ')}; end $$;
    revoke all on function ${schema}.${name}() from public;
    grant execute on function ${schema}.${name}() to cineledger_app;`;
}

/** Corrections go forward: a step back would have to delete money. */
export function refuseDown(): Promise<never> {
  return Promise.reject(
    new Error('Migrations only go forward. Restore the backup taken before the migration, or write a further one.'),
  );
}
