import { strFromU8, unzipSync } from 'fflate';
import { DistributingHouse } from '../support/distributing.js';
import { readPdf } from '../support/read-pdf.js';
import { TestService } from '../support/service.js';

let service: TestService;

beforeAll(async () => {
  service = await TestService.start();
  await service.work();
});
afterAll(async () => {
  await service?.stop();
});

const claim = (house: DistributingHouse, id: string, more: object) =>
  house.done(house.post('RO', '/v1/claims', { id, right: 'making_available', ...more }));

/** Balances of suspense accounts that are not 0, in minor units. */
async function suspense(house: DistributingHouse): Promise<Record<string, string>> {
  const rows = await house.sql<{ name: string; balance: string }>(
    `select replace(a.code, 'liabilities:suspense:', '') as name, sum(p.credit_minor - p.debit_minor)::text as balance
     from ledger.posting p join ledger.account a using (account_id)
     where a.code like 'liabilities:suspense:%' group by a.code having sum(p.credit_minor - p.debit_minor) <> 0`,
  );
  return Object.fromEntries(rows.map(({ name, balance }) => [name, balance]));
}

describe('Money that a posted distribution holds', () => {
  let house: DistributingHouse;
  let distribution: string;
  let adjustment: string;
  let second: string;
  let chen: string;

  const group = { licensee: 'Example Stream', title: 'Unknown picture' };
  const decide = (more: object) => ({ ...group, outcome: 'confirmed', reason: 'seen', ...more });

  beforeAll(async () => {
    house = await DistributingHouse.open(service, 'Film Makers');
    await house.publish();
    distribution = await house.posted();
    chen = await house.holder('chen');
  });

  it('is listed by title, the largest first, with works that may be meant', async () => {
    const { items } = await house.done(house.get('/v1/unidentified'));
    expect(items).toEqual([
      {
        ...{ collection: '2026Q1', distribution, licensee: 'Example Stream', resourceId: '', title: 'Unknown picture' },
        ...{ year: '', lines: '1', metric: 'views', points: '50', exactAmount: '150', currency: 'CNY', work: null },
      },
    ]);
    const csv = await house.get('/v1/unidentified?collection=2026Q1', 'SV', { Accept: 'text/csv' });
    expect(csv.text.split('\n')[1]).toContain(',Unknown picture,');
    const query = new URLSearchParams(group);
    await house.done(house.post('RO', '/v1/works', { id: 'known', title: 'The unknown pictures', year: 1999 }));
    const candidates = await house.done(house.get(`/v1/matches/candidates?${query.toString()}`));
    expect(candidates.items).toEqual([{ work: 'known', title: 'The unknown pictures', year: 1999 }]);
  });

  it('is not released before something is decided', async () => {
    const opened = await house.adjusted(distribution);
    expect(await house.calculate(opened)).toMatchObject({
      state: 'failed',
      problem: { code: 'release-gives-nothing' },
    });
    expect((await house.done(house.get(`/v1/distributions/${opened}`))).state).toBe('open');
    const { items } = await house.done(house.get('/v1/held'));
    expect(items.map(({ mayBeReleased }: { mayBeReleased: boolean }) => mayBeReleased)).toEqual([false]);
  });

  it('is matched by a distribution officer, once, for a title that waits for it', async () => {
    await house.done(house.post('DO', '/v1/matches', decide({ work: 'known', outcome: 'rejected' })));
    const query = new URLSearchParams(group);
    expect((await house.done(house.get(`/v1/matches/candidates?${query.toString()}`))).items).toEqual([]);
    for (const [body, status, code] of [
      [decide({ work: 'known' }), 409, 'match-decided'],
      [decide({ work: 'nothing' }), 404, 'work-not-found'],
      [decide({ work: 'farewell', title: 'Another' }), 404, 'unidentified-not-found'],
      [decide({ work: 'farewell', licensee: 'Nobody' }), 404, 'unidentified-not-found'],
    ] as const) {
      const { status: got, json } = await house.post('DO', '/v1/matches', body);
      expect([got, json.code]).toEqual([status, code]);
    }
    const made = await house.done(house.post('DO', '/v1/matches', decide({ work: 'farewell' })));
    expect(made).toMatchObject({ ...group, work: 'farewell', outcome: 'confirmed', resourceId: '', year: '' });
    const { json } = await house.post('DO', '/v1/matches', decide({ work: 'leon' }));
    expect(json.code).toBe('match-decided');
    const { items } = await house.done(house.get('/v1/matches?outcome=confirmed'));
    expect(items).toEqual([made]);
    expect((await house.done(house.get('/v1/unidentified'))).items).toMatchObject([{ work: 'farewell' }]);
  });

  it('that nobody claimed may be released once somebody does, as a holder sees', async () => {
    await claim(house, 'c4', { work: 'leon', party: 'chen', share: '20', territories: '* -US' });
    const { items } = await house.done(house.get('/v1/held', chen));
    expect(items).toMatchObject([{ work: 'leon', reason: 'unclaimed', exactAmount: '210', mayBeReleased: true }]);
  });

  it('is shared out by today’s matches and claims, what is undecided staying held, to the unit', async () => {
    adjustment = await house.adjusted(distribution);
    await house.calculate(adjustment);
    expect(await house.done(house.get(`/v1/distributions/${adjustment}`))).toMatchObject({
      ...{ kind: 'adjustment', state: 'calculated', adjusts: distribution, collections: ['2026Q1'] },
    });
    // 3.00 a point: 50 points of the identified title, 20 that are claimed now, 50 in the United States that are not.
    expect(await house.given(adjustment)).toEqual(['beijing-studio 100.00', 'chen 110.00', 'unclaimed 150.00']);
    const { items } = await house.done(house.get(`/v1/distributions/${adjustment}/gates`));
    expect(items.map(({ gate, passed }: { gate: string; passed: boolean }) => [gate, passed])).toEqual([
      ['difference_to_collections', true],
      ['new_conflicts', true],
    ]);
  });

  it('takes two people, and is posted once by many at the same time', async () => {
    const both = await service.token(house.society, ['DO', 'AP']);
    const own = await service.call('POST', `/v1/distributions/${distribution}/adjustment`, {
      token: both,
      body: { reason: 'mine' },
    });
    const calculated = await service.call('POST', `/v1/distributions/${own.json.id}/calculation`, { token: both });
    await service.ended(calculated, both);
    const approved = await service.call('POST', `/v1/distributions/${own.json.id}/approval`, { token: both });
    expect([approved.status, approved.json.code]).toEqual([403, 'distribution-approved-by-maker']);
    await house.done(house.post('AP', `/v1/distributions/${adjustment}/approval`));
    await house.done(house.post('AP', `/v1/distributions/${own.json.id}/approval`));
    const attempts = await Promise.all(
      [adjustment, own.json.id, adjustment, adjustment, own.json.id, adjustment].map((id) =>
        house.post('FO', `/v1/distributions/${id}/posting`),
      ),
    );
    expect(attempts.filter(({ status }) => status === 200)).toHaveLength(1);
    const { items } = await house.done(house.get(`/v1/distributions?adjusts=${distribution}&state=posted`));
    expect(items).toHaveLength(1);
    adjustment = items[0].id;
    expect(await suspense(house)).toEqual({ unclaimed: '15000' });
    const { json } = await house.post('FO', `/v1/distributions/${own.json.id}/posting`);
    expect(json.code).toMatch(/distribution-(?:state|inputs-changed)/);
  });

  it('stands on a statement of its own, with how it was held and by which distribution', async () => {
    const { items } = await house.done(house.get(`/v1/statements?distribution=${adjustment}&sort=party`, chen));
    expect(items).toMatchObject([
      { party: 'chen', adjusts: distribution, totals: [{ currency: 'CNY', amount: '110.00' }], lines: 2 },
    ]);
    const own = `/v1/statements/${items[0].id}`;
    const lines = await house.done(house.get(`${own}/lines`, chen));
    expect(lines.items).toMatchObject([
      {
        ...{ work: 'farewell', claim: '2', share: '33.333333', points: '50', heldAs: 'unidentified' },
        ...{ heldBy: distribution, periodStart: '2026-01-01', poolNet: '360.00', exactAmount: '49.9999995' },
      },
      {
        work: 'leon',
        claim: 'c4',
        territory: 'FR',
        share: '20',
        points: '100',
        heldAs: 'unclaimed',
        exactAmount: '60',
      },
    ]);
    const csv = (await house.bytes(`${own}/csv`, chen)).bytes.toString('utf8').trim().split('\n');
    expect(csv.map((line) => line.split(',').slice(-2))).toEqual([
      ['held_as', 'distribution_id'],
      ['unidentified', distribution],
      ['unclaimed', distribution],
    ]);
    const pdf = (await readPdf((await house.bytes(`${own}/pdf`, chen)).bytes)).pages.join(' ');
    for (const words of [`what distribution ${distribution} held`, 'Held until now', 'was unclaimed', '110.00'])
      expect(pdf).toContain(words);
    const workbook = Object.values(unzipSync((await house.bytes(`${own}/xlsx`, chen)).bytes)).map((file) =>
      strFromU8(file),
    );
    expect(workbook.join('')).toContain('held_as');
  });

  it('is explained from the line through what was held to the usage lines', async () => {
    const { items } = await house.done(house.get(`/v1/statements?distribution=${adjustment}`, chen));
    const own = `/v1/statements/${items[0].id}/lines`;
    expect(await house.done(house.get(`${own}/1/explanation`, chen))).toMatchObject({
      ...{ heldAs: 'unidentified', heldBy: distribution, points: '50', partyPoints: '16.6666665', workWeight: '1' },
      pool: { gross: '360.00', net: '360.00', deductions: [], poolPoints: '120', amount: '110.00', roundingUnit: true },
      lines: [{ usedOn: '2026-03-31', title: 'Unknown picture', matchedBy: 'decision', quantity: '50' }],
      linesInAll: 1,
    });
    expect(await house.done(house.get(`${own}/2/explanation`, chen))).toMatchObject({
      ...{ heldAs: 'unclaimed', claim: { id: 'c4', share: '20' }, partyPoints: '20' },
      lines: [{ usedOn: '2026-02-01', title: 'LEON', matchedBy: 'title' }],
    });
  });

  it('that is left is released by a later one, which gives nothing twice', async () => {
    const { items } = await house.done(house.get('/v1/held', chen));
    expect(items).toMatchObject([
      { distribution: adjustment, work: 'leon', reason: 'unclaimed', exactAmount: '150', mayBeReleased: false },
    ]);
    await claim(house, 'c5', { work: 'leon', party: 'beijing-studio', share: '60', territories: 'US' });
    second = await house.released(distribution);
    expect(await house.given(second)).toEqual(['beijing-studio 90.00', 'unclaimed 60.00']);
    await claim(house, 'c6', { work: 'leon', party: 'chen', share: '40', territories: 'US', validFrom: '2026-02-01' });
    const third = await house.released(distribution);
    expect(await house.given(third)).toEqual(['chen 60.00']);
    expect(await suspense(house)).toEqual({});
    const { json } = await house.post('DO', `/v1/distributions/${distribution}/adjustment`, { reason: 'more' });
    expect(json.code).toBe('release-nothing-held');
    // Taken back the last one first.
    for (const id of [distribution, adjustment, second]) {
      const refused = await house.post('DO', `/v1/distributions/${id}/reversal`, { reason: 'wrong' });
      expect([refused.status, refused.json.code]).toEqual([409, 'distribution-released']);
      expect(refused.json.detail).toContain(third);
    }
    for (const id of [third, second]) {
      const { id: reversal } = await house.done(
        house.post('DO', `/v1/distributions/${id}/reversal`, { reason: 'wrong' }),
      );
      await house.done(house.post('AP', `/v1/distributions/${reversal}/approval`));
      await house.done(house.post('FO', `/v1/distributions/${reversal}/posting`));
    }
    expect(await suspense(house)).toEqual({ unclaimed: '15000' });
    const statements = await house.done(house.get('/v1/statements?party=chen&limit=1'));
    expect(statements.items).toMatchObject([{ adjusts: distribution, totals: [{ amount: '-60.00' }] }]);
    const again = await house.released(distribution);
    expect(await house.given(again)).toEqual(['beijing-studio 90.00', 'chen 60.00']);
  });
});

describe('Money that is held in a dispute', () => {
  let house: DistributingHouse;
  let distribution: string;
  let dispute: { id: string; state: string };
  let gaumont: string;

  beforeAll(async () => {
    house = await DistributingHouse.open(service, 'Arguing Makers');
    await house.publish();
    await claim(house, 'c9', { work: 'leon', party: 'chen', share: '30', territories: 'FR' });
    distribution = await house.calculated();
    const waiver = `/v1/distributions/${distribution}/gates/disputed_share/waiver`;
    await house.done(house.post('AP', waiver, { reason: 'the parties talk' }));
    await house.done(house.post('AP', `/v1/distributions/${distribution}/approval`));
    await house.done(house.post('FO', `/v1/distributions/${distribution}/posting`));
    gaumont = await house.holder('gaumont');
  });

  it('is at stake, as its parties and officers see', async () => {
    for (const who of ['RO', gaumont]) {
      const { items } = await house.done(house.get('/v1/disputes', who));
      expect(items).toMatchObject([{ work: 'leon', atStake: [{ currency: 'CNY', exactAmount: '300' }] }]);
      dispute = items[0];
      const one = await house.done(house.get(`/v1/disputes/${dispute.id}`, who));
      expect(one.atStake).toEqual([{ currency: 'CNY', exactAmount: '300' }]);
    }
    const rows = ['claim_id,work_id,party_id,right,share,territories'];
    for (const who of ['chen', 'gaumont']) rows.push(`${who}-us,leon,${who},making_available,60,US`);
    const tried = await service.call('POST', '/v1/imports?kind=claims&dryRun=true', {
      ...{ token: house.token('RO'), headers: { 'Content-Type': 'text/csv' }, body: `${rows.join('\n')}\n` },
    });
    const atStake = [{ currency: 'CNY', exactAmount: '450' }];
    expect(tried.json.conflicts).toMatchObject([{ dispute: null, work: 'leon', right: 'making_available', atStake }]);
  });

  it('is released as the dispute was resolved', async () => {
    const resolution = { outcome: 'agreement', reason: 'letter of 3 June', claims: [{ id: 'c9', share: '20' }] };
    await house.done(house.post('RO', `/v1/disputes/${dispute.id}/resolution`, resolution));
    const { items } = await house.done(house.get('/v1/held?reason=disputed', gaumont));
    expect(items).toMatchObject([{ work: 'leon', exactAmount: '300', mayBeReleased: true }]);
    const release = await house.released(distribution);
    expect(await house.given(release)).toEqual([
      'chen 60.00',
      'gaumont 240.00',
      'unclaimed 150.00',
      'unidentified 150.00',
    ]);
    expect(await suspense(house)).toEqual({ unclaimed: '15000', unidentified: '15000' });
    expect((await house.done(house.get(`/v1/disputes/${dispute.id}`))).atStake).toEqual([]);
    const statements = await house.done(house.get(`/v1/statements?distribution=${release}&party=gaumont`));
    const lines = await house.done(house.get(`/v1/statements/${statements.items[0].id}/lines`, gaumont));
    expect(lines.items).toMatchObject([{ claim: '3', share: '80', heldAs: 'disputed', heldBy: distribution }]);
  });

  it('is matched by the licensee’s own id where it has one, which becomes an alias', async () => {
    await house.sql(
      `insert into usage.reported_item (item_id, licensee_id, resource_id, title, year, title_key)
       select n, licensee_id, 'vid 7', 'Picture ' || n, '', 'picture ' || n
       from licensing.licensee, generate_series(1, 2) n`,
    );
    const group = (n: number) => ({ licensee: 'Example Stream', resourceId: 'vid 7', title: `Picture ${n}` });
    const decision = { work: 'leon', outcome: 'confirmed', reason: 'seen' };
    await house.done(house.post('DO', '/v1/matches', { ...group(1), ...decision }));
    const aliases = await house.sql(
      `select a.resource_id, w.code from matching.alias a join repertoire.work w using (work_id)`,
    );
    expect(aliases).toEqual([{ resource_id: 'vid 7', code: 'leon' }]);
    const { json } = await house.post('DO', '/v1/matches', { ...group(2), ...decision });
    expect(json.code).toBe('alias-exists');
  });
});
