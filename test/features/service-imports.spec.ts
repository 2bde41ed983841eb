import { createHash } from 'node:crypto';
import { FILE, RepertoireHouse } from '../support/repertoire.js';
import type { Received } from '../support/service.js';

let house: RepertoireHouse;
beforeAll(async () => {
  house = await RepertoireHouse.open();
});
afterAll(() => house?.close());

async function send(
  kind: string,
  rows: readonly string[],
  options: { dryRun?: true; key?: string } = {},
): Promise<Received> {
  const { dryRun, key } = options;
  return house.service.call('POST', `/v1/imports?kind=${kind}${dryRun ? '&dryRun=true' : ''}`, {
    ...{ token: await house.token('RO'), headers: { 'Content-Type': 'text/csv' }, body: `${rows.join('\n')}\n` },
    ...(key !== undefined && { key }),
  });
}

/** Sends it and expects it to be taken. */
async function take(kind: string, rows: readonly string[], options: { dryRun?: true } = {}) {
  const answer = await send(kind, rows, options);
  expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('"faultCount":0')]);
  return answer.json;
}

const counts = ({ created, changed, same }: Record<string, number>) => [created, changed, same];
const trail = async (subject: string) =>
  (await house.get(`/v1/audit-events?subject=${encodeURIComponent(subject)}`, 'SV')).json.items;

/** All rows of the repertoire and its history. */
function everything(): Promise<unknown> {
  return house.service.db.database.read(house.society, (tx) =>
    tx.query(`select (select jsonb_agg(p) from repertoire.party p), (select jsonb_agg(w) from repertoire.work w),
      (select jsonb_agg(t) from repertoire.work_title t), (select jsonb_agg(c) from repertoire.claim c),
      (select jsonb_agg(d) from repertoire.dispute_event d), (select count(*) from repertoire.import),
      (select count(*) from identity.audit_event), (select count(*) from repertoire.notification)`),
  );
}

describe('A file of parties', () => {
  const rows = [
    'party_id,name,kind,country,isni,shoe_size',
    'oak,Oak Pictures,organisation,FR,,44',
    'elm,Elm,person,,1234,37',
  ];

  it('is tried without leaving a trace', async () => {
    const before = await everything();
    const json = await take('parties', rows, { dryRun: true });
    expect([counts(json), json.id, json.dryRun]).toEqual([[2, 0, 0], null, true]);
    expect(json.warnings).toEqual([
      expect.objectContaining({ column: 'shoe_size', message: 'unknown column, ignored' }),
      expect.objectContaining({ line: 3, column: 'isni' }),
    ]);
    expect(await everything()).toEqual(before);
  });

  it('is taken, with its hash and every row in the audit trail', async () => {
    const json = await take('parties', rows);
    const fileSha256 = createHash('sha256')
      .update(`${rows.join('\n')}\n`)
      .digest('hex');
    expect(json).toMatchObject({ kind: 'parties', fileSha256, created: 2, changed: 0, same: 0 });
    expect((await trail(`import ${json.id}`))[0]).toMatchObject({
      action: 'import.taken',
      after: { fileSha256, created: 2 },
    });
    expect((await trail('oak'))[0]).toMatchObject({ action: 'party.registered', reason: `import ${json.id}` });
    expect((await house.get(`/v1/imports/${json.id}`)).json).toMatchObject({ created: 2, awaitingApproval: 0 });
  });

  it('changes what it says otherwise, and leaves what it does not speak of', async () => {
    const json = await take('parties', ['party_id,name,kind', 'oak,Oak & Co,organisation', 'elm,Elm,person']);
    expect(counts(json)).toEqual([0, 1, 1]);
    const { json: oak } = await house.get('/v1/parties/oak');
    expect([oak.name, oak.country, oak.version]).toEqual(['Oak & Co', 'FR', 2]);
    expect((await trail('oak'))[0]).toMatchObject({
      ...{ action: 'party.changed', before: { name: 'Oak Pictures', country: 'FR' }, after: { name: 'Oak & Co' } },
    });
    await take('parties', ['party_id,name,kind,country', 'oak,Oak & Co,organisation,']);
    expect((await house.get('/v1/parties/oak')).json.country).toBeNull();
  });

  it('that is sent again under the same key is taken once; another file under it is refused', async () => {
    const first = await send('parties', ['party_id,name,kind', 'ash,Ash,person'], { key: 'once' });
    const again = await send('parties', ['party_id,name,kind', 'ash,Ash,person'], { key: 'once' });
    expect([again.text, again.headers.get('Idempotent-Replayed')]).toEqual([first.text, 'true']);
    const other = await send('parties', ['party_id,name,kind', 'yew,Yew,person'], { key: 'once' });
    expect(other.json.code).toBe('idempotency-key-used');
  });
});

describe('A file with faults', () => {
  it('is refused as a whole, each fault at its place with its code', async () => {
    const before = await everything();
    const rows = [
      'claim_id,work_id,party_id,right,share',
      'x1,kite,jade,rental,10',
      'x1,kite,jade,rent,120',
      'x2,kite',
    ];
    const { json } = await send('claims', rows, { dryRun: true });
    const place = ({ line, column, code }: Record<string, unknown>) => [line, column, code];
    expect([json.faultCount, json.faults.map(place)]).toEqual([
      4,
      [
        [3, 'right', 'cell_invalid'],
        [3, 'share', 'cell_invalid'],
        [4, null, 'row_width'],
        [3, 'claim_id', 'key_repeated'],
      ],
    ]);
    const refused = await send('claims', rows);
    expect([refused.status, refused.json.code, refused.json.details[3]]).toEqual([
      ...[422, 'import-has-faults', 'claims.csv:3: claim_id: "x1" stands already in line 2'],
    ]);
    expect(await everything()).toEqual(before);
  });

  it.each([
    ['works', ['work_id,title,eidr', 'a,A,10.5240/6E64-DC3C-D608-9065-C314-X'], [2, 'eidr', 'cell_invalid']],
    ['works', ['work_id,title', 'a,'], [2, 'title', 'cell_missing']],
    ['works', ['work_id', 'a'], [1, 'title', 'column_missing']],
    ['works', [''], [1, null, 'file_empty']],
    ['claims', ['claim_id,work_id,party_id,right,share', 'c,nothing,jade,rental,1'], [2, 'work_id', 'key_unknown']],
    ['claims', ['claim_id,work_id,party_id,right,share', 'c,kite,nobody,rental,1'], [2, 'party_id', 'key_unknown']],
  ])('of %s is told what is wrong: %j', async (kind, rows, [line, column, code]) => {
    const { json } = await send(kind, rows, { dryRun: true });
    expect(json.faults).toEqual([{ line, column, code, message: expect.any(String) }]);
  });

  it('that is no CSV is not taken', async () => {
    const token = await house.token('RO');
    const answer = await house.service.call('POST', '/v1/imports?kind=works', { token, body: {} });
    expect(answer.json.code).toBe('upload-not-taken');
  });
});

describe('A file of works', () => {
  const EIDR = '10.5240/6E64-DC3C-D608-9065-C314-R';

  it('adds titles and identifiers, and never takes one away', async () => {
    await take('works', ['work_id,title,year,alternative_titles', 'moon,Moon Bridge,2020,Le Pont|Die Brücke']);
    const changed = await take('works', [
      'work_id,title,alternative_titles,eidr',
      `moon,The Moon Bridge,El puente|Le Pont,${EIDR}`,
    ]);
    expect(counts(changed)).toEqual([0, 1, 0]);
    expect((await house.get('/v1/works/moon')).json).toMatchObject({
      ...{
        title: 'The Moon Bridge',
        alternativeTitles: ['Le Pont', 'Die Brücke', 'El puente'],
        year: 2020,
        version: 2,
      },
      eidr: EIDR.replaceAll('-', ''),
    });
    const found = await house.get('/v1/works?q=el%20puente');
    expect(found.json.items).toHaveLength(1);
    const same = await take('works', ['work_id,title,eidr', `moon,The Moon Bridge,${EIDR}`]);
    expect(counts(same)).toEqual([0, 0, 1]);
  });

  it('is refused where an identifier is another work’s, or would be replaced', async () => {
    const taken = await send('works', ['work_id,title,eidr', `thief,Thief,${EIDR}`], { dryRun: true });
    expect(taken.json.faults[0]).toMatchObject({ column: 'eidr', code: 'identifier_taken' });
    const other = await send('works', ['work_id,title,eidr', 'moon,M,10.5240/EA73-79D7-1B2B-B378-3A73-M'], {
      dryRun: true,
    });
    expect(other.json.faults[0]).toMatchObject({ column: 'eidr', code: 'identifier_differs' });
  });
});

describe('A file of claims', () => {
  const HEADER = 'claim_id,work_id,party_id,right,share,territories,valid_to';

  it('closes the rows of claims that it changes, and opens the disputes that follow', async () => {
    await take('works', ['work_id,title', 'reed,Reed']);
    const rows = ['r1,reed,jade,rental,60,FR DE,', 'r2,reed,lin,rental,40,,'];
    expect((await take('claims', [HEADER, ...rows])).conflicts).toEqual([]);
    const more = ['r1,reed,jade,rental,70,FR DE,', 'r2,reed,lin,rental,40,,', 'r3,reed,oak,rental,10,FR,2030-12-31'];
    const overlaps = [
      { territories: 'DE', validFrom: null, validTo: null, share: '110' },
      { territories: 'FR', validFrom: null, validTo: '2030-12-31', share: '120' },
      { territories: 'FR', validFrom: '2031-01-01', validTo: null, share: '110' },
    ];
    const tried = await take('claims', [HEADER, ...more], { dryRun: true });
    expect([counts(tried), tried.conflictCount, tried.conflicts[0].dispute]).toEqual([[1, 1, 1], 1, null]);
    expect((await house.get('/v1/disputes?work=reed')).json.items).toEqual([]);
    const done = await take('claims', [HEADER, ...more]);
    expect(done.conflicts).toEqual([
      {
        ...{ dispute: expect.any(String), work: 'reed', right: 'rental', atStake: [] },
        ...{ claims: ['r1', 'r2', 'r3'], overlaps: expect.any(Array) },
      },
    ]);
    expect(done.conflicts[0].overlaps).toEqual(expect.arrayContaining(overlaps));
    expect((await house.get('/v1/disputes?work=reed')).json.items).toMatchObject([
      { id: done.conflicts[0].dispute, state: 'notified' },
    ]);
    const versions = await house.service.db.database.read(house.society, (tx) =>
      tx.query(`select trim_scale(share)::text as share, superseded_at is not null as closed from repertoire.claim
        where code = 'r1' order by claim_id`),
    );
    expect(versions).toEqual([
      { share: '60', closed: true },
      { share: '70', closed: false },
    ]);
  });

  it('cannot give a claim another work, party or right', async () => {
    const { json } = await send('claims', [HEADER, 'r1,kite,lin,broadcasting,70,FR DE,'], { dryRun: true });
    expect(json.faults.map(({ column, code }: Record<string, string>) => `${column} ${code}`)).toEqual([
      ...['work_id claim_differs', 'party_id claim_differs', 'right claim_differs'],
    ]);
  });

  it('of many rows takes seconds', async () => {
    const works = Array.from({ length: 5_000 }, (_, n) => `bulk-${n},Bulk ${n}`);
    await take('works', ['work_id,title', ...works]);
    const claims = (share: number) =>
      works.map((_, n) => `b${n},bulk-${n},${n % 2 ? 'jade' : 'lin'},rental,${share},,`);
    const began = performance.now();
    expect(counts(await take('claims', [HEADER, ...claims(60)]))).toEqual([5_000, 0, 0]);
    expect(counts(await take('claims', [HEADER, ...claims(50)]))).toEqual([0, 5_000, 0]);
    expect(performance.now() - began).toBeLessThan(60_000);
  });
});

describe('A file of mandates', () => {
  const HEADER =
    'mandate_id,party_id,right,work_type,territories,consent_on,exclusive,valid_from,valid_to,notice_months,terms_shown,file_sha256,signed_on';
  const row = (id: string, right: string, more: { party?: string; territories?: string; months?: number } = {}) =>
    `${id},${more.party ?? 'oak'},${right},feature,${more.territories ?? '*'},2026-01-10,yes,2026-01-01,,${more.months ?? 6},Rules 2026-1,${FILE},2026-01-15`;

  it('brings them as signed, a row a line, and an approver brings them into force', async () => {
    const rows = [
      HEADER,
      row('f1', 'rental'),
      row('f1', 'broadcasting', { territories: '* -US' }),
      row('f2', 'rental', { party: 'elm' }),
    ];
    const done = await take('mandates', rows);
    expect(counts(done)).toEqual([2, 0, 0]);
    expect((await house.get('/v1/mandates/f1')).json).toMatchObject({
      ...{ state: 'signed', exclusive: true, fileSha256: FILE, signedOn: '2026-01-15' },
      lines: [
        { right: 'rental', workType: 'feature' },
        { right: 'broadcasting', territories: '* -US' },
      ],
    });
    expect((await house.get(`/v1/imports/${done.id}`)).json.awaitingApproval).toBe(2);
    const approval = { reason: 'ten files compared' };
    const approved = await house.post(`/v1/imports/${done.id}/approval`, approval, 200, 'AP');
    expect(approved.json.awaitingApproval).toBe(0);
    expect((await house.get('/v1/mandates/f2')).json.state).toBe('active');
    await house.post(`/v1/imports/${done.id}/approval`, approval, 'import-approved', 'AP');
    await house.post('/v1/imports/999/approval', approval, 'import-not-found', 'AP');
    expect(counts(await take('mandates', rows))).toEqual([0, 0, 2]);
  });

  it('is refused where rows of one mandate differ, or one that is known has other terms', async () => {
    const mixed = await send('mandates', [HEADER, row('g1', 'rental'), row('g1', 'broadcasting', { months: 3 })], {
      dryRun: true,
    });
    expect(mixed.json.faults).toMatchObject([{ line: 3, column: 'notice_months', code: 'rows_differ' }]);
    const other = await send('mandates', [HEADER, row('f1', 'rental')], { dryRun: true });
    expect(other.json.faults).toMatchObject([{ line: 2, column: 'mandate_id', code: 'mandate_differs' }]);
  });

  it('is approved as a whole or not at all', async () => {
    const { id } = await take('mandates', [HEADER, row('h1', 'clip_use'), row('h2', 'clip_use')]);
    const { json } = await house.post(
      `/v1/imports/${id}/approval`,
      { reason: 'yes' },
      'mandate-exclusive-overlap',
      'AP',
    );
    expect(json.details).toEqual(['mandates h2 and h1 are exclusive and overlap']);
    expect((await house.get('/v1/mandates/h1')).json.state).toBe('signed');
  });
});
