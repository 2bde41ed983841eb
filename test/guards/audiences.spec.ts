import pg from 'pg';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let db: TestDatabase;
/** Someone who got hold of the connection that the service logs in with. */
let thief: pg.Client;

const SOCIETY = 1;
const SANDBOX = 2;

beforeAll(async () => {
  db = await cloneDatabase();
  await db.dataSource.query(`select identity.make_society('Society', false), identity.make_society('Sandbox', true)`);
  for (const society of [SOCIETY, SANDBOX]) {
    await db.database.write(society, async (tx) => {
      for (const row of ROWS) await tx.query(row.replaceAll('$s', String(society)));
    });
  }
  thief = new pg.Client({ connectionString: db.loginUrl });
  await thief.connect();
});

afterAll(async () => {
  await thief?.end();
  await db?.drop();
});

/** In each of the two societies: parties 1 and 2 (3 and 4), a work of each, a claim of each; two licensees. */
const ROWS = [
  `insert into repertoire.party (code, name, kind) values ('a', 'A', 'person'), ('b', 'B', 'person')`,
  `insert into repertoire.work (code) values ('of-a'), ('of-b')`,
  `insert into repertoire.work_title (work_id, ordinal, title, title_key) select work_id, 0, code, code from repertoire.work`,
  `insert into repertoire.claim (code, work_id, party_id, "right", share, territories_except, territory_codes, status)
   select p.code, w.work_id, p.party_id, 'rental', 50, true, '{}', 'asserted'
   from repertoire.party p join repertoire.work w on w.code = 'of-' || p.code`,
  `insert into licensing.licensee (name) values ('X'), ('Y')`,
  `insert into identity.audit_event (actor, action, subject) values ('cli:test', 'party.registered', 'a')`,
  `insert into platform.idempotent_answer (actor, key, request_sha256, status, headers, body)
   values ('client:x', 'k', sha256('x'), 201, '{}', 'of the society')`,
];

/** How the database answers a role: the first column of all rows, or the SQLSTATE and constraint of the refusal. */
async function as(role: string, settings: Record<string, number>, statement: string): Promise<unknown> {
  await thief.query('begin');
  try {
    if (role !== '') await thief.query(`set local role ${role}`);
    for (const [name, value] of Object.entries(settings)) await thief.query(`set local app.${name} = '${value}'`);
    const { rows } = await thief.query<unknown[]>({ text: statement, rowMode: 'array' });
    return rows.map(([first]) => first);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return error.constraint ?? error.code;
  } finally {
    await thief.query('rollback');
  }
}

describe('The role that the service logs in as', () => {
  it.each([
    ['reads nothing by itself', 'select code from repertoire.party'],
    ['does not become the owner', 'set role cineledger_owner'],
    ['makes no table', 'create table public.mine (a integer)'],
    ['makes no role', 'create role mine'],
    ['makes no society', `select identity.make_society('Mine', false)`],
  ])('%s', async (_what, statement) => {
    expect(await as('', { society: SOCIETY }, statement)).toMatch(/^(42501|22023)$/);
  });

  it('becomes the application’s role, which makes no society either', async () => {
    expect(await as('cineledger_app', { society: SOCIETY }, 'select code from repertoire.party order by 1')).toEqual([
      'a',
      'b',
    ]);
    expect(await as('cineledger_app', {}, `select identity.make_society('Mine', false)`)).toBe('42501');
  });
});

describe('A holder’s transaction', () => {
  const holder = (statement: string, settings = {}) =>
    as('cineledger_holder', { society: SOCIETY, party: 1, ...settings }, statement);

  it.each([
    ['the party itself', 'select code from repertoire.party', ['a']],
    ['its claims', 'select code from repertoire.claim', ['a']],
    ['the works that it has a claim in', 'select code from repertoire.work', ['of-a']],
    ['their titles', 'select title from repertoire.work_title', ['of-a']],
    ['no licensee but of what is on its statements', 'select name from licensing.licensee', []],
    ['no answer to the society’s own requests', 'select body from platform.idempotent_answer', []],
  ])('sees %s', async (_what, statement, seen) => {
    expect(await holder(statement)).toEqual(seen);
  });

  it('without a party, or for a party of another society, sees nothing', async () => {
    expect(await as('cineledger_holder', { society: SOCIETY }, 'select code from repertoire.claim')).toEqual([]);
    expect(await holder('select code from repertoire.claim', { party: 3 })).toEqual([]);
    expect(await holder('select code from repertoire.work', { society: SANDBOX })).toEqual([]);
  });

  it.each([
    'select email from identity.person',
    'select private_jwk from identity.signing_key',
    'select actor from identity.audit_event',
    'select amount_minor from distribution.collection',
    'select bank_reference from distribution.collection',
    'select valid_from from licensing.licence',
    'select content_sha256 from usage.usage_report',
    'select actor from distribution.distribution_event',
    'select account_id from ledger.posting',
    `insert into statements.statement (distribution_id) values (1)`,
    `update repertoire.claim set superseded_at = now()`,
    `insert into repertoire.party (code, name, kind) values ('c', 'C', 'person')`,
    `insert into identity.audit_event (actor, action, subject, party_id) values ('person:1', 'claim.seen', 'b', 2)`,
  ])('is refused: %s', async (statement) => {
    expect(await holder(statement)).toBe('42501');
  });

  it('writes the audit trail in its own name', async () => {
    const insert = `insert into identity.audit_event (actor, action, subject) values ('person:1', 'claim.seen', 'a')`;
    expect(await holder(insert)).toEqual([]);
  });
});

describe('A licensee’s transaction', () => {
  const licensee = (statement: string, settings = {}) =>
    as('cineledger_licensee', { society: SOCIETY, licensee: 1, ...settings }, statement);

  it('sees the catalogue, and of stored answers its own', async () => {
    expect(await licensee('select code from repertoire.work order by 1')).toEqual(['of-a', 'of-b']);
    expect(await licensee('select body from platform.idempotent_answer')).toEqual([]);
  });

  it.each([
    'select code from repertoire.claim',
    'select name from repertoire.party',
    'select email from identity.person',
  ])('is refused: %s', async (statement) => {
    expect(await licensee(statement)).toBe('42501');
  });
});

describe('Webhooks', () => {
  const told = `select webhooks.announce('[{"type":"job.done","subject":"x","body":"{}","licensee":1},
    {"type":"job.done","subject":"y","body":"{}","licensee":2},{"type":"job.done","subject":"z","body":"{}"}]')`;
  const licensee = (statement: string) => as('cineledger_licensee', { society: SOCIETY, licensee: 1 }, statement);
  const holder = (statement: string) => as('cineledger_holder', { society: SOCIETY, party: 1 }, statement);

  beforeAll(async () => {
    await db.database.write(SOCIETY, async (tx) => {
      await tx.query(`insert into webhooks.endpoint (licensee_id) values (1), (2), (null)`);
      await tx.query(
        `insert into webhooks.endpoint_version (endpoint_id, version, url, enabled, actor)
         select endpoint_id, 1, 'https://' || coalesce(licensee_id::text, 'society') || '.example', true, 'cli:test' from webhooks.endpoint`,
      );
      await tx.query(
        `insert into webhooks.endpoint_secret (endpoint_id, ordinal, secret) select endpoint_id, 1, sha256('x') from webhooks.endpoint`,
      );
      await tx.query(told);
    });
  });

  it('of others are not seen by a licensee, nor any by a holder', async () => {
    expect(await licensee('select url from webhooks.endpoint_version')).toEqual(['https://1.example']);
    expect(await licensee('select subject from webhooks.event')).toEqual(['x']);
    for (const table of ['delivery', 'endpoint', 'endpoint_version', 'event']) {
      expect(await licensee(`select count(*)::integer from webhooks.${table}`)).toEqual([1]);
      expect(await holder(`select count(*)::integer from webhooks.${table}`)).toEqual([0]);
    }
    expect(await licensee('select society_id from webhooks.endpoint_secret')).toEqual([SOCIETY]);
  });

  it.each([
    ['read a secret', 'select secret from webhooks.endpoint_secret', '42501'],
    [
      'tell another',
      `select webhooks.announce('[{"type":"a.b","subject":"x","body":"{}","licensee":2}]')`,
      'event_told_to_no_other',
    ],
    [
      'tell a holder',
      `select webhooks.announce('[{"type":"a.b","subject":"x","body":"{}","party":1}]')`,
      'event_told_to_no_other',
    ],
    [
      'make an event by hand',
      `insert into webhooks.event (event_id, type, subject, body) values (gen_random_uuid(), 'a.b', 'x', '{}')`,
      '42501',
    ],
    [
      'make a delivery by hand',
      `insert into webhooks.delivery (event_id, endpoint_id) select event_id, 2 from webhooks.event`,
      '42501',
    ],
    [
      'turn another’s endpoint to itself',
      `insert into webhooks.endpoint_version (endpoint_id, version, url, enabled, actor) values (2, 2, 'https://mine.example', true, 'client:x')`,
      '42501',
    ],
    [
      'know another’s secret',
      `insert into webhooks.endpoint_secret (endpoint_id, ordinal, secret) values (2, 2, sha256('mine'))`,
      '42501',
    ],
    ['make an endpoint for another', 'insert into webhooks.endpoint (licensee_id) values (2)', '42501'],
    ['make one for the society', 'insert into webhooks.endpoint (licensee_id) values (null)', '42501'],
    ['ask for work in the queue', `select platform.enqueue_at('webhook.deliver', '{}', 'x', 'y', now())`, '42501'],
    ['prune', 'select webhooks.prune()', '42501'],
  ])('are such that a licensee cannot %s', async (_what, statement, refusal) => {
    expect(await licensee(statement)).toBe(refusal);
  });

  it('are sent again to who saw them the first time, and to nobody else', async () => {
    const second = `select webhooks.deliver_again(2)`;
    expect(await licensee('select webhooks.deliver_again(1) > 1')).toEqual([true]);
    expect([await licensee(second), await holder(second)]).toEqual([[null], [null]]);
    expect(await as('cineledger_app', { society: SANDBOX }, second)).toEqual([null]);
  });
});

describe('The public’s transaction', () => {
  const anybody = (statement: string, society = SOCIETY) => as('cineledger_public', { society }, statement);

  it('sees titles, rights and holders', async () => {
    const statement = `select t.title || ' ' || c."right" || ' ' || p.name from repertoire.work_title t
      join repertoire.claim c using (work_id) join repertoire.party p using (party_id) order by 1`;
    expect(await anybody(statement)).toEqual(['of-a rental A', 'of-b rental B']);
  });

  it('sees that a sandbox is none of its business', async () => {
    expect(await anybody('select name from identity.society')).toEqual(['Society']);
    expect(await anybody('select name from identity.society', SANDBOX)).toEqual([]);
  });

  it.each([
    'select share from repertoire.claim',
    'select country from repertoire.party',
    'select code from repertoire.work',
    'select email from identity.person',
    'select body from platform.idempotent_answer',
  ])('is refused: %s', async (statement) => {
    expect(await anybody(statement)).toBe('42501');
  });
});

describe('The audit trail', () => {
  const owner = (statement: string) =>
    db.dataSource
      .transaction(async (tx) => {
        await tx.query(`set local app.society = '${SOCIETY}'`);
        await tx.query(statement);
      })
      .then(
        () => 'let it pass',
        (error: { driverError: pg.DatabaseError }) => error.driverError.constraint,
      );

  it.each([
    `update identity.audit_event set actor = 'cli:nobody'`,
    'delete from identity.audit_event',
    'truncate identity.audit_event',
  ])('is only added to: %s is refused to its owner too', async (statement) => {
    expect(await as('cineledger_app', { society: SOCIETY }, statement)).toBe('42501');
    expect(await owner(statement)).toBe('audit_event_kept');
  });

  it('goes with a sandbox that is replaced as a whole', async () => {
    expect(await as('cineledger_app', {}, `select identity.replace_sandbox('Sandbox') > 2`)).toEqual([true]);
  });

  it.each([
    [`insert into identity.audit_event (actor, action, subject) values ('', 'a.b', 'x')`, 'audit_event_actor_named'],
    [`insert into identity.audit_event (actor, action, subject) values ('me', 'a.b', 'x')`, 'audit_event_actor_named'],
    [
      `insert into identity.audit_event (actor, action, subject) values ('cli:x', 'did', 'x')`,
      'audit_event_action_named',
    ],
  ])('names who and what: %s', async (statement, constraint) => {
    expect(await as('cineledger_app', { society: SOCIETY }, statement)).toBe(constraint);
  });
});

describe('The database refuses an account', () => {
  const person = (roles: string, more = 'null, null', hash = '$argon2id$x', email = 'a@b') =>
    `insert into identity.person (email, password_hash, roles, licensee_id, party_id) values ('${email}', '${hash}', '${roles}', ${more})`;

  it.each([
    ['of a role that there is not', person('{XX}'), 'person_roles_known'],
    ['without a role', person('{}'), 'person_roles_known'],
    ['of a licensee that is nobody', person('{L}'), 'person_licensee_stands_alone'],
    ['that sees as a licensee and as an officer', person('{L,RO}', '1, null'), 'person_licensee_stands_alone'],
    ['of an officer confined to a licensee', person('{RO}', '1, null'), 'person_licensee_stands_alone'],
    ['that sees as a holder and as an officer', person('{H,RO}', 'null, 1'), 'person_holder_stands_alone'],
    ['of another society’s licensee', person('{L}', '3, null'), 'person_licensee_fkey'],
    ['whose password is not hashed', person('{RO}', 'null, null', 'secret'), 'person_password_hashed'],
    ['whose e-mail is in upper case', person('{RO}', 'null, null', '$argon2id$x', 'A@b'), 'person_email_plausible'],
  ])('%s', async (_what, statement, constraint) => {
    expect(await as('cineledger_app', { society: SOCIETY }, statement)).toBe(constraint);
  });
});
