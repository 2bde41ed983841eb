/**
 * The application role cannot delete what is final. A sandbox is the exception, and this function is the only
 * door: it runs as the owner, within the society that it was asked for, and refuses any that is not a sandbox.
 * @param tables all that hold rows of a society, children first
 */
export function replaceSandboxFunction(tables: readonly string[]): string {
  return `
    create or replace function identity.replace_sandbox(society_name text) returns integer
      language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
      old identity.society;
      fresh integer;
    begin
      -- Two runs of one name go one after the other, the first one's name being not yet visible.
      perform pg_advisory_xact_lock(hashtextextended(society_name, 0));
      select * into old from identity.society where name = society_name for update;
      if found and not old.sandbox then
        raise exception 'society "%" is not a sandbox', society_name
          using errcode = 'check_violation', schema = 'identity', table = 'society', constraint = 'society_is_sandbox';
      end if;
      if found then
        perform set_config('app.society', old.society_id::text, true);
        ${tables.map((table) => `delete from ${table} where society_id = old.society_id;`).join('\n        ')}
      end if;
      insert into identity.society (name, sandbox) values (society_name, true) returning society_id into fresh;
      perform set_config('app.society', fresh::text, true);
      return fresh;
    end $$;`;
}
