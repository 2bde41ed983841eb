import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { APP_ROLE, AUDIENCE_ROLES } from '../../src/platform/database/server/index.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { PROJECT } from '../support/project.js';
import { SCHEMA_LISTING, schemaListing } from '../support/schema-listing.js';

/** Tables that belong to no society, each with its reason. */
const OF_NO_SOCIETY: Readonly<Record<string, string>> = {
  'identity.signing_key': 'one service signs the tokens of all its societies',
  'licensing.move': 'the steps that a licence and an application can take are the same for every society',
  'licensing.use_type': 'the contract, and not a society, says which right a use type exercises',
  'profile.jurisdiction_rule': 'what a law says, it says to every society',
  'profile.setting': 'what a law can say anything of',
};

/** What may be changed after it was written, each with its reason. Everything else is final. */
const CHANGEABLE: Readonly<Record<string, string>> = {
  'identity.api_client.revoked_at': 'a secret that got out must be worth nothing',
  'identity.person.disabled_at': 'people leave',
  'identity.person.password_hash': 'passwords are forgotten',
  'identity.person.totp_last_step': 'a code is good once',
  'identity.person.totp_secret': 'telephones are lost',
  'identity.session.ended_at': 'people log out',
  ...Object.fromEntries(
    [
      ...['currency', 'metric', 'statement_consent', 'territories_except', 'territory_codes', 'use_types'],
      ...['valid_from', 'valid_to'],
    ].map((column) => [
      `licensing.licence.${column}`,
      'a draft is changed until it is offered; licence_terms_frozen refuses it afterwards',
    ]),
  ),
  'licensing.licence_terms.exclusive': 'as those of its licence',
  'licensing.licence_terms.quote_id': 'as those of its licence',
  'licensing.licence_terms.report_every_months': 'as those of its licence',
  'licensing.tariff_publication.valid_to':
    'an approver ends what is published; tariff_publication_only_ends refuses more',
  ...changedInPlace('licensing.licensee', 'country', 'legal_name', 'registration_number', 'version'),
  ...Object.fromEntries(
    [
      ...['currency', 'formula', 'resolution_number', 'resolution_on', 'right', 'territories_except'],
      ...['territory_codes', 'use_types'],
    ].map((column) => [
      `licensing.tariff_version.${column}`,
      'a draft is changed until it is submitted; tariff_version_frozen refuses it afterwards',
    ]),
  ),
  'repertoire.claim.superseded_at': 'a changed claim closes its row and adds one',
  ...Object.fromEntries(
    ['done', 'ended_at', 'problem', 'result', 'started_at', 'state', 'total'].map((column) => [
      `platform.job.${column}`,
      'a job goes on until it has ended; job_ended_for_good refuses it afterwards',
    ]),
  ),
  ...changedInPlace(
    'distribution.collection',
    ...['amount_minor', 'bank_reference', 'period_end', 'period_start', 'received_on', 'version'],
  ),
  ...changedInPlace(
    'repertoire.party',
    'contact',
    'country',
    'ipi_name_number',
    'isni',
    'kind',
    'name',
    'payout_currency',
    'version',
  ),
  ...changedInPlace('repertoire.work', 'runtime_minutes', 'version', 'work_type', 'year'),
  ...changedInPlace('repertoire.work_title', 'title', 'title_key'),
  ...Object.fromEntries(
    ['attempts', 'due_at', 'ended_at', 'state'].map((column) => [
      `webhooks.delivery.${column}`,
      'a delivery is tried until it has ended; delivery_ended_for_good refuses it afterwards',
    ]),
  ),
  'webhooks.endpoint.failing_since': 'what fails may work again',
};

function changedInPlace(table: string, ...columns: string[]): Record<string, string> {
  return Object.fromEntries(columns.map((column) => [`${table}.${column}`, 'the audit trail keeps how it was']));
}

/** What TypeORM proposes because entities know neither named constraints nor indexes nor foreign keys nor defaults. */
const UNKNOWN_TO_ENTITIES =
  /^ALTER TABLE "\w+"\."\w+" (?:DROP CONSTRAINT "\w+"|ADD CONSTRAINT "\w+" UNIQUE \(|ALTER COLUMN "\w+" DROP DEFAULT)|^DROP INDEX "\w+"\."\w+"/;

/** Where a table differs from its entity on purpose, each with its reason. */
const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  'ALTER TABLE "distribution"."allocation" ADD CONSTRAINT "PK_ff856e89ea4f1d602e65024f3bc" PRIMARY KEY ("distribution_id", "collection_id")':
    'its key holds party or suspense, one of which is null, and is a unique constraint therefore',
};

let db: TestDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
});
afterAll(() => db?.drop());

function names(sql: string, parameters: unknown[] = []): Promise<string[]> {
  return db.dataSource.query<{ name: string }[]>(sql, parameters).then((rows) => rows.map(({ name }) => name).sort());
}

/** Graphile Worker makes its own schema, for a role that sees nothing else. */
const TABLE = `
  select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname not in ('public', 'graphile_worker') and n.nspname !~ '^pg_|^information_schema$'`;
const HAS_SOCIETY = `exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'society_id' and a.attnotnull)`;

describe('Every table', () => {
  it('says which society a row belongs to, but for those of no society', async () => {
    expect(await names(`${TABLE} and not ${HAS_SOCIETY}`)).toEqual(Object.keys(OF_NO_SOCIETY));
  });

  it('that says so is bound to it by a policy, its owner too', async () => {
    const bound = `c.relrowsecurity and c.relforcerowsecurity and exists (
      select from pg_policy p where p.polrelid = c.oid
        and pg_get_expr(p.polqual, c.oid) = $1 and p.polcmd = '*' and p.polpermissive and p.polroles = '{0}')`;
    const society = `(society_id = (NULLIF(current_setting('app.society'::text, true), ''::text))::integer)`;
    expect(await names(`${TABLE} and ${HAS_SOCIETY} and not (${bound})`, [society])).toEqual([]);
    expect((await names(`${TABLE} and ${bound}`, [society])).length).toBeGreaterThan(25);
  });

  it('has no second policy that would let more pass, but the owner’s way to a society by its name', async () => {
    const further = `select polrelid::regclass || ': ' || polname || ' for ' || pg_get_userbyid(polroles[1]) as name
      from pg_policy where polroles <> '{0}' and polpermissive`;
    const [{ owner }] = await db.dataSource.query<[{ owner: string }]>('select current_user::text as owner');
    expect(await names(further)).toEqual([`identity.society: identity_society_by_name for ${owner}`]);
    const [{ policies, tables }] = await db.dataSource.query<[{ policies: number; tables: number }]>(
      `select count(*)::integer as policies, count(distinct polrelid)::integer as tables from pg_policy where polroles = '{0}' and polpermissive`,
    );
    expect(policies).toBe(tables);
  });

  it('that is open to who looks in from outside is so with a condition of its own', async () => {
    const open = `
      select g.grantee::regrole || ' ' || c.oid::regclass as name
      from pg_class c
      cross join lateral (
        select grantee from aclexplode(c.relacl)
        union select x.grantee from pg_attribute a cross join aclexplode(a.attacl) x where a.attrelid = c.oid
      ) g
      where g.grantee::regrole::text = any ($1)
        and c.oid::regclass::text <> all ('{${Object.keys(OF_NO_SOCIETY).join(',')}}')`;
    // A view that asks in the name of whoever looks has no condition of its own: those of its tables hold.
    const conditioned = `${open} and (c.relkind = 'v' and 'security_invoker=true' = any (c.reloptions) or exists (
      select from pg_policy p where p.polrelid = c.oid and not p.polpermissive and p.polroles = array[g.grantee]))`;
    const roles = [Object.values(AUDIENCE_ROLES)];
    expect((await names(open, roles)).length).toBeGreaterThan(10);
    expect(await names(conditioned, roles)).toEqual(await names(open, roles));
  });

  it('is not seen past its conditions through a view', async () => {
    const past = `select oid::regclass::text as name from pg_class
      where relkind = 'v' and relnamespace::regnamespace::text !~ '^pg_|^information_schema$|^graphile_worker$'
        and not coalesce(reloptions @> '{security_invoker=true}', false)`;
    expect(await names(past)).toEqual([]);
  });

  it('that holds a society’s rows is emptied when a sandbox is replaced', async () => {
    const [{ body }] = await db.dataSource.query<[{ body: string }]>(
      `select prosrc as body from pg_proc where oid = 'identity.replace_sandbox(text)'::regprocedure`,
    );
    const emptied = [...body.matchAll(/delete from ([a-z_.]+) where society_id = old\.society_id;/g)].map(
      ([, table]) => table!,
    );
    expect(emptied.sort()).toEqual(await names(`${TABLE} and ${HAS_SOCIETY}`));
  });

  it('takes the society of a new row from the transaction', async () => {
    const bare = `${TABLE} and ${HAS_SOCIETY} and n.nspname <> 'identity' and not exists (
      select from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
      where d.adrelid = c.oid and a.attname = 'society_id' and pg_get_expr(d.adbin, c.oid) ~ 'app\\.society')`;
    expect(await names(bare)).toEqual([]);
  });

  it('has a name for each of its constraints that a person chose', async () => {
    const sql = `select conname as name from pg_constraint where conrelid <> 0 and contype not in ('n', 't')
      and connamespace::regnamespace::text !~ '^pg_|^information_schema$|^public$|^graphile_worker$' and conname ~ '_(check|key)\\d*$|_excl\\d*$'
      and conname !~ '_of_society_key$'`;
    expect(await names(sql)).toEqual([]);
  });
});

describe.each([APP_ROLE, ...Object.values(AUDIENCE_ROLES)])('The role %s', (ROLE) => {
  it('is no superuser, passes no row-level security, makes nothing and cannot log in', async () => {
    expect(
      await db.dataSource.query(
        `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication from pg_roles where rolname = $1`,
        [ROLE],
      ),
    ).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolcanlogin: false,
        rolreplication: false,
      },
    ]);
    expect(
      await names(`select roleid::regrole::text as name from pg_auth_members where member = $1::regrole`, [ROLE]),
    ).toEqual([]);
  });

  it('owns nothing', async () => {
    const owned = `
      select oid::regclass::text as name from pg_class where relowner = $1::regrole
      union all select oid::regprocedure::text from pg_proc where proowner = $1::regrole
      union all select nspname from pg_namespace where nspowner = $1::regrole
      union all select datname from pg_database where datdba = $1::regrole`;
    expect(await names(owned, [ROLE])).toEqual([]);
  });

  it('can neither delete nor truncate anything, nor grant what it has', async () => {
    const granted = `
      select c.oid::regclass || ': ' || a.privilege_type as name
      from pg_class c cross join aclexplode(c.relacl) a
      where a.grantee in ($1::regrole, 0) and c.relnamespace::regnamespace::text !~ '^pg_|^information_schema$'
        and (a.privilege_type not in ('SELECT', 'INSERT') or a.is_grantable)`;
    expect(await names(granted, [ROLE])).toEqual([]);
  });

  it('can change only what is not final', async () => {
    const changeable = `
      select t.attrelid::regclass || '.' || t.attname as name
      from pg_attribute t cross join aclexplode(t.attacl) a where a.grantee in ($1::regrole, 0) and a.privilege_type = 'UPDATE'`;
    expect(await names(changeable, [ROLE])).toEqual(ROLE === APP_ROLE ? Object.keys(CHANGEABLE).sort() : []);
  });

  it('can make no schema, and no table outside the transaction’s own', async () => {
    const creatable = `select nspname as name from pg_namespace where has_schema_privilege($1, oid, 'create') and nspname !~ '^pg_temp'`;
    expect(await names(creatable, [ROLE])).toEqual([]);
    const [{ may }] = await db.dataSource.query<[{ may: boolean }]>(
      `select has_database_privilege($1, current_database(), 'create') as may`,
      [ROLE],
    );
    expect(may).toBe(false);
  });
});

describe('The schema', () => {
  it('is what the entities say, as far as entities can say it', async () => {
    expect([...(await drift(db))].sort()).toEqual(Object.keys(KNOWN_DIFFERENCES).sort());
  });

  it.each([
    ['add column stray text'],
    ['drop column memo'],
    ['alter column memo type varchar(10)'],
    ['alter column memo drop not null'],
  ])('would be seen to differ after: alter table ledger.transaction %s', async (change) => {
    const changed = await cloneDatabase();
    try {
      await changed.dataSource.query(`alter table ledger.transaction ${change}`);
      expect((await drift(changed)).size).toBeGreaterThan(Object.keys(KNOWN_DIFFERENCES).length);
    } finally {
      await changed.drop();
    }
  });

  it(`is the one that ${SCHEMA_LISTING} lists (npm run docs:schema writes it)`, async () => {
    expect(await schemaListing(db.dataSource)).toBe(readFileSync(join(PROJECT, SCHEMA_LISTING), 'utf8'));
  });

  it('never goes back', async () => {
    for (const migration of db.dataSource.migrations) {
      await expect(migration.down(db.dataSource.createQueryRunner())).rejects.toThrow(/only go forward/);
    }
  });
});

/** What TypeORM would change to make the tables fit the entities. */
async function drift({ dataSource }: TestDatabase): Promise<Set<string>> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return new Set(upQueries.map(({ query }) => query).filter((query) => !UNKNOWN_TO_ENTITIES.test(query)));
}
