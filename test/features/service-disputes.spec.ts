import { addDays } from '../../src/kernel/calendar-day.js';
import { FILE, RepertoireHouse } from '../support/repertoire.js';

const TODAY = new Date().toISOString().slice(0, 10);
const EVIDENCE = { fileSha256: FILE, description: 'contract of 2018' };

let house: RepertoireHouse;
beforeAll(async () => {
  house = await RepertoireHouse.open();
});
afterAll(() => house?.close());

const dispute = async (id: string, who = 'RO') => (await house.get(`/v1/disputes/${id}`, who)).json;
const disputesOf = async (work: string) => (await house.get(`/v1/disputes?work=${work}`)).json.items;
const told = async (party: string) =>
  (await house.get(`/v1/notifications?party=${party}`)).json.items as { kind: string; dispute: string; due: string }[];

describe('Shares above 100 %', () => {
  it('are taken, and the answer names the overlap, the rivals and the dispute that opens by itself', async () => {
    const work = await house.newWork();
    const first = await house.claim(`${work}-a`, 'jade', '60', { work, territories: '* -US', validFrom: '2019-05-01' });
    expect(first.json.conflicts).toEqual([]);
    const { json } = await house.claim(`${work}-b`, 'lin', '50.5', {
      work,
      territories: 'FR US',
      validTo: '2029-12-31',
    });
    const overlap = { territories: 'FR', validFrom: '2019-05-01', validTo: '2029-12-31', share: '110.5' };
    expect(json.conflicts).toEqual([
      { dispute: expect.any(String), rivals: [{ claim: `${work}-a`, party: 'jade' }], overlaps: [overlap] },
    ]);
    expect(await dispute(json.conflicts[0].dispute)).toMatchObject({
      ...{
        work,
        right: 'rental',
        origin: 'overlap',
        state: 'notified',
        outcome: null,
        overlaps: [overlap],
        evidence: [],
      },
      ...{ evidenceDue: addDays(TODAY, 60), decisionDue: addDays(TODAY, 180) },
      claims: [
        { claim: `${work}-a`, party: 'jade', stance: 'overlaps' },
        { claim: `${work}-b`, party: 'lin', stance: 'overlaps' },
      ],
      parties: [
        { name: 'Jade River', contact: 'rights@jade.example' },
        { name: 'Lin Yue', contact: 'lin@example.org' },
      ],
    });
    for (const party of ['jade', 'lin']) {
      expect((await told(party))[0]).toMatchObject({
        ...{ kind: 'dispute.notified', dispute: json.conflicts[0].dispute, due: addDays(TODAY, 60) },
      });
    }
  });

  it('open nothing where territories or days are apart', async () => {
    const work = await house.newWork();
    await house.claim(`${work}-a`, 'jade', '100', { work, territories: 'FR', validTo: '2025-12-31' });
    await house.claim(`${work}-b`, 'lin', '100', { work, territories: 'FR', validFrom: '2026-01-01' });
    await house.claim(`${work}-c`, 'lin', '100', { work, territories: '* -FR' });
    await house.claim(`${work}-d`, 'lin', '100', { work, right: 'broadcasting' });
    expect(await disputesOf(work)).toEqual([]);
  });

  it('that a further claim joins are the same dispute, whose clocks start again', async () => {
    const work = await house.newWork();
    const id = await house.overlapping(work);
    await house.post(`/v1/disputes/${id}/evidence`, { ...EVIDENCE, party: 'jade' });
    await house.asOwner(
      `update repertoire.dispute_event set evidence_due = '2026-01-01', decision_due = '2026-02-01' where dispute_id = ${id}
       and evidence_due is not null`,
    );
    await house.claim(`${work}-c`, 'sister', '20', { work, territories: 'FR' });
    expect(await disputesOf(work)).toMatchObject([
      {
        ...{ id, state: 'notified', evidenceDue: addDays(TODAY, 60) },
        overlaps: [
          { territories: 'FR', share: '140' },
          { territories: '* -FR', share: '120' },
        ],
      },
    ]);
    expect((await told('sister'))[0]).toMatchObject({ kind: 'dispute.notified', dispute: id });
  });

  it('that others have elsewhere are a dispute of their own', async () => {
    const work = await house.newWork();
    for (const [claim, party, territories] of [
      ...[['a', 'jade', 'FR'] as const, ['b', 'lin', 'FR'] as const],
      ...[['c', 'jade', 'US'] as const, ['d', 'sister', 'US'] as const],
    ]) {
      await house.claim(`${work}-${claim}`, party, '80', { work, territories });
    }
    expect((await disputesOf(work)).map(({ claims }: { claims: unknown[] }) => claims)).toMatchObject([
      [{ claim: `${work}-a` }, { claim: `${work}-b` }],
      [{ claim: `${work}-c` }, { claim: `${work}-d` }],
    ]);
  });

  it('that a change of a claim ends are settled by it', async () => {
    const work = await house.newWork();
    const id = await house.overlapping(work);
    const still = await house.patch(`/v1/claims/${work}-jade`, { share: '50' });
    expect(still.json.conflicts[0]).toMatchObject({ dispute: id, overlaps: [{ share: '110' }] });
    expect((await dispute(id)).overlaps).toMatchObject([{ share: '110' }]);
    const { json } = await house.patch(`/v1/claims/${work}-jade`, { share: '40', reason: 'agreed' });
    expect(json.conflicts).toEqual([]);
    expect(await dispute(id)).toMatchObject({ state: 'resolved', outcome: 'adjusted' });
    expect((await told('lin'))[0]).toMatchObject({ kind: 'dispute.resolved', dispute: id });
  });

  it('that a withdrawal of a claim ends are settled by it, and what was known stays known', async () => {
    const work = await house.newWork();
    const id = await house.overlapping(work);
    const { json } = await house.post(`/v1/claims/${work}-lin/withdrawal`, { reason: 'letter' });
    expect(json).toMatchObject({ id: `${work}-lin`, supersededAt: expect.any(String), conflicts: [] });
    expect(await dispute(id)).toMatchObject({ state: 'resolved', outcome: 'adjusted' });
    await house.post(`/v1/claims/${work}-lin/withdrawal`, { reason: 'again' }, 'claim-not-found');
  });

  it('are found by two who enter claims at the same moment', async () => {
    const work = await house.newWork();
    await Promise.all([
      house.claim(`${work}-1`, 'jade', '60', { work }),
      house.claim(`${work}-2`, 'lin', '60', { work }),
      house.claim(`${work}-3`, 'sister', '60', { work }),
    ]);
    const [only, ...more] = await disputesOf(work);
    expect([only.claims.length, more]).toEqual([3, []]);
  });

  it('are taken in a society without a rule profile too, and have no deadline there', async () => {
    const society = await house.service.society('Society without a profile');
    const token = await house.service.token(society, ['RO']);
    const post = (path: string, body: object) => house.service.call('POST', path, { token, body });
    await post('/v1/works', { id: 'w', title: 'W' });
    await post('/v1/parties', { id: 'p', name: 'P', kind: 'person' });
    await post('/v1/claims', { id: 'c1', work: 'w', party: 'p', right: 'rental', share: '100' });
    const { status, json } = await post('/v1/claims', { id: 'c2', work: 'w', party: 'p', right: 'rental', share: '1' });
    expect(status).toBe(201);
    const found = await house.service.call('GET', `/v1/disputes/${json.conflicts[0].dispute}`, { token });
    expect(found.json).toMatchObject({ evidenceDue: null, decisionDue: null });
  });
});

describe('A dispute', () => {
  it('takes evidence, a recommendation and an outcome that sets the claims', async () => {
    const work = await house.newWork();
    const id = await house.overlapping(work);
    const path = `/v1/disputes/${id}`;
    await house.post(`${path}/evidence`, EVIDENCE, 'input-invalid');
    await house.post(`${path}/evidence`, { ...EVIDENCE, party: 'sister' }, 'party-not-in-dispute');
    const heard = await house.post(`${path}/evidence`, EVIDENCE, 200, 'H jade');
    expect(heard.json).toMatchObject({ state: 'evidence', evidence: [{ party: 'jade', ...EVIDENCE }] });
    await house.post(`${path}/evidence`, EVIDENCE, 'evidence-brought', 'H jade');
    const outcome = { outcome: 'recommendation', reason: 'both follow it' };
    await house.post(
      `${path}/resolution`,
      { ...outcome, claims: [{ id: `${work}-lin`, share: '40' }] },
      'recommendation-missing',
    );
    await house.post(`${path}/recommendation`, { recommendation: '60 to 40' });
    await house.post(`${path}/resolution`, outcome, 'dispute-still-overlapping');
    await house.post(
      `${path}/resolution`,
      { ...outcome, claims: [{ id: 'other', share: '1' }] },
      'claim-not-in-dispute',
    );
    const done = await house.post(`${path}/resolution`, { ...outcome, claims: [{ id: `${work}-lin`, share: '40' }] });
    expect(done.json).toMatchObject({
      state: 'resolved',
      outcome: 'recommendation',
      reason: 'both follow it',
      version: 5,
    });
    expect((await house.get(`/v1/claims/${work}-lin`)).json.share).toBe('40');
    await house.post(`${path}/evidence`, EVIDENCE, 'move-not-possible', 'H lin');
    const { json } = await house.get(`/v1/audit-events?subject=${id}`, 'SV');
    expect(json.items.map(({ action }: { action: string }) => action)).toEqual([
      ...['dispute.resolved', 'dispute.recommended', 'dispute.evidence', 'dispute.notified'],
    ]);
  });

  it('is lost by default by the silent alone, and only once the time for evidence is over', async () => {
    const work = await house.newWork();
    const id = await house.overlapping(work);
    await house.post(`/v1/disputes/${id}/evidence`, { ...EVIDENCE, party: 'jade' });
    const lose = (claim: string) => ({
      outcome: 'default',
      reason: 'silent',
      claims: [{ id: claim, withdrawn: true }],
    });
    await house.post(`/v1/disputes/${id}/resolution`, lose(`${work}-lin`), 'dispute-not-due');
    await house.asOwner(
      `update repertoire.dispute_event set evidence_due = '2026-01-01' where dispute_id = ${id} and evidence_due is not null`,
    );
    await house.post(`/v1/disputes/${id}/resolution`, lose(`${work}-jade`), 'claim-not-silent');
    await house.post(`/v1/disputes/${id}/resolution`, lose(`${work}-lin`));
    expect((await house.get(`/v1/claims/${work}-lin`)).status).toBe(404);
  });

  it('that nobody solves expires by the calendar', async () => {
    const id = await house.overlapping(await house.newWork());
    const fresh = await house.overlapping(await house.newWork());
    await house.asOwner(
      `update repertoire.dispute_event set evidence_due = '2026-01-01', decision_due = '2026-02-01' where dispute_id = ${id}
       and evidence_due is not null`,
    );
    await house.followCalendar();
    expect(await dispute(id)).toMatchObject({ state: 'expired', outcome: null });
    expect((await dispute(fresh)).state).toBe('notified');
  });

  it('over a claim that somebody contests holds it, and gives it back when it ends', async () => {
    const work = await house.newWork();
    await house.claim(`${work}-a`, 'jade', '40', { work });
    await house.claim(`${work}-b`, 'lin', '40', { work });
    await house.claim(`${work}-c`, 'lin', '40', { work, right: 'broadcasting' });
    const contest = { contesting: `${work}-a`, contested: [`${work}-b`], reason: 'never sold' };
    await house.post('/v1/disputes', { ...contest, contested: [`${work}-c`] }, 'claims-of-several-rights');
    await house.post('/v1/disputes', { ...contest, contested: [`${work}-a`] }, 'claims-of-several-rights');
    const { json } = await house.post('/v1/disputes', contest, 201);
    expect(json).toMatchObject({
      origin: 'contested',
      state: 'notified',
      overlaps: [],
      evidenceDue: addDays(TODAY, 60),
    });
    const status = async () => (await house.get(`/v1/claims/${work}-b`)).json.status;
    expect(await status()).toBe('disputed');
    await house.asOwner(
      `update repertoire.dispute_event set evidence_due = '2026-01-01', decision_due = '2026-02-01'
       where dispute_id = ${json.id} and evidence_due is not null`,
    );
    await house.followCalendar();
    expect([await status(), (await dispute(json.id)).state]).toEqual(['asserted', 'expired']);
    const again = await house.post('/v1/disputes', contest, 201);
    const third = await house.post('/v1/disputes', { ...contest, contesting: null }, 201);
    const withdrawn = { outcome: 'withdrawn', reason: 'jade gave up' };
    await house.post(`/v1/disputes/${again.json.id}/resolution`, withdrawn);
    expect(await status()).toBe('disputed');
    await house.post(`/v1/claims/${work}-b/withdrawal`, { reason: 'lin gave up' });
    expect(await dispute(third.json.id)).toMatchObject({ state: 'resolved', outcome: 'adjusted' });
  });

  it('is opened by a holder for its own claim, and an officer says which claims it is about', async () => {
    const work = await house.newWork();
    await house.claim(`${work}-a`, 'jade', '40', { work });
    await house.claim(`${work}-b`, 'lin', '40', { work });
    const contest = { ...EVIDENCE, reason: 'we never sold it' };
    await house.post(`/v1/claims/${work}-b/contest`, contest, 'claim-not-found', 'H jade');
    const { json } = await house.post(`/v1/claims/${work}-a/contest`, contest, 200, 'H jade');
    expect(json).toMatchObject({
      state: 'open',
      claims: [{ stance: 'contesting' }],
      parties: [],
      evidence: [EVIDENCE],
    });
    expect((await house.get(`/v1/disputes/${json.id}`, 'H lin')).status).toBe(404);
    await house.post(`/v1/disputes/${json.id}/notification`, { contested: [`${work}-b`], reason: 'heard' });
    expect(await dispute(json.id, 'H lin')).toMatchObject({
      state: 'notified',
      parties: [{ name: 'Jade River' }],
      evidence: [],
    });
  });
});

describe('A holder', () => {
  it('sees of a dispute its own claim and evidence, and of its rivals how to reach them', async () => {
    const work = await house.newWork();
    const id = await house.overlapping(work);
    await house.post(`/v1/disputes/${id}/evidence`, { ...EVIDENCE, party: 'lin' });
    const seen = await dispute(id, 'H jade');
    expect(seen).toMatchObject({
      claims: [{ claim: `${work}-jade`, party: 'jade' }],
      parties: [{ name: 'Lin Yue', contact: 'lin@example.org' }],
      ...{ overlaps: [{ share: '120' }], evidence: [] },
    });
    expect(JSON.stringify(seen)).not.toContain(`${work}-lin`);
    expect((await house.get(`/v1/disputes/${id}`, 'H sister')).json.code).toBe('dispute-not-found');
    await house.post(`/v1/disputes/${id}/evidence`, EVIDENCE, 'dispute-not-found', 'H sister');
    await house.post(`/v1/disputes/${id}/evidence`, { ...EVIDENCE, party: 'lin' }, 'party-not-found', 'H jade');
    const list = await house.get('/v1/notifications', 'H jade');
    expect(list.json.items.every(({ party }: { party: string }) => party === 'jade')).toBe(true);
  });

  it('gets lists as CSV, too', async () => {
    const csv = async (path: string, who: string) =>
      house.service.call('GET', path, { token: await house.token(who), headers: { Accept: 'text/csv' } });
    const mine = await csv('/v1/disputes?sort=-decisionDue', 'H jade');
    expect(mine.text).toMatch(/^id,work,right,origin,state/);
    expect(mine.text).not.toMatch(/of lin|of sister/);
    expect((await csv('/v1/notifications', 'H lin')).text).toContain('dispute.notified');
    expect((await csv('/v1/repertoire', 'RO')).text).toContain('film-1,Film 1,rental');
  });
});
