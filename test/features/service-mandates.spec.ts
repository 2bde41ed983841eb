import { addDays } from '../../src/kernel/calendar-day.js';
import { FILE, RepertoireHouse } from '../support/repertoire.js';
import type { Received } from '../support/service.js';

const TODAY = new Date().toISOString().slice(0, 10);

let house: RepertoireHouse;
beforeAll(async () => {
  house = await RepertoireHouse.open();
});
afterAll(() => house?.close());

const ids = ({ json }: Received) => json.items.map(({ id }: { id: string }) => id);
const half = (territories: string, right = 'rental') => ({ right, territories, consentOn: '2026-01-10' });

describe('A mandate', () => {
  it('goes from draft to signed to active, with the hash of the signed file and consent line by line', async () => {
    const draft = await house.mandate('m1', 'jade', 'draft', { lines: [half('FR DE'), half('*', 'broadcasting')] });
    expect(draft.headers.get('Location')).toBe('/v1/mandates/m1');
    expect(draft.json).toMatchObject({ state: 'draft', exclusive: false, fileSha256: null, version: 1 });
    const signed = { fileSha256: FILE, signedOn: '2026-01-15', reason: 'signed' };
    await house.post('/v1/mandates/m1/approval', { reason: 'too early' }, 'move-not-possible', 'AP');
    await house.post('/v1/mandates/m1/signature', signed, 200, 'H jade');
    await house.post('/v1/mandates/m1/signature', signed, 'move-not-possible');
    const { json } = await house.post('/v1/mandates/m1/approval', { reason: 'complete' }, 200, 'AP');
    expect(json).toMatchObject({
      ...{ state: 'active', fileSha256: FILE, signedOn: '2026-01-15', termsShown: 'Rules 2026-1', version: 3 },
      lines: [
        { line: 1, right: 'rental', workType: null, territories: 'DE FR', consentOn: '2026-01-10', endsOn: null },
        { line: 2, right: 'broadcasting', territories: '*' },
      ],
    });
    const trail = await house.get('/v1/audit-events?subject=m1', 'SV');
    expect(trail.json.items.map(({ action }: { action: string }) => action)).toEqual([
      ...['mandate.approved', 'mandate.signed', 'mandate.registered'],
    ]);
    expect(trail.json.items[0]).toMatchObject({ before: { state: 'signed' }, after: { state: 'active' } });
  });

  it('is refused for a party or a term that there is not, and without lines', async () => {
    const body = {
      id: 'x',
      party: 'nobody',
      validFrom: '2026-01-01',
      noticeMonths: 1,
      termsShown: 'R',
      lines: [half('*')],
    };
    await house.post('/v1/mandates', body, 'party-not-found');
    await house.post('/v1/mandates', { ...body, party: 'jade', validTo: '2025-12-31' }, 'mandate-never-in-force');
    await house.post('/v1/mandates', { ...body, party: 'jade', lines: [] }, 'input-invalid');
    await house.post('/v1/mandates', { ...body, party: 'jade', id: 'm1' }, 'mandate-exists');
  });

  it('with a longer notice than the law allows does not come into force, and can be discarded', async () => {
    await house.mandate('m-long', 'jade', 'signed', { noticeMonths: 7 });
    await house.post('/v1/mandates/m-long/approval', { reason: 'yes' }, 'mandate-notice-too-long', 'AP');
    const { json } = await house.post('/v1/mandates/m-long/discard', { reason: 'made anew with six months' });
    expect(json.state).toBe('discarded');
  });

  it('is refused where two exclusive ones of a party overlap, and taken where they do not', async () => {
    await house.mandate('e1', 'lin', 'active', { exclusive: true, lines: [half('FR DE')], validTo: '2027-12-31' });
    await house.mandate('e2', 'lin', 'signed', { exclusive: true, lines: [half('* -FR')] });
    await house.post('/v1/mandates/e2/approval', { reason: 'yes' }, 'mandate-exclusive-overlap', 'AP');
    await house.mandate('e3', 'lin', 'active', { exclusive: true, lines: [half('* -FR -DE')] });
    await house.mandate('e4', 'lin', 'signed', { exclusive: true, lines: [half('*')], validFrom: '2099-01-01' });
    await house.post('/v1/mandates/e4/approval', { reason: 'yes' }, 'mandate-exclusive-overlap', 'AP');
    await house.mandate('e5', 'lin', 'active', { exclusive: true, lines: [half('FR')], validFrom: '2028-01-01' });
    await house.mandate('e6', 'lin', 'active', { exclusive: true, lines: [half('*', 'broadcasting')] });
    await house.mandate('e7', 'jade', 'active', { exclusive: true, lines: [half('FR')] });
  });

  it('of a sister society is in force only once it is filed', async () => {
    const terms = { kind: 'representation_agreement', consentedDeductions: ['reserve'] };
    await house.mandate('r1', 'sister', 'signed', terms);
    await house.post('/v1/mandates/r1/approval', { reason: 'yes' }, 'mandate-filing-missing', 'AP');
    const filed = await house.post('/v1/mandates/r1/approval', { filedOn: '2026-02-01', reason: 'yes' }, 200, 'AP');
    expect(filed.json).toMatchObject({ state: 'active', filedOn: '2026-02-01', consentedDeductions: ['reserve'] });
  });

  it('is withdrawn line by line, each ending when its notice is over', async () => {
    await house.mandate('w1', 'jade', 'active', { lines: [half('US'), half('US', 'broadcasting')] });
    const letter = { lines: [2], notifiedOn: '2026-03-31', reason: 'letter' };
    const partly = await house.post('/v1/mandates/w1/withdrawal', letter);
    expect(partly.json).toMatchObject({
      state: 'active',
      lines: [{ endsOn: null }, { notifiedOn: '2026-03-31', endsOn: '2026-09-30' }],
    });
    await house.post('/v1/mandates/w1/withdrawal', letter, 'mandate-lines-gone');
    await house.post(
      '/v1/mandates/w1/withdrawal',
      { notifiedOn: '2026-01-01', reason: 'x' },
      'mandate-withdrawal-dated',
      'H jade',
    );
    const { json } = await house.post('/v1/mandates/w1/withdrawal', { reason: 'we leave' }, 200, 'H jade');
    expect(json).toMatchObject({ state: 'notice_given', lines: [{ notifiedOn: TODAY }, { notifiedOn: '2026-03-31' }] });
    await house.post('/v1/mandates/w1/withdrawal', { reason: 'again' }, 'move-not-possible', 'H jade');
  });

  it('may have its notice run on to the end of the year', async () => {
    await house.mandate('y1', 'jade', 'active', { noticeMonths: 6, noticeToYearEnd: true });
    const { json } = await house.post('/v1/mandates/y1/withdrawal', { notifiedOn: '2026-01-31', reason: 'letter' });
    expect(json.lines[0].endsOn).toBe('2026-12-31');
  });

  it('ends by the calendar once its days are over and its tail is marked, and what was licensed runs on', async () => {
    await house.mandate('t1', 'jade', 'active', { validTo: addDays(TODAY, -3), lines: [half('GB')] });
    await house.mandate('t2', 'jade', 'active', { validTo: addDays(TODAY, 3), lines: [half('IE')] });
    await house.followCalendar();
    expect((await house.get('/v1/mandates/t1')).json.state).toBe('active');
    const tail = { until: '2027-12-31', reason: 'licence L-17' };
    await house.post('/v1/mandates/t1/tail', tail, 200, 'LO');
    await house.post('/v1/mandates/t1/tail', tail, 'mandate-tail-marked', 'LO');
    await house.followCalendar();
    await house.followCalendar();
    expect((await house.get('/v1/mandates/t1')).json).toMatchObject({ state: 'ended', tailUntil: '2027-12-31' });
    expect((await house.get('/v1/mandates/t2')).json.state).toBe('active');
  });
});

describe('What the society may license', () => {
  const licensable = async (query: string) =>
    (await house.get(`/v1/repertoire?work=salt&${query}`)).json.items.map(
      (row: Record<string, string>) => `${row['claim']} ${row['right']} ${row['territories']} by ${row['mandate']}`,
    );

  beforeAll(async () => {
    await house.post('/v1/parties', { id: 'oak', name: 'Oak', kind: 'person' }, 201);
    await house.post('/v1/works', { id: 'salt', title: 'Salt Road', workType: 'short' }, 201);
    const of = { work: 'salt', right: 'clip_use' };
    await house.claim('s1', 'oak', '60', { ...of, territories: 'FR DE US', validFrom: '2026-01-01' });
    await house.claim('s2', 'sister', '40', of);
    const line = { right: 'clip_use', workType: 'short', territories: '* -US', consentOn: '2026-01-10' };
    await house.mandate('o1', 'oak', 'active', {
      validTo: '2026-12-31',
      lines: [line, { ...line, workType: 'feature', territories: 'US' }],
    });
  });

  it('is where a claim and a mandate in force meet, right, type of work and territory', async () => {
    expect(await licensable('on=2026-06-30')).toEqual(['s1 clip_use DE FR by o1']);
    expect(await licensable('on=2026-06-30&territory=FR')).toHaveLength(1);
    expect(await licensable('on=2026-06-30&territory=US')).toEqual([]);
    expect(await licensable('on=2025-12-31')).toEqual([]);
    expect(await licensable('on=2027-01-01')).toEqual([]);
  });

  it('is every claim in a society that keeps no mandates, as a folder brings them', async () => {
    const other = await RepertoireHouse.open(house.service, 'Society without mandates');
    await other.claim('c1', 'jade', '50', { territories: 'CN' });
    const { json } = await other.get('/v1/repertoire?on=2026-06-30');
    expect(json.items).toEqual([expect.objectContaining({ claim: 'c1', territories: 'CN', mandate: null })]);
  });
});

describe('Who mandated what on a day, as known on a day', () => {
  beforeAll(async () => {
    await house.post('/v1/parties', { id: 'elm', name: 'Elm', kind: 'person' }, 201);
    await house.mandate('k1', 'elm', 'active', { validFrom: '2025-01-01' });
    // Known as active since 1 March 2026, and as withdrawn since 1 June.
    await house.post('/v1/mandates/k1/withdrawal', { notifiedOn: '2026-05-31', reason: 'letter' });
    await house.asOwner(
      `update repertoire.mandate set recorded_at = '2026-02-28T10:00Z' where code = 'k1'`,
      `update repertoire.mandate_event e set happened_at = case when state = 'notice_given' then '2026-06-01T10:00Z'::timestamptz
         else '2026-03-01T10:00Z' end from repertoire.mandate m where m.mandate_id = e.mandate_id and m.code = 'k1'`,
      `update repertoire.mandate_withdrawal w set recorded_at = '2026-06-01T10:00Z' from repertoire.mandate m
       where m.mandate_id = w.mandate_id and m.code = 'k1'`,
    );
  });

  it.each([
    ['on=2026-12-01&knownOn=2026-02-27', []],
    ['on=2026-12-01&knownOn=2026-03-01', ['active null']],
    ['on=2026-12-01&knownOn=2026-05-31', ['active null']],
    ['on=2026-11-30&knownOn=2026-06-01', ['notice_given 2026-11-30']],
    ['on=2026-12-01&knownOn=2026-06-01', []],
    ['on=2026-12-01', []],
    ['on=2024-12-31', []],
    ['state=notice_given', ['notice_given 2026-11-30']],
    ['right=rental', ['notice_given 2026-11-30']],
    ['right=broadcasting', []],
  ])('%s', async (query, expected) => {
    const { json } = await house.get(`/v1/mandates?party=elm&${query}`);
    type Seen = { state: string; lines: { endsOn: string | null }[] };
    expect(json.items.map(({ state, lines }: Seen) => `${state} ${lines[0]!.endsOn}`)).toEqual(expected);
  });
});

describe('A holder', () => {
  it('sees its own mandates and what it was told, and nothing of others', async () => {
    expect(ids(await house.get('/v1/mandates', 'H elm'))).toEqual(['k1']);
    for (const path of ['/v1/mandates/m1', '/v1/mandates/nothing']) {
      expect((await house.get(path, 'H elm')).json.code).toBe('mandate-not-found');
    }
    await house.post('/v1/mandates/m1/withdrawal', { reason: 'spite' }, 'mandate-not-found', 'H elm');
    const { json } = await house.get('/v1/notifications', 'H elm');
    expect(json.items).toMatchObject([
      { party: 'elm', kind: 'mandate.notice_given', mandate: 'k1', dispute: null, due: '2026-11-30' },
      { party: 'elm', kind: 'mandate.active', mandate: 'k1', due: null },
    ]);
    const token = await house.token('H elm');
    const csv = await house.service.call('GET', '/v1/mandates', { token, headers: { Accept: 'text/csv' } });
    expect(csv.text).toMatch(/^id,party,kind[^\n]*\nk1,elm,[^\n]*,"rental, every type, \*, until 2026-11-30"\n$/);
  });
});

describe('The public', () => {
  it('is told the term of a mandate that is in force, and of none that is not', async () => {
    await house.post('/v1/works', { id: 'moon', title: 'Moon Bridge', workType: 'feature' }, 201);
    const of = { work: 'moon', right: 'retransmission' };
    await house.claim('p1', 'oak', '50', of);
    await house.claim('p2', 'elm', '50', of);
    const line = (workType: string) => ({ right: 'retransmission', workType, consentOn: '2026-01-10' });
    await house.mandate('p-oak', 'oak', 'active', { validTo: '2099-12-31', lines: [line('feature')] });
    await house.mandate('p-elm', 'elm', 'active', { lines: [line('short')] });
    const { json } = await house.service.call('GET', '/v1/public/works?society=Society+of+Film+Makers&q=moon');
    expect(json.items[0].rights).toEqual([
      {
        right: 'retransmission',
        holders: [
          { name: 'Elm', mandateFrom: null, mandateTo: null },
          { name: 'Oak', mandateFrom: '2026-01-01', mandateTo: '2099-12-31' },
        ],
      },
    ]);
  });
});
