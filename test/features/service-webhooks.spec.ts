import { Webhook } from 'standardwebhooks';
import { AnnounceEndedJob } from '../../src/app/jobs/announce-ended-job.js';
import type { Scope } from '../../src/platform/database/database.js';
import { JobsService } from '../../src/platform/jobs/jobs.service.js';
import { RunningJob } from '../../src/platform/jobs/running-job.js';
import { AnnouncementsService, type Audience, EVENT_TYPES } from '../../src/webhooks/index.js';
import { MOST_ATTEMPTS } from '../../src/webhooks/rules/next-attempt.js';
import { DeliveryDesk } from '../support/delivery-desk.js';
import { TestService } from '../support/service.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

let service: TestService;
let receiver: WebhookReceiver;
let society: number;
let stream: string;
let rival: string;
let officer: string;
let desk: DeliveryDesk;
const STREAM = { licensee: 1 };

beforeAll(async () => {
  service = await TestService.start();
  receiver = await WebhookReceiver.start();
  society = await service.society('Society of Film Makers');
  await service.db.database.write(society, (tx) =>
    tx.query(`insert into licensing.licensee (name) values ('Stream'), ('Rival')`),
  );
  stream = await service.token(society, ['L'], { licenseeId: 1 });
  rival = await service.token(society, ['L'], { licenseeId: 2 });
  officer = await service.token(society, ['LO', 'AP']);
  desk = new DeliveryDesk(service, society, officer);
  await service.work();
});
afterEach(() => {
  receiver.answer = (response) => response.end('ok');
});
afterAll(async () => {
  // First what the worker may be waiting for.
  await receiver?.stop();
  await service?.stop();
});

async function register(token: string, path: string, more: object = {}): Promise<{ id: string; secret: string }> {
  const made = await service.call('POST', '/v1/webhook-endpoints', {
    token,
    body: { url: receiver.url(path), ...more },
  });
  expect([made.status, made.text]).toEqual([201, expect.stringContaining('whsec_')]);
  return made.json as { id: string; secret: string };
}

/** What happened is told by whoever it happened to. */
function announce(subject: string, audience: Audience = STREAM, scope: Scope = { society }): Promise<void> {
  const data = { ...EVENT_TYPES['job.done'].example, id: subject };
  const event = { type: 'job.done', audience, subject, data } as const;
  return service.db.database.write(scope, (tx) => new AnnouncementsService().announce(tx, event));
}

describe('A webhook', () => {
  it('brings a platform what happened to it, signed so that a library of Standard Webhooks believes it', async () => {
    const { id, secret } = await register(stream, '/first');
    await announce('j-1');
    const [letter] = await receiver.received('/first');
    const headers = letter!.headers as Record<string, string>;
    expect(new Webhook(secret).verify(letter!.body, headers)).toMatchObject({
      ...{ type: 'job.done', timestamp: expect.stringMatching(/Z$/) },
      data: { id: 'j-1', state: 'done' },
    });
    expect(() => new Webhook(secret).verify(`${letter!.body} `, headers)).toThrow('No matching signature');
    const done = await desk.delivery(stream, 'j-1', 'delivered');
    expect(done).toMatchObject({ endpoint: id, attempts: 1, dueAt: null, eventId: headers['webhook-id'] });
    expect(done.payload).toEqual(JSON.parse(letter!.body));
    expect(await desk.attemptsOf(done.id, 1)).toEqual([
      expect.objectContaining({ attempt: 1, status: 200, failure: null, response: 'ok' }),
    ]);
  });

  it('is signed by the new secret and for a day by the former one', async () => {
    const { id, secret } = await register(stream, '/rotated');
    const renew = () =>
      service.call('POST', `/v1/webhook-endpoints/${id}/secrets`, { token: stream, key: 'renew-once' });
    const renewed = await renew();
    // The answer that is given again does not show what was shown once.
    expect((await renew()).json).toEqual({ ...renewed.json, secret: null });
    expect(Date.parse(renewed.json.formerUntil) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    await announce('j-2');
    const [letter] = await receiver.received('/rotated');
    const headers = letter!.headers as Record<string, string>;
    for (const key of [secret, renewed.json.secret as string]) {
      expect(new Webhook(key).verify(letter!.body, headers)).toBeTruthy();
    }
    await service.db.dataSource.transaction(async (tx) => {
      await tx.query(`set local app.society = '${society}'`);
      await tx.query(
        `update webhooks.endpoint_secret set made_at = made_at - interval '25 hours' where endpoint_id = $1`,
        [id],
      );
    });
    await announce('j-3');
    const [, later] = await receiver.received('/rotated', 2);
    expect(() => new Webhook(secret).verify(later!.body, later!.headers as Record<string, string>)).toThrow(
      'No matching signature',
    );
  });

  it('is not sent for what was rolled back, of a type that was not asked for, or to an endpoint that is disabled', async () => {
    const { id } = await register(stream, '/choosy', { eventTypes: ['job.failed'] });
    await announce('j-4');
    await expect(
      service.db.database.write(society, async (tx) => {
        const data = EVENT_TYPES['job.failed'].example;
        await new AnnouncementsService().announce(tx, { type: 'job.failed', audience: STREAM, subject: 'j-5', data });
        throw new Error('thought better of it');
      }),
    ).rejects.toThrow('thought better of it');
    const headers = { 'If-Match': '"1"' };
    const body = { eventTypes: null, enabled: false, reason: 'on holiday' };
    const disabled = await service.call('PATCH', `/v1/webhook-endpoints/${id}`, { token: stream, headers, body });
    expect(disabled.json).toMatchObject({ enabled: false, eventTypes: null, reason: 'on holiday', version: 2 });
    await announce('j-6');
    await desk.delivery(stream, 'j-6', 'delivered');
    expect(receiver.had.filter(({ path }) => path === '/choosy')).toEqual([]);
  });

  it('reaches the side it is for and no other, whoever announces it', async () => {
    await register(rival, '/rival');
    await register(officer, '/society');
    await announce('j-7', STREAM, { society, ...STREAM });
    await announce('j-8', 'society', { society, ...STREAM });
    await receiver.received('/society');
    await desk.delivery(stream, 'j-7', 'delivered');
    expect(receiver.had.filter(({ path }) => path === '/rival')).toEqual([]);
    expect(receiver.had.filter(({ path }) => path === '/society').map(({ body }) => JSON.parse(body).data.id)).toEqual([
      'j-8',
    ]);
    await expect(announce('j-9', { licensee: 2 }, { society, ...STREAM })).rejects.toMatchObject({
      driverError: { constraint: 'event_told_to_no_other' },
    });
    const [own] = await desk.deliveries(stream);
    expect(await desk.deliveries(rival)).toEqual([]);
    const path = `/v1/webhook-deliveries/${own.id}`;
    expect((await service.call('GET', path, { token: rival })).json.code).toBe('webhook-delivery-not-found');
    const replay = { token: rival, body: { replayOf: own.id } };
    expect((await service.call('POST', '/v1/webhook-deliveries', replay)).json.code).toBe('webhook-delivery-not-found');
    expect((await service.call('GET', '/v1/webhook-attempts', { token: rival })).json.items).toEqual([]);
    const { items } = (await service.call('GET', '/v1/webhook-endpoints', { token: rival })).json;
    expect(items.map(({ url }: { url: string }) => url)).toEqual([receiver.url('/rival')]);
  });
});

describe('A delivery that fails', () => {
  it('is tried again, and after the last attempt dead until it is replayed, with the id that it had', async () => {
    const { id } = await register(stream, '/broken');
    receiver.answer = (response, path) => {
      response.statusCode = path === '/broken' ? 503 : 200;
      response.end(`busy\0${'x'.repeat(5_000)}`);
    };
    await announce('j-10');
    await receiver.received('/broken');
    let [failed] = await desk.deliveries(stream, `endpoint=${id}`);
    const [first] = await desk.attemptsOf(failed.id, 1);
    expect(first).toMatchObject({ status: 503, failure: null });
    expect(first.response).toHaveLength(1_000);
    [failed] = await desk.deliveries(stream, `endpoint=${id}`);
    expect([failed.state, Date.parse(failed.dueAt) - Date.parse(first.begunAt)]).toEqual([
      'pending',
      expect.any(Number),
    ]);
    expect(Date.parse(failed.dueAt) - Date.parse(first.begunAt)).toBeLessThan(10_000);
    const early = { token: stream, body: { replayOf: failed.id } };
    expect((await service.call('POST', '/v1/webhook-deliveries', early)).json.code).toBe('webhook-delivery-pending');
    for (let made = 1; made < MOST_ATTEMPTS; made++) {
      await desk.hurry(failed.id);
      await desk.attemptsOf(failed.id, made + 1);
    }
    const dead = await desk.becomes(stream, failed.id, 'dead');
    expect(dead).toMatchObject({ attempts: MOST_ATTEMPTS, dueAt: null });
    receiver.answer = (response) => response.end('ok');
    const replayed = await service.call('POST', '/v1/webhook-deliveries', {
      token: stream,
      body: { replayOf: dead.id },
    });
    expect([replayed.status, replayed.json.replayOf, replayed.headers.get('Location')]).toEqual([
      ...[201, dead.id, `/v1/webhook-deliveries/${replayed.json.id}`],
    ]);
    const letters = await receiver.received('/broken', MOST_ATTEMPTS + 1);
    expect(new Set(letters.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([dead.eventId]));
    expect(await desk.becomes(stream, replayed.json.id, 'delivered')).toMatchObject({ attempts: 1 });
    const { text } = await service.call('GET', `/v1/webhook-deliveries?endpoint=${id}&eventType=job.done`, {
      ...{ token: stream, headers: { Accept: 'text/csv' } },
    });
    expect(text.split('\n').map((line) => line.split(',')[6])).toEqual(['state', 'delivered', 'dead', undefined]);
    const attempts = await service.call('GET', `/v1/webhook-attempts?endpoint=${id}`, {
      ...{ token: stream, headers: { Accept: 'text/csv' } },
    });
    expect(attempts.text.match(/,503,,/g)).toHaveLength(MOST_ATTEMPTS);
  }, 60_000);

  it('for five days disables its endpoint, and one that is gone at once; the society is told, and the audit trail', async () => {
    const [tired, gone] = [await register(rival, '/tired'), await register(rival, '/gone')];
    await service.db.database.write(society, (tx) =>
      tx.query(`update webhooks.endpoint set failing_since = now() - interval '5 days' where endpoint_id = $1`, [
        tired.id,
      ]),
    );
    receiver.answer = (response, path) => {
      response.statusCode = path === '/tired' ? 500 : path === '/gone' ? 410 : 200;
      response.end();
    };
    await announce('j-11', { licensee: 2 });
    for (const { id } of [tired, gone]) {
      await desk.delivery(officer, id, 'delivered');
      const { json } = await service.call('GET', `/v1/webhook-endpoints/${id}`, { token: rival });
      expect(json).toMatchObject({ enabled: false, version: 2, failingSince: expect.any(String) });
      const told = (await desk.deliveries(officer, 'eventType=webhook-endpoint.disabled')).find(
        (one) => one.subject === id,
      );
      const example: object = EVENT_TYPES['webhook-endpoint.disabled'].example;
      expect(Object.keys(told.payload.data).sort()).toEqual(Object.keys(example).sort());
      const trail = await service.call('GET', `/v1/audit-events?actor=system:webhooks&subject=${id}`, {
        token: officer,
      });
      expect(trail.json.items).toHaveLength(1);
    }
    // What was on its way to the tired one is given up at its next turn, and can be replayed when it is enabled again.
    const [pending] = await desk.deliveries(rival, `endpoint=${tired.id}`);
    await desk.hurry(pending.id);
    const given = await desk.becomes(rival, pending.id, 'dead');
    const replay = { token: rival, body: { replayOf: given.id } };
    expect((await service.call('POST', '/v1/webhook-deliveries', replay)).json.code).toBe('webhook-endpoint-disabled');
  });

  it('whose turn the queue has lost gets a new one from the calendar', async () => {
    await register(stream, '/lost');
    receiver.answer = (response, path) => {
      if (path !== '/lost') response.end();
    };
    await service.db.dataSource.transaction(async (tx) => {
      await tx.query(`set local app.society = '${society}'`);
      const [{ again }] = await tx.query<[{ again: string }]>(
        `select webhooks.deliver_again(delivery_id) as again from webhooks.delivery order by delivery_id limit 1`,
      );
      await tx.query(`update webhooks.delivery set due_at = now() - interval '1 hour' where delivery_id = $1`, [again]);
      await tx.query('set local role cineledger_jobs');
      await tx.query(`select graphile_worker.remove_job($1)`, [`webhook.deliver ${again}`]);
    });
    await service.db.dataSource.transaction(async (tx) => {
      await tx.query('set local role cineledger_jobs');
      await tx.query(`select graphile_worker.add_job('calendar')`);
    });
    await receiver.received('/first', 2);
  });
});

describe('A job that has ended', () => {
  const jobs = new JobsService();
  const ended = { job: '' };

  async function begin(kind: string): Promise<RunningJob> {
    const id = await service.db.database.write({ society, ...STREAM }, async (tx) => {
      return (await jobs.enqueue(tx, 'client:stream', kind, {})).id;
    });
    await service.db.database.write(society, (tx) =>
      tx.query(`update platform.job set state = 'running', started_at = now() where job_id = $1`, [id]),
    );
    ended.job = id;
    const announcer = service.app.get(AnnounceEndedJob, { strict: false });
    return new RunningJob({ id, society, askedBy: 'client:stream' }, service.db.database, (tx, job) =>
      announcer.announce(tx, job),
    );
  }

  it('is told to the side that asked, when it is done and when it failed', async () => {
    const job = await begin('test.known-to-nobody');
    await job.conclude(() => Promise.resolve({ report: '7' }));
    const done = await desk.delivery(stream, ended.job, 'delivered');
    expect(done).toMatchObject({
      eventType: 'job.done',
      payload: { data: { state: 'done', result: { report: '7' } } },
    });
    expect(Object.keys(done.payload.data)).toEqual(
      expect.arrayContaining(Object.keys(EVENT_TYPES['job.done'].example)),
    );
    await begin('test.given-up');
    // As five killed processes leave it.
    await service.db.dataSource.transaction(async (tx) => {
      await tx.query('set local role cineledger_jobs');
      await tx.query(
        `update graphile_worker._private_jobs set attempts = 5, locked_at = now() - interval '1 minute', locked_by = 'dead'
         where payload ->> 'job' = $1`,
        [ended.job],
      );
    });
    const failed = await desk.delivery(stream, ended.job, 'delivered');
    expect(failed).toMatchObject({ eventType: 'job.failed', payload: { data: { problem: { code: 'job-given-up' } } } });
    expect(Object.keys(failed.payload.data)).toEqual(
      expect.arrayContaining(Object.keys(EVENT_TYPES['job.failed'].example)),
    );
  });
});
