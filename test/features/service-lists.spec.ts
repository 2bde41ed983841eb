import { request as httpRequest } from 'node:http';
import { TestService } from '../support/service.js';

let service: TestService;
let society: number;
let token: string;

beforeAll(async () => {
  service = await TestService.start();
  society = await service.society('Society of Film Makers');
  token = await service.token(society, ['RO']);
});
afterAll(() => service?.stop());

describe('A list', () => {
  const get = (query: string, headers = {}) => service.call('GET', `/v1/works?${query}`, { token, headers });

  beforeAll(async () => {
    for (let i = 0; i < 25; i++) {
      const id = `list-${String(i).padStart(2, '0')}`;
      // Years repeat, and some are missing: the id decides between equal ones.
      const body = { id, title: `Serial ${25 - i}`, ...(i % 5 !== 0 && { year: 2000 + (i % 3) }) };
      expect((await service.call('POST', '/v1/works', { token, body })).status).toBe(201);
    }
  });

  it.each(['id', '-id', 'title', '-title', 'year', '-year'])(
    'sorted by %s comes in pages that give each row once',
    async (sort) => {
      const seen: string[] = [];
      let cursor = '';
      do {
        const { json } = await get(`q=serial&sort=${sort}&limit=4${cursor}`);
        expect(json.items.length).toBeLessThanOrEqual(4);
        seen.push(...json.items.map(({ id }: { id: string }) => id));
        cursor = json.next === null ? '' : `&cursor=${encodeURIComponent(json.next)}`;
      } while (cursor !== '');
      expect(new Set(seen).size).toBe(25);
      const whole = await get(`q=serial&sort=${sort}&limit=200`);
      expect(seen).toEqual(whole.json.items.map(({ id }: { id: string }) => id));
    },
  );

  it.each([
    ['noise', 'sort=id'],
    [Buffer.from('["id",1]').toString('base64url'), 'sort=id'],
    [Buffer.from('["id","a",{}]').toString('base64url'), 'sort=id'],
    [Buffer.from('["id","a","b"]').toString('base64url'), 'sort=title'],
    [Buffer.from('["year",99999999999,"b"]').toString('base64url'), 'sort=year'],
  ])('refuses a cursor that it did not give: %s', async (cursor, query) => {
    const answer = await get(`${query}&cursor=${cursor}`);
    expect([answer.status, answer.json.code]).toEqual([400, 'cursor-invalid']);
  });

  it('is given whole as CSV, in the order that was asked for', async () => {
    const answer = await get('q=serial&sort=-id&limit=3', { Accept: 'text/csv' });
    expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('Content-Disposition')).toBe('attachment; filename="works.csv"');
    const lines = answer.text.trimEnd().split('\n');
    expect(lines[0]).toBe('id,title,alternativeTitles,workType,year,runtimeMinutes,eidr,isan,imdb');
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(
      Array.from({ length: 25 }, (_, i) => `list-${String(24 - i).padStart(2, '0')}`),
    );
  });

  it('that nobody reads to its end leaves the connection fit for the next', async () => {
    await service.db.database.write(society, (tx) =>
      tx.query(
        `insert into repertoire.party (code, name, kind) select 'many-' || n, repeat('x', 900), 'person' from generate_series(1, 20000) n`,
      ),
    );
    for (let i = 0; i < 15; i++) await abandon('/v1/parties');
    expect((await service.call('GET', '/v1/parties?limit=1', { token })).status).toBe(200);
    expect(
      (await service.call('GET', '/v1/parties', { token, headers: { Accept: 'text/csv' } })).text.split('\n').length,
    ).toBeGreaterThan(20_000);
  });
});

/** Asks for a list as CSV and hangs up at its first bytes. */
function abandon(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${token}`, Accept: 'text/csv' };
    const sent = httpRequest(`${service.url}${path}`, { headers }, (answer) => {
      answer.once('data', () => {
        sent.destroy();
        resolve();
      });
      answer.on('error', () => undefined);
    });
    sent.once('error', reject);
    sent.end();
  });
}
