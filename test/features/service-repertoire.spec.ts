import { type Received, TestService } from '../support/service.js';

const SOCIETY = 'Society of Film Makers';

let service: TestService;
let society: number;
let officer: string;
let supervisor: string;

beforeAll(async () => {
  service = await TestService.start();
  society = await service.society(SOCIETY);
  officer = await service.token(society, ['RO']);
  supervisor = await service.token(society, ['SV']);
  await post('/v1/parties', { id: 'jade-river', name: '玉河电影制片厂', kind: 'organisation', country: 'CN' });
  await post('/v1/parties', { id: 'lin-yue', name: 'Lin Yue', kind: 'person' });
  await post('/v1/works', {
    id: 'paper-kite',
    title: '纸鸢',
    alternativeTitles: ['The Paper Kite', 'Le Cerf-volant'],
    year: 2019,
  });
  await post('/v1/works', { id: 'salt-road', title: 'Salt Road' });
});
afterAll(() => service?.stop());

async function post(path: string, body: object): Promise<Received> {
  const answer = await service.call('POST', path, { token: officer, body });
  expect([answer.status, answer.text]).toEqual([201, expect.anything()]);
  return answer;
}

const get = (path: string, token = officer) => service.call('GET', path, { token });

async function patch(path: string, body: object): Promise<Received> {
  const headers = { 'If-Match': (await get(path)).headers.get('ETag')! };
  return service.call('PATCH', path, { token: officer, body, headers });
}

const claim = (id: string, more: object = {}) =>
  post('/v1/claims', { id, work: 'paper-kite', party: 'jade-river', right: 'making_available', share: '60', ...more });
const ids = ({ json }: Received) => json.items.map(({ id }: { id: string }) => id);

async function partyNumber(code: string): Promise<number> {
  const rows = await service.db.database.read(society, (tx) =>
    tx.query<{ party_id: number }[]>('select party_id from repertoire.party where code = $1', [code]),
  );
  return rows[0]!.party_id;
}

describe('A work', () => {
  it('is registered with its titles and canonical identifiers, and found again', async () => {
    const eidr = '10.5240/6e64-dc3c-d608-9065-c314-r';
    const { headers } = await post('/v1/works', { id: 'moon/bridge', title: 'Moon Bridge', workType: 'short', eidr });
    expect([headers.get('Location'), headers.get('ETag')]).toEqual(['/v1/works/moon%2Fbridge', '"1"']);
    const answer = await get(headers.get('Location')!);
    expect(answer.json).toEqual({
      ...{ id: 'moon/bridge', title: 'Moon Bridge', alternativeTitles: [], workType: 'short', year: null },
      ...{ runtimeMinutes: null, eidr: '10.5240/6E64DC3CD6089065C314R', isan: null, imdb: null, version: 1 },
    });
    expect(answer.headers.get('ETag')).toBe('"1"');
  });

  it('that bears another’s identifier is refused, and leaves nothing behind', async () => {
    const body = { id: 'thief', title: 'Thief', eidr: '10.5240/6E64DC3CD6089065C314R' };
    const answer = await service.call('POST', '/v1/works', { token: officer, body });
    expect([answer.status, answer.json.code]).toEqual([409, 'work-identifier-taken']);
    expect((await get('/v1/works/thief')).status).toBe(404);
  });

  it.each([
    ['q=the%20PAPER%20kite', ['paper-kite']],
    ['q=kite%2C%20The%20Paper', []],
    ['q=cerf%20volant', ['paper-kite']],
    ['q=%E7%BA%B8', ['paper-kite']],
    ['q=salt-road', ['salt-road']],
    ['q=%25', []],
    ['year=2019', ['paper-kite']],
    ['workType=short', ['moon/bridge']],
  ])('is found by %s', async (query, found) => {
    expect(ids(await get(`/v1/works?${query}`))).toEqual(found);
  });

  it('is changed with a line in the audit trail: who, why, before and after', async () => {
    const changed = await patch('/v1/works/salt-road', {
      title: 'The Salt Road',
      year: 2021,
      reason: 'letter of 3 March',
    });
    expect([changed.status, changed.json.title, changed.json.version]).toEqual([200, 'The Salt Road', 2]);
    expect(ids(await get('/v1/works?q=the%20salt%20road'))).toEqual(['salt-road']);
    const { json } = await get('/v1/audit-events?subject=salt-road', supervisor);
    expect(json.items[0]).toMatchObject({
      ...{ actor: expect.stringMatching(/^client:/), action: 'work.changed', reason: 'letter of 3 March' },
      ...{ before: { title: 'Salt Road', year: null }, after: { title: 'The Salt Road', year: 2021 } },
    });
  });

  it('keeps what a change leaves out, and forgets what it says is null', async () => {
    await patch('/v1/works/salt-road', { runtimeMinutes: 87 });
    const { json } = await patch('/v1/works/salt-road', { year: null });
    expect([json.year, json.runtimeMinutes, json.title]).toEqual([null, 87, 'The Salt Road']);
  });

  it('cannot lose its title', async () => {
    const answer = await patch('/v1/works/salt-road', { title: null });
    expect([answer.status, answer.json.errors[0].field]).toEqual([400, 'title']);
  });
});

describe('A claim', () => {
  it('is asserted by the ids of work and party, in canonical form', async () => {
    const { json } = await claim('c1', { share: '060.500', territories: 'FR DE', validFrom: '2019-05-01' });
    expect(json).toMatchObject({
      ...{ work: 'paper-kite', party: 'jade-river', share: '60.5', territories: 'DE FR', status: 'asserted' },
      ...{ validFrom: '2019-05-01', validTo: null, supersededAt: null },
    });
  });

  it('is refused of a work or a party that is not known, and for a term that ends before it starts', async () => {
    const body = { id: 'x', work: 'paper-kite', party: 'jade-river', right: 'rental', share: '1' };
    const refusal = async (more: object) =>
      (await service.call('POST', '/v1/claims', { token: officer, body: { ...body, ...more } })).json.code;
    expect(await refusal({ work: 'nothing' })).toBe('work-not-found');
    expect(await refusal({ party: 'nobody' })).toBe('party-not-found');
    expect(await refusal({ validFrom: '2026-02-01', validTo: '2026-01-31' })).toBe('claim-never-in-force');
    expect(await refusal({ share: '100.0000001' })).toBe('input-invalid');
    expect(await refusal({ share: 50 })).toBe('input-invalid');
  });

  it('above 100 % in all is taken: it is a dispute, and not for the register to refuse', async () => {
    await claim('c2', { party: 'lin-yue', share: '60' });
  });

  it('that is changed closes its row and adds one', async () => {
    await claim('c3', { right: 'rental', share: '40', role: 'producer' });
    const before = await get('/v1/claims/c3');
    const after = await patch('/v1/claims/c3', { share: '45', reason: 'agreement' });
    expect(after.status).toBe(200);
    expect(after.json).toMatchObject({ share: '45', role: 'producer', territories: '*' });
    expect(after.headers.get('ETag')).not.toBe(before.headers.get('ETag'));
    const rows = await service.db.database.read(society, (tx) =>
      tx.query<{ share: string; closed: boolean }[]>(
        `select share, superseded_at is not null as closed from repertoire.claim where code = 'c3' order by claim_id`,
      ),
    );
    expect(rows).toEqual([
      { share: '40', closed: true },
      { share: '45', closed: false },
    ]);
  });

  it('that is changed by two who saw the same version is changed once', async () => {
    const { headers } = await claim('c4', { right: 'broadcasting' });
    const sent = { token: officer, headers: { 'If-Match': headers.get('ETag')! } };
    const answers = await Promise.all(
      ['1', '2', '3'].map((share) => service.call('PATCH', '/v1/claims/c4', { ...sent, body: { share } })),
    );
    expect(answers.map(({ status }) => String(status)).sort()).toEqual(['200', '412', '412']);
  });
});

describe('Who held what on a day, as known on a day', () => {
  const held = async (query: string) =>
    (await get(`/v1/claims?work=salt-road&${query}`)).json.items.map(
      ({ party, share }: { party: string; share: string }) => `${party} ${share}`,
    );

  beforeAll(async () => {
    // Known since 1 March: all to Jade River until the end of 2025, then to Lin Yue. Corrected on 1 June: from July 2025.
    const rows = [
      ['s1', 'jade-river', '100', null, '2025-12-31', '2026-03-01T10:00Z', '2026-06-01T10:00Z'],
      ['s2', 'lin-yue', '100', '2026-01-01', null, '2026-03-01T10:00Z', '2026-06-01T10:00Z'],
      ['s1', 'jade-river', '100', null, '2025-06-30', '2026-06-01T10:00Z', null],
      ['s2', 'lin-yue', '100', '2025-07-01', null, '2026-06-01T10:00Z', null],
    ];
    await service.db.dataSource.transaction(async (tx) => {
      await tx.query(`set local app.society = '${society}'`);
      for (const [code, party, share, from, to, recorded, superseded] of rows) {
        await tx.query(
          `insert into repertoire.claim (code, work_id, party_id, "right", share, territories_except, territory_codes, status,
             valid_from, valid_to, recorded_at, superseded_at)
           select $1, w.work_id, p.party_id, 'rental', $3::numeric, true, '{}', 'asserted', $4, $5, $6, $7
           from repertoire.work w, repertoire.party p where w.code = 'salt-road' and p.code = $2`,
          [code, party, share, from, to, recorded, superseded],
        );
      }
    });
  });

  it.each([
    ['on=2025-10-01&knownOn=2026-02-28', []],
    ['on=2025-10-01&knownOn=2026-03-01', ['jade-river 100']],
    ['on=2025-10-01&knownOn=2026-05-31', ['jade-river 100']],
    ['on=2025-10-01&knownOn=2026-06-01', ['lin-yue 100']],
    ['on=2025-10-01', ['lin-yue 100']],
    ['on=2025-06-30', ['jade-river 100']],
    ['on=2025-07-01', ['lin-yue 100']],
    ['on=2026-01-01&knownOn=2026-04-01', ['lin-yue 100']],
    ['party=jade-river', ['jade-river 100']],
    ['right=broadcasting', []],
  ])('%s', async (query, expected) => {
    expect(await held(query)).toEqual(expected);
  });
});

describe('A holder', () => {
  it('sees itself, its claims and the works that it has a claim in, and nothing of others', async () => {
    await post('/v1/works', { id: 'others', title: 'The film of others' });
    await claim('c-others', { work: 'others', party: 'lin-yue' });
    const token = await service.token(society, ['H'], { partyId: await partyNumber('jade-river') });
    expect(ids(await get('/v1/parties', token))).toEqual(['jade-river']);
    expect(ids(await get('/v1/works', token))).toEqual(['paper-kite', 'salt-road']);
    expect(
      (await get('/v1/claims?limit=200', token)).json.items.every(
        ({ party }: { party: string }) => party === 'jade-river',
      ),
    ).toBe(true);
    for (const path of ['/v1/works/others', '/v1/parties/lin-yue', '/v1/claims/c-others']) {
      expect((await get(path, token)).status).toBe(404);
    }
    const csv = await service.call('GET', '/v1/claims', { token, headers: { Accept: 'text/csv' } });
    expect(csv.text).not.toContain('lin-yue');
  });
});

describe('The public', () => {
  const search = (query: string) => service.call('GET', `/v1/public/works?${query}`);
  const named = `society=${encodeURIComponent(SOCIETY)}`;
  const unmandated = (name: string) => ({ name, mandateFrom: null, mandateTo: null });

  it('finds titles, rights and holders by title, without login, and nothing else', async () => {
    const { status, json } = await search(`${named}&q=paper%20kite`);
    expect([status, json]).toEqual([
      200,
      {
        items: [
          {
            title: '纸鸢',
            alternativeTitles: ['The Paper Kite', 'Le Cerf-volant'],
            rights: [
              { right: 'broadcasting', holders: [unmandated('玉河电影制片厂')] },
              { right: 'making_available', holders: [unmandated('Lin Yue'), unmandated('玉河电影制片厂')] },
              { right: 'rental', holders: [unmandated('玉河电影制片厂')] },
            ],
          },
        ],
        next: null,
      },
    ]);
  });

  it('is told of holders whose claim is in force today', async () => {
    const { json } = await search(`${named}&q=salt%20road`);
    expect(json.items[0].rights).toEqual([{ right: 'rental', holders: [unmandated('Lin Yue')] }]);
  });

  it('is shown no sandbox, and no society that there is not', async () => {
    await service.society('Try it', true);
    for (const name of ['Try%20it', 'Nobody']) {
      const answer = await search(`society=${name}&q=x`);
      expect([answer.status, answer.json.code]).toEqual([404, 'society-not-found']);
    }
  });

  it('must say what it looks for', async () => {
    expect((await search(named)).json.errors).toEqual(
      expect.arrayContaining([expect.objectContaining({ field: 'q' })]),
    );
    expect((await search(`${named}&q=%21%3F`)).json.items).toEqual([]);
  });
});
