import { RemindTask } from '../../src/usage/index.js';
import { EVENT_TYPES, type EventType } from '../../src/webhooks/index.js';
import { DistributingHouse } from '../support/distributing.js';
import { LicensingDesk } from '../support/licensing-desk.js';
import { RepertoireHouse } from '../support/repertoire.js';
import { TestService } from '../support/service.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

let service: TestService;
let receiver: WebhookReceiver;

beforeAll(async () => {
  service = await TestService.start();
  receiver = await WebhookReceiver.start();
  await service.work();
});
afterAll(async () => {
  await receiver?.stop();
  await service?.stop();
});

async function listen(path: string, token: string): Promise<void> {
  const made = await service.call('POST', '/v1/webhook-endpoints', { token, body: { url: receiver.url(path) } });
  expect([made.status, made.text]).toEqual([201, expect.anything()]);
}

/** What came to a path, in the order in which it happened, once there is as much. */
async function told(path: string, count: number): Promise<{ type: EventType; data: Record<string, unknown> }[]> {
  const letters = (await receiver.received(path, count)).map(({ body }) => JSON.parse(body));
  for (const { type, data } of letters) {
    const { example } = EVENT_TYPES[type as EventType];
    expect([type, Object.keys(data as object).sort()]).toEqual([type, Object.keys(example).sort()]);
  }
  return letters.toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
}

const typesOf = (letters: readonly { type: EventType }[]) => letters.map(({ type }) => type);

describe('A platform', () => {
  it('is told the story of its licence and its reports, and its rival nothing of it', async () => {
    const desk = await LicensingDesk.in(service);
    const { LO, stream, rail } = desk.tokens;
    await listen('/stream', stream);
    await listen('/rail', rail);
    await listen('/society', LO);
    const { id } = await desk.post('/v1/applications', desk.application(), stream);
    await desk.post(`/v1/applications/${id}/missing-data-request`, { missing: ['outlets'] }, LO);
    await desk.post(`/v1/applications/${id}/supplement`, { inputs: { outlets: '20' } }, stream);
    const answer = { licence: 'S-1', reportEveryMonths: 3, statementConsent: true, reason: 'as applied for' };
    const offered = await desk.post(`/v1/applications/${id}/offer`, answer, LO);
    await desk.accept('S-1', stream);
    await desk.post('/v1/licences/S-1/suspension', { cause: 'unpaid', reason: 'invoice 7' }, LO);
    await desk.post('/v1/licences/S-1/resumption', { reason: 'paid' }, LO);
    const remind = (day: string) =>
      service.app.get(RemindTask, { strict: false }).run(desk.society, new Date(`${day}T12:00:00Z`));
    await remind('2027-04-25');
    await remind('2027-05-05');
    await remind('2027-05-06');
    const csv = 'licence_id,use_type,territory,used_on,views,title\nS-1,rental,CN,2027-01-05,10,Kite\n';
    const uploaded = await service.call(
      'POST',
      '/v1/usage-reports?licence=S-1&periodStart=2027-01-01&periodEnd=2027-03-31&name=q1.csv',
      { token: stream, headers: { 'Content-Type': 'text/csv' }, body: csv },
    );
    expect([uploaded.status, uploaded.text]).toEqual([202, expect.anything()]);
    const quarter = { licence: 'S-1', periodStart: '2027-04-01', periodEnd: '2027-06-30' };
    await desk.post('/v1/usage-reports/nil', quarter, stream);
    const letters = await told('/stream', 12);
    await desk.post('/v1/licences/S-1/termination', { reason: 'notice' }, stream);
    const [last] = (await told('/stream', 13)).slice(-1);
    expect(last).toMatchObject({ type: 'licence.terminated', data: { state: 'terminated' } });
    expect(typesOf(letters).toSorted()).toEqual([
      ...['application.answered', 'application.answered', 'job.done', 'licence.activated', 'licence.offered'],
      ...['licence.resumed', 'licence.suspended', 'usage-report.accepted', 'usage-report.accepted', 'usage-report.due'],
      ...['usage-report.overdue', 'usage-report.validated'],
    ]);
    const of = (type: EventType) => letters.filter((letter) => letter.type === type).map(({ data }) => data);
    expect(of('licence.offered')).toEqual([offered]);
    expect(of('application.answered')).toMatchObject([
      { state: 'incomplete', missing: ['outlets'] },
      { state: 'offered', licence: 'S-1' },
    ]);
    expect(of('usage-report.accepted')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ licence: 'S-1', state: 'accepted', nil: false, acceptedLines: '1' }),
        expect.objectContaining({ licence: 'S-1', state: 'accepted', nil: true, acceptedLines: null }),
      ]),
    );
    const toSociety = await told('/society', 5);
    expect(typesOf(toSociety)).toEqual([
      ...['licence.offered', 'licence.activated', 'licence.suspended', 'licence.resumed', 'licence.terminated'],
    ]);
    expect(receiver.had.filter(({ path }) => path === '/rail')).toEqual([]);
  });

  it('is told that an offer was taken back, or an application refused', async () => {
    const desk = await LicensingDesk.in(service);
    await listen('/hopeful', desk.tokens.stream);
    const { licence } = await desk.offered();
    await desk.post(`/v1/licences/${licence}/withdrawal`, { reason: 'a mistake' }, desk.tokens.LO);
    const { id } = await desk.post('/v1/applications', desk.application(), desk.tokens.stream);
    const refusal = { code: 'no_tariff', reason: 'nobody has priced this' };
    await desk.post(`/v1/applications/${id}/refusal`, refusal, desk.tokens.LO);
    const letters = await told('/hopeful', 3);
    expect(typesOf(letters)).toEqual(['licence.offered', 'licence.withdrawn', 'application.answered']);
    expect(letters[2]!.data).toMatchObject({ state: 'refused', refusalCode: 'no_tariff' });
  });
});

describe('A holder', () => {
  it('is told of its mandate and disputes, of which one ends when the rival withdraws its own claim', async () => {
    const house = await RepertoireHouse.open(service, 'Society of Holders');
    const [jade, lin] = [await house.token('H jade'), await house.token('H lin')];
    await listen('/jade', jade);
    await house.mandate('m1', 'jade', 'active');
    await house.post('/v1/mandates/m1/withdrawal', { notifiedOn: '2026-01-31', reason: 'letter' });
    const work = await house.newWork();
    const dispute = await house.overlapping(work);
    const withdrawal = { reason: 'sold last year' };
    await house.post(`/v1/claims/${work}-lin/withdrawal`, withdrawal, 'claim-not-found', 'H jade');
    const { json } = await house.post(`/v1/claims/${work}-lin/withdrawal`, withdrawal, 200, 'H lin');
    expect(json).toMatchObject({ id: `${work}-lin`, supersededAt: expect.any(String), conflicts: [] });
    await house.post(`/v1/claims/${work}-lin/withdrawal`, withdrawal, 'claim-not-found', 'H lin');
    const letters = await told('/jade', 4);
    expect(typesOf(letters)).toEqual([
      ...['mandate.active', 'mandate.notice-given', 'dispute.notified', 'dispute.resolved'],
    ]);
    expect(letters.map(({ data }) => [data['party'], data['dispute']])).toEqual([
      ...[
        ['jade', null],
        ['jade', null],
        ['jade', dispute],
        ['jade', dispute],
      ],
    ]);
    expect((await house.get(`/v1/disputes/${dispute}`)).json).toMatchObject({ state: 'resolved', outcome: 'adjusted' });
    const trail = await house.get(`/v1/audit-events?subject=${work}-lin`, 'SV');
    expect(trail.json.items[0]).toMatchObject({ action: 'claim.withdrawn', reason: 'sold last year' });
    expect((await service.call('GET', '/v1/claims', { token: lin })).json.items).toEqual([]);
  });

  it('and the society are told of a posting, each holder of its own statement', async () => {
    const house = await DistributingHouse.open(service, 'Story Makers');
    await house.sql(`insert into profile.society_profile (jurisdiction, valid_from, reason, decided_by)
      values ('EU', '2020-01-01', 'seat of the society', 'cli:test')`);
    const [chen, gaumont] = [await house.holder('chen'), await house.holder('gaumont')];
    await listen('/chen', chen);
    await listen('/gaumont', gaumont);
    await listen('/makers', house.token('FO'));
    await house.publish();
    const id = await house.posted();
    for (const [path, token] of [
      ['/chen', chen],
      ['/gaumont', gaumont],
    ] as const) {
      const { items } = (await service.call('GET', '/v1/statements', { token })).json;
      expect(await told(path, 1)).toMatchObject([{ type: 'statement.issued', data: items[0] }]);
    }
    const toMakers = (await told('/makers', 1)).filter(({ type }) => type === 'distribution.posted');
    expect(toMakers).toMatchObject([{ data: { id, state: 'posted' } }]);
  });
});
