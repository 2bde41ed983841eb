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

/** Corrections go forward: a step back would have to delete money. */
export function refuseDown(): Promise<never> {
  return Promise.reject(
    new Error('Migrations only go forward. Restore the backup taken before the migration, or write a further one.'),
  );
}
