import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DistributingHouse, TINY } from '../support/distributing.js';
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

const expected = (file: string) => readFileSync(join(TINY, 'expected', file), 'utf8');

/** Half of what Beijing Studio claims is contested from now on. */
async function contest(claim = '1'): Promise<void> {
  const { headers } = await house.get(`/v1/claims/${claim}`);
  const change = { status: 'disputed', reason: 'letter of a rival' };
  await house.done(house.patch('RO', `/v1/claims/${claim}`, headers.get('ETag')!, change));
}

describe('A distribution', () => {
  beforeEach(move);

  it('goes from open to posted and gives what a folder run gives', async () => {
    await house.publish();
    const id = await house.posted();
    const { items } = await house.done(house.get(`/v1/distributions/${id}/allocations?limit=200`));
    const rows = (items as Record<string, string>[]).map(({ collection, kind, beneficiary, currency, amount }) =>
      [collection, kind, beneficiary, currency, amount].join(','),
    );
    expect(rows.sort()).toEqual(expected('allocations.csv').trim().split('\n').slice(1).sort());
    const { items: events } = await house.done(house.get(`/v1/distributions/${id}/events`));
    expect(events.map(({ state }: { state: string }) => state)).toEqual(['open', 'calculated', 'approved', 'posted']);
    expect(new Set(events.map(({ actor }: { actor: string }) => actor)).size).toBe(3);
    const trail = await house.done(house.get(`/v1/audit-events?subject=distribution/${id}&sort=at`));
    expect(trail.items.map(({ action }: { action: string }) => action)).toEqual([
      ...['distribution.opened', 'distribution.calculated', 'distribution.approved', 'distribution.posted'],
    ]);
  });

  it('is posted once by 100 attempts at the same time', async () => {
    await house.publish();
    const id = await house.approved();
    const attempts = await Promise.all(
      Array.from({ length: 100 }, () => house.post('FO', `/v1/distributions/${id}/posting`)),
    );
    expect(attempts.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = attempts.filter(({ status }) => status !== 200).map(({ json }) => json.code as string);
    expect(new Set(refused)).toEqual(new Set(['distribution-state']));
    expect(await house.sql('select count(*)::integer as n from ledger.transaction')).toEqual([{ n: 1 }]);
    expect(await house.sql('select count(*)::integer as n from statements.statement')).toEqual([{ n: 3 }]);
  });

  it('is approved by another person, and neither approved nor posted after an input has changed', async () => {
    await house.publish();
    const both = await service.token(house.society, ['DO', 'AP']);
    const collections = await house.collections();
    const body = { kind: 'normal', ruleSet: house.ruleSet, collections };
    const { json: opened } = await service.call('POST', '/v1/distributions', { token: both, body });
    await house.calculate(opened.id as string);
    const own = await service.call('POST', `/v1/distributions/${opened.id}/approval`, { token: both });
    expect([own.status, own.json.code]).toEqual([403, 'distribution-approved-by-maker']);
    await house.done(house.post('AP', `/v1/distributions/${opened.id}/approval`));
    expect((await house.get(`/v1/distributions/${opened.id}/inputs`)).json.changed).toBe(false);
    await house.done(house.patch('FO', '/v1/collections/2026Q1', '"1"', { amount: '999.99', reason: 'bank' }));
    expect((await house.get(`/v1/distributions/${opened.id}/inputs`)).json.changed).toBe(true);
    const late = await house.post('FO', `/v1/distributions/${opened.id}/posting`);
    expect([late.status, late.json.code]).toEqual([409, 'distribution-inputs-changed']);
    const back = { reason: 'the bank corrected its receipt' };
    await house.done(house.post('AP', `/v1/distributions/${opened.id}/approval-voiding`, back));
    const again = await house.post('AP', `/v1/distributions/${opened.id}/approval`);
    expect(again.json.code).toBe('distribution-inputs-changed');
    await house.done(house.post('DO', `/v1/distributions/${opened.id}/reopening`, back));
    await house.calculate(opened.id as string);
    await house.done(house.post('AP', `/v1/distributions/${opened.id}/approval`));
    await house.done(house.post('FO', `/v1/distributions/${opened.id}/posting`));
  });

  it('passes its gates, or somebody else waives them with a reason', async () => {
    const gates = [
      { gate: 'unidentified_share', most: '0' },
      { gate: 'disputed_share', most: '1' },
    ];
    const strict = { deductions: [], weights: [], gates };
    const { id: ruleSet } = await house.done(house.post('DO', '/v1/rule-sets', strict));
    await house.publish(ruleSet as string);
    const both = await service.token(house.society, ['DO', 'AP']);
    const body = { kind: 'normal', ruleSet, collections: await house.collections() };
    const { json: opened } = await service.call('POST', '/v1/distributions', { token: both, body });
    await house.calculate(opened.id as string);
    const { items } = await house.done(house.get(`/v1/distributions/${opened.id}/gates`));
    const closed = (items as { gate: string; passed: boolean }[]).filter(({ passed }) => !passed);
    expect(closed.map(({ gate }) => gate)).toEqual(['unidentified_share']);
    const refused = await house.post('AP', `/v1/distributions/${opened.id}/approval`);
    expect([refused.status, refused.json.code]).toEqual([409, 'distribution-gates']);
    const path = `/v1/distributions/${opened.id}/gates/unidentified_share/waiver`;
    const reason = { reason: 'the titles are being matched' };
    const own = await service.call('POST', path, { token: both, body: reason });
    expect([own.status, own.json.code]).toEqual([403, 'gate-waived-by-maker']);
    expect(await house.done(house.post('AP', path, reason))).toMatchObject({ ...reason, passed: false });
    expect((await house.post('AP', path, reason)).json.code).toBe('gate-waived-before');
    const unknown = await house.post('AP', `/v1/distributions/${opened.id}/gates/luck/waiver`, reason);
    expect([unknown.status, unknown.json.code]).toEqual([404, 'gate-not-measured']);
    await house.done(house.post('AP', `/v1/distributions/${opened.id}/approval`));
  });

  it('that is a what-if shows the difference by party, work and cause, and is never posted', async () => {
    const first = await house.calculated();
    await contest();
    const whatIf = await house.calculated('what_if');
    for (const step of ['approval', 'posting'] as const) {
      const { status, json } = await house.post(
        step === 'approval' ? 'AP' : 'FO',
        `/v1/distributions/${whatIf}/${step}`,
      );
      expect([status, json.code]).toEqual([409, step === 'approval' ? 'distribution-what-if' : 'distribution-state']);
    }
    const parties = `/v1/distributions/${first}/differences/parties?to=${whatIf}`;
    const { items } = await house.done(house.get(parties));
    expect(items).toContainEqual({
      ...{
        party: 'beijing-studio',
        suspense: null,
        currency: 'CNY',
        one: '200.00',
        other: '0.00',
        difference: '-200.00',
      },
    });
    expect(items).toContainEqual(expect.objectContaining({ suspense: 'disputed', difference: '200.00' }));
    // Page by page, each row comes once.
    const one = await house.done(house.get(`${parties}&limit=1`));
    const two = await house.done(house.get(`${parties}&limit=1&cursor=${encodeURIComponent(one.next as string)}`));
    expect([...one.items, ...two.items]).toEqual(items);
    const works = `/v1/distributions/${first}/differences/works?to=${whatIf}&party=beijing-studio`;
    expect((await house.done(house.get(works))).items).toMatchObject([
      { work: 'farewell', other: '0', causes: ['claims'] },
    ]);
    const csv = await house.get(works, 'SV', { Accept: 'text/csv' });
    expect(csv.text.split('\n')[1]).toContain(',claims');
  });

  it('reads rows of its own society only, whatever another one holds', async () => {
    const other = await DistributingHouse.open(service, `Others ${houses}`);
    await house.publish();
    const id = await house.posted();
    for (const path of ['', '/gates', '/events', '/inputs', '/allocations']) {
      const foreign = await other.get(`/v1/distributions/${id}${path}`);
      expect([foreign.status, foreign.json.code]).toEqual([404, 'distribution-not-found']);
    }
    expect((await other.get('/v1/statements')).json.items).toEqual([]);
    await other.publish();
    const theirs = await other.posted();
    expect((await other.get(`/v1/distributions/${theirs}/allocations`, 'SV', { Accept: 'text/csv' })).text).toBe(
      (await house.get(`/v1/distributions/${id}/allocations`, 'SV', { Accept: 'text/csv' })).text,
    );
  });
});

describe('A reversal', () => {
  beforeEach(move);

  it('takes a posted distribution back by the opposite postings, once another person has approved it', async () => {
    await house.publish();
    const id = await house.posted();
    const reason = { reason: 'the report was of another quarter' };
    const reversal = await house.done(house.post('DO', `/v1/distributions/${id}/reversal`, reason));
    expect(reversal).toMatchObject({ kind: 'reversal', state: 'calculated', reverses: id });
    expect((await house.post('DO', `/v1/distributions/${id}/reversal`, reason)).json.code).toBe(
      'distribution-reversed',
    );
    expect((await house.post('DO', `/v1/distributions/${reversal.id}/reopening`, reason)).json.code).toBe(
      'reversal-not-calculated',
    );
    expect((await house.get(`/v1/distributions/${id}`)).json.reversedBy).toBeNull();
    await house.done(house.post('AP', `/v1/distributions/${reversal.id}/approval`));
    const attempts = await Promise.all(
      Array.from({ length: 10 }, () => house.post('FO', `/v1/distributions/${reversal.id}/posting`)),
    );
    expect(attempts.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await house.get(`/v1/distributions/${id}`)).json.reversedBy).toBe(reversal.id);
    const balances = await house.sql<{ balance: string }>(
      'select sum(debit_minor - credit_minor)::text as balance from ledger.posting group by account_id',
    );
    expect(new Set(balances.map(({ balance }) => balance))).toEqual(new Set(['0']));
    const { items } = await house.done(house.get('/v1/statements?party=chen'));
    expect(items).toMatchObject([
      { distribution: reversal.id, totals: [{ currency: 'CNY', amount: '-100.00' }], reverses: items[1].id },
      { distribution: id, totals: [{ currency: 'CNY', amount: '100.00' }], reversedBy: items[0].id },
    ]);
    const lines = await house.done(house.get(`/v1/statements/${items[0].id}/lines`));
    expect(lines.items[0].exactAmount).toMatch(/^-/);
    const why = await house.done(house.get(`/v1/statements/${items[0].id}/lines/1/explanation`));
    expect(why.lines.length).toBeGreaterThan(0);
    expect((await house.get('/v1/held')).json.items).toEqual([]);
  });

  it('leaves its collections free to be corrected and distributed again', async () => {
    await house.publish();
    const id = await house.posted();
    const reason = { reason: 'wrong amount' };
    const collections = await house.collections();
    const again = { kind: 'normal', ruleSet: house.ruleSet, collections };
    expect((await house.post('DO', '/v1/distributions', again)).json.code).toBe('collection-posted');
    const { id: reversal } = await house.done(house.post('DO', `/v1/distributions/${id}/reversal`, reason));
    await house.done(house.post('AP', `/v1/distributions/${reversal}/approval`));
    await house.done(house.post('FO', `/v1/distributions/${reversal}/posting`));
    await house.done(house.patch('FO', '/v1/collections/2026Q1', '"1"', { amount: '2000', ...reason }));
    const second = await house.posted();
    const { items } = await house.done(house.get(`/v1/distributions/${second}/allocations?beneficiary=chen`));
    expect(items).toMatchObject([{ amount: '200.00' }]);
  });

  it('is refused of what is not posted', async () => {
    const id = await house.calculated();
    const refused = await house.post('DO', `/v1/distributions/${id}/reversal`, { reason: 'a mistake' });
    expect([refused.status, refused.json.code]).toEqual([409, 'distribution-not-posted']);
  });
});
