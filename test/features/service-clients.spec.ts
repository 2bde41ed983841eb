import { decodeJwt, decodeProtectedHeader } from 'jose';
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
