import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gunzipSync, gzipSync } from 'node:zlib';
import { contentOf } from '../../src/usage/reports/report-contents.js';
import { startReporting } from '../support/reporting.js';
import { type Received, type Sent, type TestService } from '../support/service.js';

const HEADER = 'licence_id,use_type,territory,used_on,views,resource_id,title,year\n';

let service: TestService;
let society: number;
let stream: string;
let rival: string;
let officer: string;

beforeAll(async () => {
  ({ service, society, stream, rival, officer } = await startReporting());
});
afterAll(() => service?.stop());

function lines(...rows: readonly (readonly [title: string, views: number | string, day?: string])[]): string {
  const text = rows.map(([title, views, day = '2026-02-01']) => `L1,svod,FR,${day},${views},,${title},1999`);
  return `${HEADER}${text.join('\n')}\n`;
}

const Q1 = 'licence=L1&periodStart=2026-01-01&periodEnd=2026-03-31&name=q1.csv';

function send(body: string | Uint8Array, { token = stream, query = Q1, headers = {}, key }: Sending = {}) {
  const csv = { 'Content-Type': 'text/csv', ...headers };
  return service.call('POST', `/v1/usage-reports?${query}`, { token, body, headers: csv, ...(key && { key }) });
}
type Sending = Pick<Sent, 'token' | 'headers' | 'key'> & { query?: string };

async function taken(body: string | Uint8Array, sending: Sending = {}): Promise<Received> {
  const accepted = await send(body, sending);
  expect([accepted.status, accepted.text]).toEqual([202, expect.anything()]);
  return service.ended(accepted, sending.token ?? stream);
}

const report = async (id: string, token = stream) => service.call('GET', `/v1/usage-reports/${id}`, { token });
const get = (path: string, token = stream, headers = {}) => service.call('GET', path, { token, headers });

/** A period of its own for a test. */
let month = 3;
function ownPeriod(licence = 'L1'): { query: string; day: string } {
  const mm = String(++month).padStart(2, '0');
  const last = new Date(Date.UTC(2026, month, 0)).getUTCDate();
  return { query: `licence=${licence}&periodStart=2026-${mm}-01&periodEnd=2026-${mm}-${last}`, day: `2026-${mm}-15` };
}

describe('A usage report over HTTP', () => {
  it('is taken in, read by a job and accepted; the file is kept as it was sent', async () => {
    const body = lines(['Cléo', 10], ['Yi Yi', 5]);
    const job = await taken(body);
    expect(job.json).toMatchObject({
      state: 'done',
      result: { state: 'accepted', acceptedLines: '2', rejectedLines: '0' },
      progress: { done: '2', total: '2' },
    });
    const id = job.json.result.report as string;
    expect((await report(id)).json).toMatchObject({
      ...{ id, licence: 'L1', licensee: 'Stream', periodStart: '2026-01-01', periodEnd: '2026-03-31', revision: 1 },
      ...{ name: 'q1.csv', nil: false, state: 'accepted', acceptedLines: '2', rejectedLines: '0', reason: null },
      sha256: createHash('sha256').update(body).digest('hex'),
    });
    const history = (await get(`/v1/usage-reports/${id}/history`)).json.items as { state: string; actor: string }[];
    expect(history.map(({ state }) => state)).toEqual(['received', 'validated', 'accepted']);
    expect(history[0]!.actor).toMatch(/^client:/);
    const parts: Buffer[] = [];
    await service.db.database.read(society, async (tx) => {
      for await (const part of contentOf(tx, Number(id))) parts.push(part);
    });
    expect(gunzipSync(Buffer.concat(parts)).toString()).toBe(body);
  });

  it('may come as gzip, and twice: it counts once, whatever its form, its key or who sends it', async () => {
    const { query, day } = ownPeriod();
    const body = lines(['Twice', 7, day]);
    const first = await taken(gzipSync(body), { query, headers: { 'Content-Encoding': 'gzip' } });
    const id = first.json.result.report as string;
    for (const again of [
      await taken(body, { query }),
      await taken(gzipSync(body, { level: 9 }), { query, headers: { 'Content-Type': 'application/gzip' } }),
      await taken(body, { query, token: officer }),
    ]) {
      expect(again.json.result).toEqual(first.json.result);
    }
    const [{ views }] = await service.db.database.read(society, (tx) =>
      tx.query<[{ views: string }]>(
        `select sum(quantity)::text as views from usage.usage_line l join usage.reported_item i using (item_id) where i.title = 'Twice'`,
      ),
    );
    expect([id, views]).toEqual([id, '7']);
  });

  it('sent again with its Idempotency-Key gets the same answer, and with another file none', async () => {
    const { query, day } = ownPeriod();
    const first = await send(lines(['Key', 1, day]), { query, key: 'once' });
    const again = await send(gzipSync(lines(['Key', 1, day])), {
      ...{ query, key: 'once', headers: { 'Content-Encoding': 'gzip' } },
    });
    expect([again.status, again.text]).toEqual([202, first.text]);
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    const other = await send(lines(['Key', 2, day]), { query, key: 'once' });
    expect([other.status, other.json.code]).toEqual([422, 'idempotency-key-used']);
  });

  it('is superseded by its revision, and what differs is listed, the largest first', async () => {
    const { query, day } = ownPeriod();
    const first = await taken(lines(['Cléo', 10, day], ['Yi Yi', 5, day], ['Stays', 1, day]), { query });
    const second = await taken(lines(['Cléo', 4, day], ['New', 20, day], ['Stays', 1, day]), { query });
    const id = second.json.result.report as string;
    expect((await report(first.json.result.report)).json.state).toBe('superseded');
    const page = await get(`/v1/usage-reports/${id}/changes?limit=2`);
    expect(page.json.items).toEqual([
      expect.objectContaining({ title: 'New', earlier: '0', later: '20', change: '20' }),
      expect.objectContaining({ title: 'Cléo', earlier: '10', later: '4', change: '-6' }),
    ]);
    const next = await get(`/v1/usage-reports/${id}/changes?limit=2&cursor=${page.json.next}`);
    expect(next.json).toMatchObject({ items: [{ title: 'Yi Yi', change: '-5' }], next: null });
    const csv = await get(`/v1/usage-reports/${id}/changes`, stream, { Accept: 'text/csv' });
    expect(csv.text).toContain(',New,1999,svod,FR,0,20,20\n');
    const none = await get(`/v1/usage-reports/${first.json.result.report}/changes`);
    expect(none.json.code).toBe('report-revision-not-found');
  });

  it('of which too many lines are rejected waits for an officer; each has its line, code and remedy, as a file too', async () => {
    const { query, day } = ownPeriod();
    const job = await taken(lines(['Good', 1, day], ['Bad', 'many', day], ['Late', 1, '2026-02-30']), { query });
    const id = job.json.result.report as string;
    expect(job.json.result).toMatchObject({ state: 'validated', acceptedLines: '1', rejectedLines: '2' });
    const csv = await get(`/v1/usage-reports/${id}/rejected-lines`, stream, { Accept: 'text/csv' });
    expect(csv.text).toBe(
      `line,code,message
3,bad_metric,"views is ""many"" and must be a whole number such as 1257, not negative, of at most 18 digits"
4,bad_date,"""2026-02-30"" is no calendar day in the form YYYY-MM-DD"
`,
    );
    expect((await service.call('POST', `/v1/usage-reports/${id}/acceptance`, { token: stream })).json.code).toBe(
      'role-forbids',
    );
    const accepted = await service.call('POST', `/v1/usage-reports/${id}/acceptance`, { token: officer });
    expect([accepted.status, accepted.json.state]).toEqual([200, 'accepted']);
    const reason = { reason: 'the views are those of another service' };
    const late = await service.call('POST', `/v1/usage-reports/${id}/rejection`, { token: officer, body: reason });
    expect([late.status, late.json.code]).toEqual([409, 'report-state']);
  });

  it('that an officer rejected says why, and can be sent again as it is', async () => {
    const { query, day } = ownPeriod();
    const body = lines(['Bad', 'x', day]);
    const { json } = await taken(body, { query });
    const reason = 'the views are those of another service';
    const path = `/v1/usage-reports/${json.result.report}/rejection`;
    expect((await service.call('POST', path, { token: officer, body: { reason } })).json).toMatchObject({
      ...{ state: 'rejected', reason },
    });
    const again = await taken(body, { query });
    expect((await report(again.json.result.report)).json.revision).toBe(2);
  });

  it('that cannot be read at all is rejected with every fault', async () => {
    const { query } = ownPeriod();
    const job = await taken('licence_id,views\nL1,3\n', { query });
    expect(job.json).toMatchObject({ state: 'failed', problem: { code: 'report-unreadable' } });
    expect(job.json.problem.details).toContain('1: use_type: required column is missing from the header');
    const list = await get(`/v1/usage-reports?state=rejected&licence=L1&sort=-received&limit=1`);
    expect(list.json.items[0]).toMatchObject({ state: 'rejected', reason: expect.stringContaining('use_type') });
  });

  it('says that nothing was used, and is accepted at once', async () => {
    const body = { licence: 'L3', periodStart: '2026-01-01', periodEnd: '2026-01-31' };
    const nil = await service.call('POST', '/v1/usage-reports/nil', { token: stream, body });
    expect([nil.status, nil.json]).toEqual([
      200,
      expect.objectContaining({ nil: true, state: 'accepted', sha256: null }),
    ]);
  });

  it('can be checked beforehand, and the check leaves nothing behind', async () => {
    const { query, day } = ownPeriod();
    const count = () => service.db.database.read(society, (tx) => tx.query('select count(*) from usage.usage_report'));
    const before = await count();
    const check = await service.call('POST', `/v1/usage-reports/check?${query}`, {
      ...{
        token: stream,
        body: lines(['A', 1, day], ['B', '-1', day]).replaceAll(',year', ',year,note').replaceAll('1999', '1999,x'),
      },
      headers: { 'Content-Type': 'text/csv' },
    });
    expect([check.status, check.json]).toEqual([
      200,
      {
        ...{ revision: 1, acceptedLines: '1', rejectedLines: '1', acceptedAtOnce: false, unknownColumns: ['note'] },
        rejections: [{ code: 'bad_metric', lines: '1' }],
        firstRejected: [{ line: '3', code: 'bad_metric', message: expect.stringContaining('"-1"') }],
      },
    ]);
    expect(await count()).toEqual(before);
    const known = await service.call('POST', `/v1/usage-reports/check?${Q1}`, {
      ...{ token: stream, body: lines(['Cléo', 10], ['Yi Yi', 5]), headers: { 'Content-Type': 'text/csv' } },
    });
    expect(known.json.code).toBe('report-known');
  });

  it.each([
    [
      'of another licensee’s licence',
      'licence=L2&periodStart=2026-01-01&periodEnd=2026-03-31',
      404,
      'licence-not-found',
    ],
    [
      'whose period crosses another',
      'licence=L1&periodStart=2026-03-01&periodEnd=2026-05-31',
      409,
      'report-period-crosses',
    ],
    [
      'whose period ends before it starts',
      'licence=L1&periodStart=2026-03-31&periodEnd=2026-01-01',
      400,
      'report-period-reversed',
    ],
    ['without its period', 'licence=L1', 400, 'input-invalid'],
  ])('%s is refused', async (_what, query, status, code) => {
    const answer = await send(lines(['A', 1]), { query });
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  it.each<[string, string | Uint8Array, Record<string, string>, string]>([
    ['that is no CSV', '{}', { 'Content-Type': 'application/json' }, 'upload-not-taken'],
    ['in a packing that is not taken', 'x', { 'Content-Encoding': 'br' }, 'upload-not-taken'],
    ['that is no gzip', 'x', { 'Content-Encoding': 'gzip' }, 'upload-malformed'],
    [
      'whose gzip ends too early',
      gzipSync(lines(['A', 1])).subarray(0, 40),
      { 'Content-Encoding': 'gzip' },
      'upload-malformed',
    ],
  ])('%s is refused, and leaves no file', async (_what, body, headers, code) => {
    const answer = await send(body, { headers });
    expect([answer.status, answer.json.code]).toEqual([400, code]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('cineledger-upload-'))).toEqual([]);
  });

  it('needs an Idempotency-Key before anything is taken in', async () => {
    const bare = await service.call('POST', `/v1/usage-reports?${Q1}`, {
      ...{ token: stream, body: 'x', headers: { 'Content-Type': 'text/csv', 'Idempotency-Key': '' } },
    });
    expect(bare.json.code).toBe('idempotency-key-missing');
  });
});

describe('What a licensee reports', () => {
  it('is seen by it and by officers, and by no other licensee', async () => {
    const own = (await get('/v1/usage-reports?limit=200')).json.items as { id: string }[];
    expect(own.length).toBeGreaterThan(5);
    expect((await get('/v1/usage-reports?limit=200', officer)).json.items).toHaveLength(own.length);
    expect((await get('/v1/usage-reports', rival)).json.items).toEqual([]);
    for (const path of ['', '/history', '/rejected-lines', '/changes']) {
      const answer = await get(`/v1/usage-reports/${own[0]!.id}${path}`, rival);
      expect([path, answer.json.code]).toEqual([path, 'report-not-found']);
    }
  });

  it('is hidden from other licensees by the database itself, and whether its lines count is not theirs to say', async () => {
    const asRival = { society, licensee: 2 };
    const tables = [
      'usage_report',
      'report_event',
      'report_content',
      'rejected_line',
      'usage_line',
      'reported_item',
      'reported_use',
    ];
    for (const table of tables) {
      const seen = await service.db.database.read(asRival, (tx) => tx.query(`select * from usage.${table}`));
      expect([table, seen]).toEqual([table, []]);
      const own = await service.db.database.read({ society, licensee: 1 }, (tx) =>
        tx.query(`select * from usage.${table} limit 1`),
      );
      expect([table, own.length]).toEqual([table, 1]);
    }
    const { json } = await taken(lines(['Bad', 'x', '2026-12-15']), {
      query: 'licence=L1&periodStart=2026-12-01&periodEnd=2026-12-31',
    });
    await expect(
      service.db.database.write({ society, licensee: 1 }, (tx) =>
        tx.query(
          `insert into usage.report_event (usage_report_id, ordinal, state, actor) values ($1, 3, 'accepted', 'client:x')`,
          [json.result.report],
        ),
      ),
    ).rejects.toMatchObject({ driverError: { code: '42501' } });
  });
});
