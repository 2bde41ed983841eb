import { tmpdir } from 'node:os';
import { DistributingHouse } from '../support/distributing.js';
import { blocksIn, pageOf, runScript } from '../support/guide.js';
import { TestService } from '../support/service.js';

let service: TestService;
let house: DistributingHouse;
let houses = 0;

beforeAll(async () => {
  service = await TestService.start();
  await service.work();
});
afterAll(async () => {
  await service?.stop();
});

/** A house of its own for what changes its collections; what is refused changes nothing. */
const move = async () => {
  house = await DistributingHouse.open(service, `Film Makers ${++houses}`);
};

describe('A collection', () => {
  beforeAll(move);

  const second = {
    ...{ id: '2026Q2', licence: 'L1', periodStart: '2026-04-01', periodEnd: '2026-06-30' },
    ...{ amount: '250.5', bankReference: 'SEPA 0071', receivedOn: '2026-07-10' },
  };

  it('is entered by finance with its bank reference, listed, and kept in the trail', async () => {
    const made = await house.post('FO', '/v1/collections', second);
    expect([made.status, made.headers.get('Location')]).toEqual([201, '/v1/collections/2026Q2']);
    expect(made.json).toEqual({
      ...{ ...second, amount: '250.50', licensee: 'Example Stream', currency: 'CNY', postedIn: null, version: 1 },
    });
    const csv = await house.get('/v1/collections?on=2026-05-01', 'SV', { Accept: 'text/csv' });
    expect(csv.text.split('\n')[1]).toBe(
      '2026Q2,L1,Example Stream,2026-04-01,2026-06-30,250.50,CNY,SEPA 0071,2026-07-10,',
    );
    const { items } = await house.done(house.get('/v1/audit-events?subject=2026Q2'));
    expect(items).toMatchObject([{ action: 'collection.entered', after: { amount: '250.50' } }]);
  });

  it.each([
    ['of a licence that there is not', { licence: 'none' }, 404, 'licence-not-found'],
    [
      'of a day that another collection of the licence has',
      { id: 'late', periodStart: '2026-03-31' },
      409,
      'collection-periods-overlap',
    ],
    ['under an id that is taken', { id: '2026Q1' }, 409, 'collection-exists'],
    ['with more decimals than the currency has', { amount: '1.005' }, 422, 'amount-not-of-currency'],
    ['that ends before it starts', { periodEnd: '2026-03-31' }, 422, 'collection-period-reversed'],
    ['without a bank reference', { bankReference: ' ' }, 400, 'input-invalid'],
    ['of a negative amount', { amount: '-1' }, 400, 'input-invalid'],
  ])('is refused: %s', async (_what, change, status, code) => {
    const { status: got, json } = await house.post('FO', '/v1/collections', { ...second, ...change });
    expect([got, json.code]).toEqual([status, code]);
  });

  it('is corrected by whoever saw its last version, and not once it is posted', async () => {
    const correct = (etag: string, body: object) =>
      house.patch('FO', '/v1/collections/2026Q1', etag, { reason: 'see the bank', ...body });
    const corrected = await correct('"1"', { amount: '900', bankReference: 'SEPA 1' });
    expect([corrected.status, corrected.headers.get('ETag')]).toEqual([200, '"2"']);
    expect(corrected.json).toMatchObject({ amount: '900.00', bankReference: 'SEPA 1', periodEnd: '2026-03-31' });
    expect((await correct('"1"', { amount: '1000' })).json.code).toBe('version-stale');
    await house.publish();
    const id = await house.posted();
    expect((await correct('"2"', { amount: '1000' })).json.code).toBe('collection-posted');
    expect((await house.get('/v1/collections/2026Q1')).json.postedIn).toBe(id);
  });
});

describe('A rule set', () => {
  beforeAll(move);

  const rules = {
    deductions: [
      { id: 'fee', kind: 'admin_fee', percent: '12.50' },
      { id: 'culture', kind: 'social_cultural', percent: '2', licence: 'L1' },
    ],
    weights: [{ dimension: 'work_type', key: 'short', weight: '0.5' }],
    gates: [{ gate: 'unidentified_share', most: '15' }],
  };

  it('is recorded by one and published by another', async () => {
    const { id, number, publication } = await house.done(house.post('DO', '/v1/rule-sets', rules));
    expect([number, publication]).toEqual([2, null]);
    await house.publish(id as string);
    const view = await house.done(house.get(`/v1/rule-sets/${id}`));
    expect(view.deductions).toEqual([
      { id: 'fee', kind: 'admin_fee', percent: '12.5', licence: null },
      { id: 'culture', kind: 'social_cultural', percent: '2', licence: 'L1' },
    ]);
    expect(view.publication.resolution).toBe('no. 4 of 12 May 2026');
    const again = await house.post('AP', `/v1/rule-sets/${id}/publication`, { resolution: 'no. 5' });
    expect([again.status, again.json.code]).toEqual([409, 'rule-set-published']);
    const { items } = await house.done(house.get('/v1/rule-sets?sort=-number'));
    expect(items.map((row: { number: number }) => row.number)).toEqual([2, 1]);
  });

  it('is not published by whoever recorded it', async () => {
    const both = await service.token(house.society, ['DO', 'AP']);
    const { json } = await service.call('POST', '/v1/rule-sets', { token: both, body: rules });
    const body = { resolution: 'no. 4' };
    const own = await service.call('POST', `/v1/rule-sets/${json.id}/publication`, { token: both, body });
    expect([own.status, own.json.code]).toEqual([403, 'rule-set-published-by-maker']);
  });

  it.each([
    [
      'deductions above 100 %',
      {
        deductions: [
          { id: 'a', kind: 'other', percent: '99' },
          { id: 'b', kind: 'other', percent: '2' },
        ],
      },
      422,
      'deductions-above-hundred',
    ],
    [
      'two deductions of one id',
      {
        deductions: [
          { id: 'a', kind: 'other', percent: '1' },
          { id: 'a', kind: 'other', percent: '2' },
        ],
      },
      422,
      'rule-set-ambiguous',
    ],
    [
      'a deduction for a licence that there is not',
      { deductions: [{ id: 'a', kind: 'other', percent: '1', licence: 'none' }] },
      404,
      'licence-not-found',
    ],
    [
      'a weight of a use type that is a type of works',
      { weights: [{ dimension: 'use_type', key: 'short', weight: '1' }] },
      400,
      'input-invalid',
    ],
    ['a gate that there is not', { gates: [{ gate: 'luck', most: '1' }] }, 400, 'input-invalid'],
    [
      'a weight below zero',
      { weights: [{ dimension: 'work_type', key: 'short', weight: '-1' }] },
      400,
      'input-invalid',
    ],
  ])('is refused with %s', async (_what, change, status, code) => {
    const { status: got, json } = await house.post('DO', '/v1/rule-sets', { ...rules, ...change });
    expect([got, json.code]).toEqual([status, code]);
  });
});

describe('docs/distributions.md', () => {
  it('can be followed command by command, with what it says coming back', async () => {
    const reader = await DistributingHouse.open(service, 'Readers');
    const commands = blocksIn(pageOf('distributions.md'));
    expect(commands.length).toBeGreaterThan(4);
    const tokens = { FINANCE: reader.token('FO'), OFFICER: reader.token('DO'), APPROVER: reader.token('AP') };
    const env = { ...process.env, SERVICE: service.url, ...tokens, HOLDER: await reader.holder('chen') };
    const { code, stdout, stderr } = await runScript(commands.join('\n'), { cwd: tmpdir(), env });
    expect([code, stderr]).toEqual([0, '']);
    for (const said of [
      '"bankReference":"SEPA 0071"',
      '"gate":"unidentified_share"',
      '"state":"posted"',
      '"title":"Unknown picture"',
      '"kind":"adjustment","state":"posted"',
      '2026Q2,party,chen,CNY,',
      'collection_id,licence_id,licensee,',
      '"matchedBy":"title"',
      '{"items":[],"next":null}',
    ]) {
      expect(stdout).toContain(said);
    }
  });
});
