import pg from 'pg';
import { TestService } from '../support/service.js';

let service: TestService;
let society: number;
let token: string;

beforeAll(async () => {
  service = await TestService.start();
  society = await service.society('Society of Film Makers');
  token = await service.token(society, ['RO', 'SV']);
});
afterAll(() => service?.stop());

const party = (id: string) => ({ id, name: `Party ${id}`, kind: 'person' });
const create = (id: string, key?: string) =>
  service.call('POST', '/v1/parties', { token, body: party(id), ...(key !== undefined && { key }) });
const count = async () =>
  (
    await service.db.database.read(society, (tx) =>
      tx.query<{ n: number }[]>('select count(*)::integer as n from repertoire.party'),
    )
  )[0]!.n;

describe('A request that is refused', () => {
  it('is told as problem details, with the code’s page, the field and what would do', async () => {
    const answer = await service.call('POST', '/v1/parties', {
      token,
      headers: { 'X-Request-Id': 'from-me.1' },
      body: { id: 'a\nb', name: 'A', kind: 'person', country: 'UK', nick: 'x' },
    });
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.json).toEqual({
      type: '/docs/problems.md#input-invalid',
      title: 'Input invalid',
      status: 400,
      detail: expect.stringContaining('`errors` names each'),
      code: 'input-invalid',
      requestId: 'from-me.1',
      errors: expect.arrayContaining([
        { field: 'nick', message: 'is not a field of this operation: leave it out' },
        { field: 'id', message: expect.stringContaining('must be an id') },
        { field: 'country', message: expect.stringContaining('must be an ISO 3166-1 alpha-2 code') },
      ]),
    });
    const page = await service.call('GET', answer.json.type);
    expect(page.text).toContain('### input-invalid\n');
  });

  it.each([
    ['of broken JSON', 'POST', '/v1/parties', { body: '{"id":' }, 400, 'body-malformed'],
    [
      'of more bytes than are taken',
      'POST',
      '/v1/parties',
      { body: { id: 'x'.repeat(300_000) } },
      413,
      'body-too-large',
    ],
    ['for a path that is none', 'GET', '/v1/partys', {}, 404, 'route-not-found'],
    ['for what is not there', 'GET', '/v1/parties/nobody', {}, 404, 'party-not-found'],
    ['with a NUL in its path', 'GET', '/v1/parties/a%00b', {}, 400, 'character-not-stored'],
    ['with a NUL in its query', 'GET', '/v1/works?q=%00', {}, 400, 'character-not-stored'],
    ['with a query field that is none', 'GET', '/v1/parties?page=2', {}, 400, 'input-invalid'],
    ['for a sort that there is not', 'GET', '/v1/parties?sort=kind', {}, 400, 'input-invalid'],
    ['for a page of too many', 'GET', '/v1/parties?limit=201', {}, 400, 'input-invalid'],
    ['for a form that there is not', 'GET', '/v1/parties', { headers: { Accept: 'text/html' } }, 400, 'not-acceptable'],
    ['without a key', 'POST', '/v1/parties', { body: party('k'), key: ' ' }, 400, 'idempotency-key-missing'],
    ['without a version', 'PATCH', '/v1/parties/p', { body: { name: 'P' } }, 428, 'if-match-missing'],
  ])('%s gives its code', async (_what, method, path, sent, status, code) => {
    const answer = await service.call(method, path, { token, ...sent });
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  it('by a named constraint is told in the words of the field', async () => {
    expect((await create('twice')).status).toBe(201);
    const again = await create('twice');
    expect([again.status, again.json.code]).toEqual([409, 'party-exists']);
  });

  it('for a defect of ours says nothing of it', async () => {
    await service.db.dataSource.query('alter table repertoire.party rename column isni to hidden');
    try {
      const answer = await service.call('GET', '/v1/parties', { token });
      expect([answer.status, answer.json.code, answer.json.type]).toEqual([500, 'internal', 'about:blank']);
      expect(answer.text).not.toMatch(/isni|column|select/i);
    } finally {
      await service.db.dataSource.query('alter table repertoire.party rename column hidden to isni');
    }
  });
});

describe('Each answer', () => {
  it('bears the id of its request: the caller’s where it is harmless, else a new one', async () => {
    const given = await service.call('GET', '/health/live', { headers: { 'X-Request-Id': 'abc-1' } });
    expect(given.headers.get('X-Request-Id')).toBe('abc-1');
    const taken = await service.call('GET', '/health/live', { headers: { 'X-Request-Id': 'a b;{}' } });
    expect(taken.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('says how many requests are left, and bears the headers of safe pages', async () => {
    const { headers } = await service.call('GET', '/health/live');
    expect(headers.get('RateLimit-Policy')).toMatch(/"requests"; q=1000000; w=60/);
    expect(headers.get('RateLimit')).toMatch(/"requests"; r=\d+; t=\d+/);
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Content-Security-Policy')).toContain("default-src 'self'");
  });

  it('is a refusal once the limit is reached', async () => {
    const narrow = await TestService.start({ requestsAMinute: 2 });
    try {
      const statuses = [];
      for (let i = 0; i < 3; i++) statuses.push((await narrow.call('GET', '/health/live')).status);
      expect(statuses).toEqual([200, 200, 429]);
      const refused = await narrow.call('GET', '/health/live');
      expect([refused.json.code, refused.headers.get('Retry-After')]).toEqual(['too-many-requests', '60']);
    } finally {
      await narrow.stop();
    }
  });
});

describe('A POST that is sent again', () => {
  it('does nothing and gives the same bytes', async () => {
    const first = await create('once', 'key-once');
    const before = await count();
    const second = await create('once', 'key-once');
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    for (const name of ['ETag', 'Location', 'Content-Type'])
      expect(second.headers.get(name)).toBe(first.headers.get(name));
    expect([first, second].map(({ headers }) => headers.get('Idempotent-Replayed'))).toEqual([null, 'true']);
    expect(await count()).toBe(before);
  });

  it('with another body or at another path is refused', async () => {
    await create('other', 'key-other');
    for (const [path, body] of [
      ['/v1/parties', party('another')],
      ['/v1/works', { id: 'other', title: 'Other' }],
    ] as const) {
      const answer = await service.call('POST', path, { token, body, key: 'key-other' });
      expect([answer.status, answer.json.code]).toEqual([422, 'idempotency-key-used']);
    }
  });

  it('under a key of somebody else is his own', async () => {
    const colleague = await service.token(society, ['RO']);
    await create('mine', 'key-shared');
    const answer = await service.call('POST', '/v1/parties', {
      token: colleague,
      body: party('yours'),
      key: 'key-shared',
    });
    expect([answer.status, answer.json.id]).toEqual([201, 'yours']);
  });

  it('after a refusal is decided anew: a refusal did nothing that it could repeat', async () => {
    const claim = { id: 'late', work: 'late-work', party: 'once', right: 'rental', share: '1' };
    const sent = { token, body: claim, key: 'key-late' };
    expect((await service.call('POST', '/v1/claims', sent)).status).toBe(404);
    await service.call('POST', '/v1/works', { token, body: { id: 'late-work', title: 'Late' } });
    expect((await service.call('POST', '/v1/claims', sent)).status).toBe(201);
  });

  it('while the first is still being answered is refused, with the time to wait; a hundred at once do one thing', async () => {
    const before = await count();
    const answers = await Promise.all(Array.from({ length: 100 }, () => create('rushed', 'key-rushed')));
    expect(await count()).toBe(before + 1);
    const kinds = answers.map(({ status, json }) => (status === 201 ? 'made' : json.code));
    expect([...new Set(kinds)].filter((kind) => kind !== 'idempotency-key-in-flight')).toEqual(['made']);
    for (const { status, headers } of answers) if (status === 409) expect(headers.get('Retry-After')).toBe('1');
  });

  it('is refused for as long as another transaction holds its key', async () => {
    const [client] = await service.db.dataSource.query<{ actor: string }[]>(
      `select actor from (select 1) x, lateral (select 'client:' || $1 as actor) y`,
      [JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).sub],
    );
    const holder = new pg.Client({ connectionString: service.db.url });
    await holder.connect();
    try {
      await holder.query('begin');
      await holder.query(
        `select pg_advisory_xact_lock(hashtextextended(jsonb_build_array($1::text, $2::text, 'key-held')::text, 1))`,
        [String(society), client!.actor],
      );
      expect((await create('held', 'key-held')).json.code).toBe('idempotency-key-in-flight');
      await holder.query('rollback');
      expect((await create('held', 'key-held')).status).toBe(201);
    } finally {
      await holder.end();
    }
  });
});

describe('A change', () => {
  it('with the version that was seen is made; with an older one it is refused and nothing is lost', async () => {
    const { headers } = await create('changing');
    const change = (name: string, etag: string) =>
      service.call('PATCH', '/v1/parties/changing', { token, body: { name }, headers: { 'If-Match': etag } });
    const first = await change('First', headers.get('ETag')!);
    expect([first.status, first.headers.get('ETag'), first.json.name]).toEqual([200, '"2"', 'First']);
    for (const etag of [headers.get('ETag')!, 'W/"2"', '*', '"99999999999"']) {
      const late = await change('Late', etag);
      expect([late.status, late.json.code]).toEqual([412, 'version-stale']);
    }
    expect((await service.call('GET', '/v1/parties/changing', { token })).json.name).toBe('First');
  });

  it('by two who saw the same version is made once', async () => {
    await create('contested');
    const headers = { 'If-Match': '"1"' };
    const answers = await Promise.all(
      ['A', 'B', 'C', 'D'].map((name) =>
        service.call('PATCH', '/v1/parties/contested', { token, body: { name }, headers }),
      ),
    );
    expect(answers.map(({ status }) => String(status)).sort()).toEqual(['200', '412', '412', '412']);
  });
});
