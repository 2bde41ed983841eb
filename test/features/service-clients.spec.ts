import { decodeJwt, decodeProtectedHeader } from 'jose';
import { TokensService } from '../../src/identity/clients/tokens.service.js';
import { TestService } from '../support/service.js';

const SOCIETY = 'Society of Film Makers';

let service: TestService;
let society: number;

beforeAll(async () => {
  service = await TestService.start({ trustedProxies: 1 });
  society = await service.society(SOCIETY);
  await service.society('Another society');
});
afterAll(() => service?.stop());

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

describe('A society’s officers', () => {
  let approver: string;
  let officer: string;
  let supervisor: string;

  beforeAll(async () => {
    [approver, officer, supervisor] = [
      await service.token(society, ['AP']),
      await service.token(society, ['RO']),
      await service.token(society, ['SV']),
    ];
    await service.db.database.write(society, (tx) =>
      tx.query(`insert into licensing.licensee (name) values ('Example Stream')`),
    );
    const party = { id: 'jade-river', name: '玉河电影制片厂', kind: 'organisation' };
    await service.call('POST', '/v1/parties', { token: officer, body: party });
  });

  const post = (path: string, body: object, token = approver, key?: string) =>
    service.call('POST', `/v1/api-clients${path}`, { token, body, ...(key !== undefined && { key }) });
  let made = 0;
  const ofStream = () => ({ name: `Example Stream ${++made}`, licensee: 'Example Stream' });
  const stored = (column: string, table: string) =>
    service.db.database.read(society, (tx) => tx.query(`select ${column} from ${table}`));

  /** Whether a token is given for the secret; not over HTTP, where one address gets so many a minute. */
  const isGood = (id: string, secret: string) =>
    service.app
      .get(TokensService, { strict: false })
      .issue(id, secret, 'test')
      .then(
        () => true,
        (error: { code?: string }) => {
          if (error.code !== 'client-refused') throw error;
          return false;
        },
      );

  it('make a client of a licensee, whose secret is shown once and stands nowhere', async () => {
    const body = ofStream();
    const first = await post('', body, approver, 'once');
    const { secret, ...view } = first.json;
    expect([first.status, first.headers.get('Location')]).toEqual([201, `/v1/api-clients/${view.id}`]);
    expect(view).toMatchObject({ ...body, roles: ['L'], party: null, revokedAt: null, formerUntil: null });
    const again = await post('', body, approver, 'once');
    expect([again.status, again.headers.get('Idempotent-Replayed')]).toEqual([201, 'true']);
    expect(again.json).toEqual({ ...view, secret: null });
    expect((await service.call('GET', `/v1/api-clients/${view.id}`, { token: supervisor })).json).toEqual(view);
    for (const [column, table] of [
      ['body', 'platform.idempotent_answer'],
      ['after', 'identity.audit_event'],
    ] as const) {
      expect(JSON.stringify(await stored(column, table))).not.toContain(secret);
    }
    const answer = await service.call('POST', '/v1/oauth/token', {
      body: { grant_type: 'client_credentials', client_id: view.id, client_secret: secret },
    });
    const session = await service.call('GET', '/v1/session', { token: answer.json.access_token });
    expect(session.json.actor).toBe(`client:${view.id}`);
  });

  it('renew its secret: the former one is good until its hour, and never the one before that', async () => {
    const { id, secret: first } = (await post('', ofStream())).json;
    const renewed = await post(`/${id}/secrets`, { reason: 'yearly change' });
    const second = renewed.json.secret as string;
    expect([renewed.status, Date.parse(renewed.json.formerUntil) - Date.now() > 23 * 3_600_000]).toEqual([200, true]);
    expect(await Promise.all([first, second].map((secret) => isGood(id, secret)))).toEqual([true, true]);
    const { secret: third } = (await post(`/${id}/secrets`, { reason: 'again', formerHours: 1 })).json;
    expect(await Promise.all([first, second, third].map((secret) => isGood(id, secret)))).toEqual([false, true, true]);
    await service.db.dataSource.transaction(async (tx) => {
      await tx.query(`set local app.society = '${society}'`);
      await tx.query(
        `update identity.client_secret set made_at = made_at - interval '2 hours', former_until = former_until - interval '2 hours'
         where client_id = $1`,
        [id],
      );
    });
    expect(await Promise.all([second, third].map((secret) => isGood(id, secret)))).toEqual([false, true]);
    const { secret: fourth, formerUntil } = (await post(`/${id}/secrets`, { reason: 'got out', formerHours: 0 })).json;
    expect(formerUntil).toBeNull();
    expect(await Promise.all([third, fourth].map((secret) => isGood(id, secret)))).toEqual([false, true]);
  });

  it('who renew it twice at once make two secrets, of which both are good for a while', async () => {
    const { id } = (await post('', ofStream())).json;
    const answers = await Promise.all(['a', 'b'].map((reason) => post(`/${id}/secrets`, { reason })));
    for (const { json } of answers) expect(await isGood(id, json.secret)).toBe(true);
  });

  it('revoke it for good', async () => {
    const { id, secret } = (await post('', ofStream())).json;
    const revoked = await post(`/${id}/revocation`, { reason: 'the contract has ended' });
    expect([revoked.status, revoked.json.revokedAt]).toEqual([200, expect.any(String)]);
    expect(await isGood(id, secret)).toBe(false);
    for (const path of ['secrets', 'revocation']) {
      expect((await post(`/${id}/${path}`, { reason: 'again' })).json.code).toBe('client-not-found');
    }
    const list = await service.call('GET', '/v1/api-clients?revoked=true&licensee=Example+Stream', {
      token: supervisor,
      headers: { Accept: 'text/csv' },
    });
    expect(list.text).toContain(id);
    const trail = await service.call('GET', `/v1/audit-events?subject=${id}`, { token: supervisor });
    expect(trail.json.items.map(({ action, reason }: Record<string, string>) => [action, reason])).toEqual([
      ['client.revoked', 'the contract has ended'],
      ['client.added', null],
    ]);
  });

  it('keep clients of that side alone whose doings they do not answer, and none of officers', async () => {
    const party = { name: 'Jade River', party: 'jade-river' };
    const standing = { name: 'clerk', roles: ['LO' as const], licenseeId: null, partyId: null };
    const { id: clerk } = await service.db.database.write(society, (tx) =>
      service.accounts.addClient(tx, { society, actor: 'cli:test' }, standing),
    );
    const { id: stream } = (await post('', ofStream())).json;
    for (const [answer, code] of [
      [await post('', party), 'role-forbids'],
      [await post('', ofStream(), officer), 'role-forbids'],
      [await post(`/${stream}/secrets`, { reason: 'x' }, officer), 'role-forbids'],
      [await post(`/${stream}/revocation`, { reason: 'x' }, officer), 'role-forbids'],
      [await post(`/${clerk}/secrets`, { reason: 'x' }), 'client-of-officers'],
      [await post('', { name: 'nobody’s' }), 'account-invalid'],
      [await post('', { ...party, licensee: 'Example Stream' }), 'role-forbids'],
      [await post('', { name: 'x', licensee: 'Another' }), 'licensee-not-found'],
      [await post('', { name: 'x', party: 'another' }, officer), 'party-not-found'],
    ] as const) {
      expect([code, answer.json.code]).toEqual([code, code]);
    }
    expect((await post('', party, officer)).json).toMatchObject({ roles: ['H'], party: 'jade-river', licensee: null });
    expect((await post('', party, officer)).json.code).toBe('account-exists');
    expect((await post(`/${clerk}/revocation`, { reason: 'left' })).status).toBe(200);
  });
});

describe('The database refuses a client’s secret', () => {
  const attempt = async (statement: string) => {
    try {
      await service.db.database.write(society, (tx) => tx.query(statement));
      return 'taken';
    } catch (error) {
      const { constraint, code } = (error as { driverError: { constraint?: string; code: string } }).driverError;
      return constraint ?? code;
    }
  };
  /** The last secret of some client, and what is wrong with the next. */
  const next = (values: string, client = 'client_id') =>
    `insert into identity.client_secret (client_id, ordinal, secret_sha256, former_until)
     select ${client}, ${values} from identity.client_secret limit 1`;

  it.each([
    ['that is not hashed', next(`99, 'secret', now()`), 'client_secret_hashed'],
    ['without a number', next(`0, sha256('x'), now()`), 'client_secret_numbered'],
    ['that is there', next(`ordinal, sha256('x'), now()`), 'client_secret_pkey'],
    ['that lasts beside another', next(`99, sha256('x'), now() + interval '8 d'`), 'client_secret_overlap_ends'],
    ['that ends before it is made', next(`99, sha256('x'), now() - interval '1 s'`), 'client_secret_overlap_ends'],
    ['of a client that is nobody', next(`99, sha256('x'), now()`, `'2.x'`), 'client_secret_client_fkey'],
    ['that is changed', `update identity.client_secret set secret_sha256 = sha256('mine')`, '42501'],
    ['that is lengthened', 'update identity.client_secret set former_until = now()', '42501'],
    ['that is deleted', 'delete from identity.client_secret', '42501'],
  ])('%s', async (_what, statement, refusal) => {
    expect(await attempt(statement)).toBe(refusal);
  });

  it.each([
    ['a licensee', { licensee: 1 }],
    ['a holder', { party: 1 }],
  ])('to %s who looks', async (_who, of) => {
    const looking = service.db.database.read({ society, ...of }, (tx) =>
      tx.query('select secret_sha256 from identity.client_secret'),
    );
    await expect(looking).rejects.toMatchObject({ driverError: { code: '42501' } });
  });
});
