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
