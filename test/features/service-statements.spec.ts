import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { DistributingHouse, TINY } from '../support/distributing.js';
import { readPdf } from '../support/read-pdf.js';
import { TestService } from '../support/service.js';

let service: TestService;
let house: DistributingHouse;
let distribution: string;
/** Statements by party. */
const statements = new Map<string, string>();
let chen: string;
let gaumont: string;

beforeAll(async () => {
  service = await TestService.start();
  await service.work();
  house = await DistributingHouse.open(service, 'Film Makers');
  await house.sql(`insert into profile.society_profile (jurisdiction, valid_from, reason, decided_by)
    values ('EU', '2020-01-01', 'seat of the society', 'cli:test')`);
  await house.publish();
  distribution = await house.posted();
  const { items } = await house.done(house.get('/v1/statements'));
  for (const { id, party } of items as { id: string; party: string }[]) statements.set(party, id);
  chen = await house.holder('chen');
  gaumont = await house.holder('gaumont');
});
afterAll(async () => {
  await service?.stop();
});

const expected = (party: string) => readFileSync(join(TINY, 'expected/statements', `${party}.csv`));
const path = (party: string, rest = '') => `/v1/statements/${statements.get(party)}${rest}`;

/** Rows of a statement as a holder's transaction sees them. */
async function asHolder<Row>(party: string, sql: string): Promise<Row[]> {
  const [row] = await house.sql<{ party_id: number }>('select party_id from repertoire.party where code = $1', [party]);
  return service.db.database.read({ society: house.society, party: row!.party_id }, async (tx) => {
    await tx.query(`set local app.distribution = '${distribution}'`);
    return tx.query<Row[]>(sql);
  });
}

describe('Statements', () => {
  it('are issued at posting, one for each party that got money, with totals from the books', async () => {
    const { items } = await house.done(house.get('/v1/statements?sort=party'));
    expect(items).toMatchObject([
      {
        party: 'beijing-studio',
        partyName: '北京电影制片厂',
        totals: [{ currency: 'CNY', amount: '200.00' }],
        lines: 1,
      },
      {
        party: 'chen',
        distribution,
        totals: [{ currency: 'CNY', amount: '100.00' }],
        reverses: null,
        reversedBy: null,
      },
      { party: 'gaumont', totals: [{ currency: 'CNY', amount: '240.00' }] },
    ]);
    const csv = await house.get('/v1/statements?party=chen', 'SV', { Accept: 'text/csv' });
    expect(csv.text.split('\n')[1]).toContain(',chen,Chen Kaige,');
    const detail = await house.done(house.get(path('gaumont')));
    expect(detail.pools).toMatchObject([
      {
        ...{ collection: '2026Q1', licence: 'L1', licensee: 'Example Stream', gross: '1000.00', net: '900.00' },
        ...{ deductions: [{ id: 'admin', percent: '10', amount: '100.00' }], amount: '240.00', poolPoints: '300' },
      },
    ]);
    expect(detail.held).toEqual([{ currency: 'CNY', reason: 'unclaimed', exactAmount: '210', rows: 1 }]);
  });

  it.each(['beijing-studio', 'chen', 'gaumont'])('have the bytes of the folder’s: %s', async (party) => {
    const { type, name, bytes } = await house.bytes(path(party, '/csv'), house.token('DO'));
    expect([type, name]).toEqual([
      'text/csv; charset=utf-8',
      `attachment; filename="${party}-${statements.get(party)}.csv"`,
    ]);
    expect(bytes.equals(expected(party))).toBe(true);
    const { csvSha256 } = await house.done(house.get(path(party)));
    expect(csvSha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('give their lines in pages', async () => {
    const first = await house.done(house.get(path('gaumont', '/lines?limit=1')));
    expect(first.items).toMatchObject([
      { line: 1, work: 'leon', claim: '3', territory: 'FR', views: '100', seconds: null },
    ]);
    expect(first.next).toBeNull();
    expect((await house.done(house.get(path('gaumont', '/lines?after=1')))).items).toEqual([]);
  });

  it('are pages to read, the same each time', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => house.bytes(path('chen', '/pdf'), house.token('DO'))));
    expect(one!.type).toBe('application/pdf');
    expect(one!.bytes.equals(two!.bytes)).toBe(true);
    const text = (await readPdf(one!.bytes)).pages.join(' ');
    for (const words of ['Chen Kaige', 'Film Makers', 'Example Stream', '100.00', '霸王别姬'])
      expect(text).toContain(words);
  });

  it('are workbooks whose figures can be summed', async () => {
    const { type, bytes } = await house.bytes(path('chen', '/xlsx'), house.token('DO'));
    expect(type).toContain('spreadsheetml');
    const files = unzipSync(bytes);
    const lines = strFromU8(files['xl/worksheets/sheet2.xml']!);
    const texts = strFromU8(files['xl/sharedStrings.xml'] ?? new Uint8Array());
    expect(lines).toContain('<v>99.999999</v>');
    expect(lines + texts).toContain('霸王别姬');
  });

  it('stay as they were issued, whatever a work or a party is called later', async () => {
    for (const what of ['works/farewell', 'parties/chen']) {
      const { headers } = await house.get(`/v1/${what}`);
      const change = what.startsWith('works') ? { title: '=1+1' } : { name: '@Chen' };
      await house.done(house.patch('RO', `/v1/${what}`, headers.get('ETag')!, { ...change, reason: 'test' }));
    }
    const { bytes } = await house.bytes(path('chen', '/csv'), house.token('DO'));
    expect(bytes.equals(expected('chen'))).toBe(true);
    expect((await house.done(house.get(path('chen')))).partyName).toBe('Chen Kaige');
  });

  it('are refused where there is none', async () => {
    for (const id of ['99999', 'x', '0', '99999999999999999999']) {
      const { status, json } = await house.get(`/v1/statements/${id}`);
      expect([status, json.code]).toEqual([404, 'statement-not-found']);
    }
    for (const line of ['0', '2', 'x', '01']) {
      const { status, json } = await house.get(path('chen', `/lines/${line}/explanation`));
      expect([status, json.code]).toEqual([404, 'statement-line-not-found']);
    }
  });
});

describe('A line of a statement', () => {
  it('is explained down to the usage line, its match, the claim, weights, deductions and rounding', async () => {
    const why = await house.done(house.get(path('chen', '/lines/1/explanation')));
    expect(why).toMatchObject({
      ...{ party: 'chen', work: 'farewell', useType: 'svod', territory: 'CN', metric: 'views', quantity: '100' },
      ...{ useWeight: '1', workWeight: '1', points: '100', partyPoints: '33.333333', exactAmount: '99.999999' },
      pool: {
        ...{ gross: '1000.00', net: '900.00', poolPoints: '300', partyPoints: '33.333333', amount: '100.00' },
        ...{ exactAmount: '99.999999', roundingUnit: true, deductions: [{ id: 'admin', amount: '100.00' }] },
      },
      claim: { id: '2', share: '33.333333', territories: '*', validFrom: null },
      lines: [{ file: 'usage/q1.csv', line: '2', usedOn: '2026-01-15', quantity: '100', matchedBy: 'title' }],
      linesInAll: 1,
    });
  });

  it('keeps its reasons when claims change and titles are matched later', async () => {
    const before = await house.done(house.get(path('chen', '/lines/1/explanation')));
    const { headers } = await house.get('/v1/claims/1');
    const change = { share: '90', reason: 'a contract was found' };
    await house.done(house.patch('RO', '/v1/claims/1', headers.get('ETag')!, change));
    // The unknown picture turns out to be this film, after the calculation.
    await house.sql(`insert into matching.match (item_id, work_id, method)
      select i.item_id, w.work_id, 'title' from usage.reported_item i join repertoire.work w on w.code = 'farewell'
      where i.title = 'Unknown picture'`);
    expect(await house.done(house.get(path('chen', '/lines/1/explanation')))).toEqual(before);
  });
});

describe('A holder', () => {
  it('sees its statements, lines and reasons', async () => {
    const { items } = await house.done(house.get('/v1/statements', chen));
    expect(items.map(({ party }: { party: string }) => party)).toEqual(['chen']);
    expect((await house.done(house.get(path('chen', '/lines'), chen))).items).toHaveLength(1);
    const own = await house.done(house.get(path('chen', '/lines/1/explanation'), chen));
    expect(own).toEqual(await house.done(house.get(path('chen', '/lines/1/explanation'))));
    for (const form of ['csv', 'pdf', 'xlsx']) {
      expect((await house.bytes(path('chen', `/${form}`), chen)).bytes.length).toBeGreaterThan(100);
    }
  });

  it('sees nothing of others', async () => {
    for (const rest of ['', '/lines', '/lines/1/explanation', '/csv', '/pdf', '/xlsx']) {
      const { status, json } = await house.get(path('gaumont', rest), chen);
      expect([rest, status, json.code]).toEqual([rest, 404, 'statement-not-found']);
    }
    expect((await house.get('/v1/distributions', chen)).status).toBe(403);
  });

  it('sees what is held for its works, why and until when', async () => {
    const { items } = await house.done(house.get('/v1/held', gaumont));
    expect(items).toEqual([
      {
        ...{ collection: '2026Q1', distribution, work: 'leon', title: 'Léon', right: 'making_available' },
        ...{ reason: 'unclaimed', exactAmount: '210', currency: 'CNY', deadline: '2029-12-31' },
        source: expect.stringContaining('Art 13(4)'),
        mayBeReleased: false,
      },
    ]);
    expect((await house.done(house.get('/v1/held', chen))).items).toEqual([]);
    const csv = await house.get('/v1/held?party=gaumont', 'SV', { Accept: 'text/csv' });
    expect(csv.text.split('\n')[1]).toContain('2026Q1,');
    expect((await house.done(house.get('/v1/held?party=chen'))).items).toEqual([]);
  });

  it.each([
    ['statements.statement', 'party_id', ['chen']],
    ['distribution.allocation', 'party_id', ['chen']],
  ])('is held by the database to its own rows of %s', async (table, column, codes) => {
    const sql = `select p.code from ${table} t left join repertoire.party p on p.party_id = t.${column}`;
    expect((await asHolder<{ code: string }>('chen', sql)).map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    [
      'entitled_share',
      `select k.code as seen from distribution.entitled_share s join repertoire.claim k using (claim_id)`,
      ['2'],
    ],
    [
      'cell',
      'select distinct w.code as seen from distribution.cell c join repertoire.work w using (work_id)',
      ['farewell'],
    ],
    [
      'usage_line',
      'select i.title as seen from usage.usage_line l join usage.reported_item i using (item_id) where l.used_on < $$2026-02-01$$',
      ['霸王别姬'],
    ],
    ['reported_item', `select title as seen from usage.reported_item where title ilike '%leon%'`, []],
    ['held_work', 'select reason as seen from statements.held_work', []],
  ])('nor does it see more than its own of %s', async (_table, sql, seen) => {
    expect((await asHolder<{ seen: string }>('chen', sql)).map((row) => row.seen)).toEqual(seen);
  });

  it('of another distribution than the one that is asked about sees no results', async () => {
    const [row] = await house.sql<{ party_id: number }>(`select party_id from repertoire.party where code = 'chen'`);
    const seen = await service.db.database.read({ society: house.society, party: row!.party_id }, (tx) =>
      tx.query('select 1 from distribution.entitled_share union all select 1 from distribution.cell'),
    );
    expect(seen).toEqual([]);
  });
});

describe('A licence that does not consent', () => {
  it('keeps its licensee’s name and figures off statements, and the amounts on them', async () => {
    const shy = await DistributingHouse.open(service, 'Shy Makers');
    await service.db.dataSource.transaction(async (tx) => {
      await tx.query(`set local app.society = '${shy.society}'`);
      // Whoever asks for consent does so before the licence is offered; this one came in a folder.
      const triggers = ['licence_terms_frozen', 'licence_change_recorded'];
      for (const name of triggers) await tx.query(`alter table licensing.licence disable trigger ${name}`);
      await tx.query('update licensing.licence set statement_consent = false');
      for (const name of triggers) await tx.query(`alter table licensing.licence enable trigger ${name}`);
    });
    await shy.publish();
    const id = await shy.approved();
    // After it was matched by its title; a statement is issued with what a work is called then.
    const { headers } = await shy.get('/v1/works/farewell');
    await shy.done(
      shy.patch('RO', '/v1/works/farewell', headers.get('ETag')!, { title: '=HYPERLINK("x")<&', reason: 'test' }),
    );
    await shy.done(shy.post('FO', `/v1/distributions/${id}/posting`));
    const holder = await shy.holder('beijing-studio');
    const { items } = await shy.done(shy.get('/v1/statements', holder));
    const own = `/v1/statements/${items[0].id}`;
    const lines = await shy.done(shy.get(`${own}/lines`, holder));
    expect(lines.items).toMatchObject([
      { licensee: null, views: null, points: null, poolPoints: null, poolNet: '900.00', exactAmount: '200.000001' },
    ]);
    const why = await shy.done(shy.get(`${own}/lines/1/explanation`, holder));
    expect(why).toMatchObject({ quantity: null, points: null, lines: [], linesInAll: null, exactAmount: '200.000001' });
    expect(JSON.stringify(why)).not.toContain('Example Stream');
    const officers = await shy.done(shy.get(`${own}/lines/1/explanation`));
    expect(officers).toMatchObject({ quantity: '100', linesInAll: 1, pool: { licensee: 'Example Stream' } });
    const pdf = await readPdf((await shy.bytes(`${own}/pdf`, holder)).bytes);
    expect(pdf.pages.join(' ')).toContain('does not let the name and the figures of its licensee be shown');
    expect(pdf.pages.join(' ')).not.toContain('Example Stream');
    const files = unzipSync((await shy.bytes(`${own}/xlsx`, holder)).bytes);
    const workbook = Object.values(files)
      .map((file) => strFromU8(file))
      .join('');
    expect(workbook).toContain(`<t>'=HYPERLINK("x")&lt;&amp;</t>`);
    expect(workbook).not.toContain('Example Stream');
    expect(workbook).not.toContain('<f>');
  });
});
