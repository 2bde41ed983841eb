import { decodeJwt, decodeProtectedHeader } from 'jose';
import { type TOTP, URI } from 'otpauth';
import { TestService, TestSettings } from '../support/service.js';

const SOCIETY = 'Society of Film Makers';
const PASSWORD = 'correct horse battery staple';

let service: TestService;
let society: number;

beforeAll(async () => {
  service = await TestService.start({ trustedProxies: 1 });
  society = await service.society(SOCIETY);
  await service.society('Another society');
  for (const name of ['lin', 'chen', 'guessed', 'gone', 'forgetful']) {
    await service.person(society, `${name}@example.org`, PASSWORD, ['RO']);
  }
});
afterAll(() => service?.stop());

let lastAddress = 0;
/** Each from an address of its own, as the proxy says, unless one is given. */
function logIn(
  email: string,
  password = PASSWORD,
  name = SOCIETY,
  address = `10.0.${lastAddress >> 8}.${lastAddress++ & 255}`,
) {
  const headers = { 'X-Forwarded-For': address };
  return service.call('POST', '/v1/session', { headers, body: { society: name, email, password } });
}

async function cookie(email: string): Promise<string> {
  return (await logIn(email)).headers.get('Set-Cookie')!.split(';')[0]!;
}

const whoami = (Cookie: string) => service.call('GET', '/v1/session', { headers: { Cookie } });

describe('A person', () => {
  it('logs in with e-mail and password, in whatever case the e-mail is typed', async () => {
    const answer = await logIn('Lin@Example.org');
    expect([answer.status, answer.json.roles]).toEqual([201, ['RO']]);
    expect(answer.headers.get('Set-Cookie')).toMatch(
      /^cineledger_session=\d+\.[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Strict$/,
    );
  });

  it.each([
    ['a wrong password', 'lin@example.org', 'incorrect horse battery', SOCIETY],
    ['an e-mail that nobody has', 'nobody@example.org', PASSWORD, SOCIETY],
    ['an account of another society', 'lin@example.org', PASSWORD, 'Another society'],
    ['a society that there is not', 'lin@example.org', PASSWORD, 'No society'],
  ])('is refused with %s, always in the same words', async (_what, email, password, name) => {
    const answer = await logIn(email, password, name);
    expect([answer.status, answer.json.code]).toEqual([401, 'login-refused']);
    expect(answer.headers.get('Set-Cookie')).toBeNull();
  });

  it('is known by the cookie until the session is ended, also to whoever copied it', async () => {
    const session = await cookie('lin@example.org');
    expect((await whoami(session)).status).toBe(200);
    const ended = await service.call('DELETE', '/v1/session', { headers: { Cookie: session } });
    expect([ended.status, ended.headers.get('Set-Cookie')]).toEqual([204, expect.stringContaining('1970')]);
    expect((await whoami(session)).json.code).toBe('not-logged-in');
  });

  it('is not known by a cookie that was made up, nor by one of another society', async () => {
    const session = await cookie('lin@example.org');
    for (const forged of [
      `${session}x`,
      session.replace(/=\d+/, '=2'),
      'cineledger_session=1.x',
      'cineledger_session=',
    ]) {
      expect((await whoami(forged)).json.code).toBe('not-logged-in');
    }
  });

  it('is not known once the session is over or the account disabled', async () => {
    const session = await cookie('gone@example.org');
    const tx = service.db.database;
    await tx.write(society, (t) =>
      service.accounts.disablePerson(t, { society, actor: 'cli:test' }, 'gone@example.org', 'left'),
    );
    expect((await whoami(session)).status).toBe(401);
    expect((await logIn('gone@example.org')).json.code).toBe('login-refused');
    const other = await cookie('chen@example.org');
    await service.db.dataSource.transaction(async (t) => {
      await t.query(`set local app.society = '${society}'`);
      await t.query(
        `update identity.session set opened_at = now() - interval '13 hours', expires_at = now() - interval '1 hour'`,
      );
    });
    expect((await whoami(other)).status).toBe(401);
  });

  it('with a new password has no session of the old one', async () => {
    const session = await cookie('forgetful@example.org');
    await service.db.database.write(society, (tx) =>
      service.accounts.setPassword(
        tx,
        { society, actor: 'cli:test' },
        'forgetful@example.org',
        'a new password, longer',
      ),
    );
    expect((await whoami(session)).status).toBe(401);
    expect((await logIn('forgetful@example.org')).status).toBe(401);
    expect((await logIn('forgetful@example.org', 'a new password, longer')).status).toBe(201);
  });

  it('cannot be made to act by a page of another site', async () => {
    const headers = { Cookie: await cookie('lin@example.org'), 'Idempotency-Key': 'x' };
    const body = { id: 'forged', name: 'Forged', kind: 'person' };
    const forged = (site: string) =>
      service.call('POST', '/v1/parties', { headers: { ...headers, 'Sec-Fetch-Site': site }, body });
    for (const site of ['cross-site', 'same-site']) expect((await forged(site)).json.code).toBe('other-site');
    expect((await forged('same-origin')).status).toBe(201);
  });

  it('waits after five attempts that failed, with the right password too, and nobody else does', async () => {
    for (let i = 0; i < 5; i++) expect((await logIn('guessed@example.org', 'wrong wrong wrong')).status).toBe(401);
    const locked = await logIn('guessed@example.org');
    expect([locked.status, locked.json.code]).toEqual([429, 'too-many-attempts']);
    expect((await logIn('lin@example.org')).status).toBe(201);
  });

  it('gets no more than five guesses by sending them all at once', async () => {
    await service.person(society, 'rushed@example.org', PASSWORD, ['RO']);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => logIn('rushed@example.org', 'wrong wrong wrong')),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it('who guesses at many accounts is slowed down by address', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 31; i++)
      statuses.push((await logIn(`guess-${i}@example.org`, 'wrong wrong wrong', SOCIETY, '192.0.2.7')).status);
    expect(statuses.at(-1)).toBe(429);
  });

  it('leaves the token in no table, and a line in the audit trail', async () => {
    const session = await cookie('lin@example.org');
    const rows = await service.db.database.read(society, (tx) =>
      tx.query<{ whole: string }[]>(`select (select jsonb_agg(s) from identity.session s)::text as whole`),
    );
    expect(rows[0]!.whole).not.toContain(session.split('.')[1]);
    const supervisor = await service.token(society, ['SV']);
    const events = await service.call('GET', '/v1/audit-events?actor=person:1', { token: supervisor });
    expect(events.json.items.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['session.opened', 'session.ended']),
    );
  });
});

describe('A person with a second factor', () => {
  const doer = () => ({ society, actor: 'cli:test' });
  let totp: TOTP;
  beforeAll(async () => {
    await service.person(society, 'careful@example.org', PASSWORD, ['FO']);
    const address = await service.db.database.write(society, (tx) =>
      service.accounts.addSecondFactor(tx, doer(), 'careful@example.org', SOCIETY),
    );
    totp = URI.parse(address) as TOTP;
  });

  const logInWith = (code?: string) => {
    const body = { society: SOCIETY, email: 'careful@example.org', password: PASSWORD, ...(code && { code }) };
    return service.call('POST', '/v1/session', {
      body,
      headers: { 'X-Forwarded-For': `10.1.0.${lastAddress++ % 250}` },
    });
  };

  it('logs in with password and code, and not with the password alone', async () => {
    expect((await logInWith()).json.code).toBe('code-needed');
    expect((await logInWith(totp.generate({ timestamp: Date.now() - 10 * 60_000 }))).json.code).toBe('code-needed');
    expect((await logInWith('12345x')).json.errors).toEqual([{ field: 'code', message: 'must be six digits' }]);
    const code = totp.generate();
    expect((await logInWith(code)).status).toBe(201);
    // Whoever read it over a shoulder comes too late.
    expect((await logInWith(code)).json.code).toBe('code-needed');
  });

  it('has five guesses at the code, as at a password', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await logInWith('000000')).status);
    expect(statuses.slice(0, 4)).toEqual([401, 401, 401, 401]);
    expect(statuses.at(-1)).toBe(429);
  });

  it('logs in with the password alone again after the operator took it away', async () => {
    await service.person(society, 'robbed@example.org', PASSWORD, ['FO']);
    await service.db.database.write(society, (tx) =>
      service.accounts.addSecondFactor(tx, doer(), 'robbed@example.org', SOCIETY),
    );
    expect((await logIn('robbed@example.org')).json.code).toBe('code-needed');
    await service.db.database.write(society, (tx) =>
      service.accounts.removeSecondFactor(tx, doer(), 'robbed@example.org', 'lost'),
    );
    expect((await logIn('robbed@example.org')).status).toBe(201);
  });
});

describe('The cookie', () => {
  it('is for HTTPS alone where the service is reached so', async () => {
    const secure = await TestService.start({ settings: new TestSettings('https://rights.test') });
    try {
      await secure.person(await secure.society(SOCIETY), 'lin@example.org', PASSWORD, ['RO']);
      const body = { society: SOCIETY, email: 'lin@example.org', password: PASSWORD };
      expect((await secure.call('POST', '/v1/session', { body })).headers.get('Set-Cookie')).toMatch(/; Secure/);
    } finally {
      await secure.stop();
    }
  });
});

describe('An API client', () => {
  const made = () =>
    service.db.database.write(society, (tx) =>
      service.accounts.addClient(
        tx,
        { society, actor: 'cli:test' },
        {
          ...{ name: `client ${Math.random()}`, roles: ['SV' as const], licenseeId: null, partyId: null },
        },
      ),
    );
  const ask = (body: string | object, headers: Record<string, string> = {}) =>
    service.call('POST', '/v1/oauth/token', { body, headers: { 'X-Forwarded-For': '10.9.9.9', ...headers } });
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

  it('gets a token of ten minutes by a form, by JSON or by HTTP Basic', async () => {
    const { id, secret } = await made();
    const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    for (const answer of [
      await ask(`grant_type=client_credentials&client_id=${id}&client_secret=${secret}`, form),
      await ask({ grant_type: 'client_credentials', client_id: id, client_secret: secret }),
      await ask('grant_type=client_credentials', { ...form, Authorization: basic }),
    ]) {
      expect([answer.status, answer.json.token_type, answer.json.expires_in]).toEqual([200, 'Bearer', 600]);
      expect(answer.headers.get('Cache-Control')).toBe('no-store');
      const { exp, iat, sub, iss } = decodeJwt(answer.json.access_token);
      expect([exp! - iat!, sub, iss]).toEqual([600, id, 'http://rights.test']);
      expect((await service.call('GET', '/v1/session', { token: answer.json.access_token })).json.actor).toBe(
        `client:${id}`,
      );
    }
  });

  it.each([
    ['a wrong secret', (id: string) => ({ client_id: id, client_secret: 'wrong' }), 'client-refused'],
    [
      'an id of another society',
      (id: string, secret: string) => ({ client_id: id.replace(/^\d+/, '2'), client_secret: secret }),
      'client-refused',
    ],
    [
      'an id that is none',
      (_: string, secret: string) => ({ client_id: 'x', client_secret: secret }),
      'client-refused',
    ],
    ['no secret', (id: string) => ({ client_id: id }), 'client-refused'],
    [
      'another grant',
      (id: string, secret: string) => ({ grant_type: 'password', client_id: id, client_secret: secret }),
      'grant-unknown',
    ],
  ])('is refused with %s', async (_what, body, code) => {
    const { id, secret } = await made();
    expect((await ask({ grant_type: 'client_credentials', ...body(id, secret) })).json.code).toBe(code);
  });

  it('gets no further token once it is revoked', async () => {
    const { id, secret } = await made();
    await service.db.database.write(society, (tx) =>
      service.accounts.revokeClient(tx, { society, actor: 'cli:test' }, id, 'lost'),
    );
    expect((await ask({ grant_type: 'client_credentials', client_id: id, client_secret: secret })).json.code).toBe(
      'client-refused',
    );
  });

  it('is not known by a token that was changed, or that another service made', async () => {
    const token = await service.token(society, ['SV']);
    const [head, payload, signature] = token.split('.') as [string, string, string];
    const promoted = Buffer.from(JSON.stringify({ ...decodeJwt(token), roles: ['RO'] })).toString('base64url');
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    const elsewhere = await TestService.start();
    const foreign = await elsewhere.token(await elsewhere.society(SOCIETY), ['SV']);
    await elsewhere.stop();
    for (const forged of [
      `${head}.${promoted}.${signature}`,
      `${unsigned}.${payload}.`,
      `${head}.${payload}.`,
      foreign,
      'x',
    ]) {
      const answer = await service.call('GET', '/v1/audit-events', { token: forged });
      expect([answer.status, answer.json.code]).toEqual([401, 'token-invalid']);
    }
    expect((await service.call('GET', '/v1/audit-events', { token })).status).toBe(200);
  });

  it('is known by a token of the key before, for as long as tokens of it live; new ones are signed with a new key', async () => {
    const before = await service.token(society, ['SV']);
    await age('30 days');
    const after = await service.token(society, ['SV']);
    const [oldKid, newKid] = [before, after].map((token) => decodeProtectedHeader(token).kid);
    expect(newKid).not.toBe(oldKid);
    for (const token of [before, after]) expect((await service.call('GET', '/v1/session', { token })).status).toBe(200);
    const published = async () =>
      (await service.call('GET', '/v1/oauth/jwks')).json.keys.map(({ kid }: { kid: string }) => kid) as string[];
    expect(await published()).toEqual([newKid, oldKid]);
    await age('1 hour');
    expect(await published()).toEqual([newKid]);
    expect((await service.call('GET', '/v1/oauth/jwks')).text).not.toContain('"d"');
  });

  /** Makes the keys older. */
  const age = (by: string) =>
    service.db.dataSource.query(`update identity.signing_key set created_at = created_at - interval '${by}'`);
});
