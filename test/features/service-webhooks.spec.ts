import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { AnnounceEndedJob } from '../../src/app/jobs/announce-ended-job.js';
import { JobKinds } from '../../src/app/jobs/job-kinds.module.js';
import type { Scope } from '../../src/platform/database/database.js';
import { JobsService } from '../../src/platform/jobs/jobs.service.js';
import { RunningJob } from '../../src/platform/jobs/running-job.js';
import type { Worker } from '../../src/platform/jobs/worker.js';
import { postWebhook } from '../../src/webhooks/deliveries/post-webhook.js';
import { AnnouncementsService, type Audience, EVENT_TYPES } from '../../src/webhooks/index.js';
import { MOST_ATTEMPTS } from '../../src/webhooks/rules/next-attempt.js';
import { Attacker } from '../support/attack.js';
import { type Received, TestService } from '../support/service.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

let service: TestService;
let receiver: WebhookReceiver;
let worker: Worker;
let society: number;
let stream: string;
let rival: string;
let officer: string;
const STREAM = { licensee: 1 };
const announcements = new AnnouncementsService();

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
  worker = await service.app.get(JobKinds, { strict: false }).work(service.db.loginUrl);
});
afterEach(() => {
  receiver.answer = (response) => response.end('ok');
});
afterAll(async () => {
  // First what the worker may be waiting for.
  await receiver?.stop();
  await worker?.stop(5_000);
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
  return service.db.database.write(scope, (tx) =>
    announcements.announce(tx, { type: 'job.done', audience, subject, data }),
  );
}

async function deliveries(token: string, query = ''): Promise<Received['json'][]> {
  return (await service.call('GET', `/v1/webhook-deliveries?${query}`, { token })).json.items as Received['json'][];
}

/** The delivery of an event of that subject, once it is in a state. */
async function delivery(token: string, subject: string, state: string): Promise<Received['json']> {
  for (;;) {
    const found = (await deliveries(token, 'limit=200')).find((one) => one.subject === subject && one.state === state);
    if (found !== undefined) return found;
    await sleep(20);
  }
}

async function becomes(token: string, id: string, state: string): Promise<Received['json']> {
  for (;;) {
    const { json } = await service.call('GET', `/v1/webhook-deliveries/${id}`, { token });
    if (json.state === state) return json;
    await sleep(20);
  }
}

/** Lets the next attempt be made now, hours early. */
function hurry(id: string): Promise<unknown> {
  return service.db.database.write(society, (tx) =>
    tx.query(
      `select webhooks.enqueue_delivery(delivery_id, endpoint_id, now()) from webhooks.delivery where delivery_id = $1`,
      [id],
    ),
  );
}

async function attemptsOf(id: string, count: number): Promise<Received['json'][]> {
  for (;;) {
    const { json } = await service.call('GET', `/v1/webhook-attempts?delivery=${id}&sort=delivery`, { token: officer });
    if (json.items.length >= count) return json.items as Received['json'][];
    await sleep(20);
  }
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
    const done = await delivery(stream, 'j-1', 'delivered');
    expect(done).toMatchObject({ endpoint: id, attempts: 1, dueAt: null, eventId: headers['webhook-id'] });
    expect(done.payload).toEqual(JSON.parse(letter!.body));
    expect(await attemptsOf(done.id, 1)).toEqual([
      expect.objectContaining({ attempt: 1, status: 200, failure: null, response: 'ok' }),
    ]);
  });

  it('is signed by the new secret and for a day by the former one', async () => {
    const { id, secret } = await register(stream, '/rotated');
    const renewed = await service.call('POST', `/v1/webhook-endpoints/${id}/secrets`, { token: stream });
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
        await announcements.announce(tx, { type: 'job.failed', audience: STREAM, subject: 'j-5', data });
        throw new Error('thought better of it');
      }),
    ).rejects.toThrow('thought better of it');
    const headers = { 'If-Match': '"1"' };
    const body = { eventTypes: null, enabled: false, reason: 'on holiday' };
    const disabled = await service.call('PATCH', `/v1/webhook-endpoints/${id}`, { token: stream, headers, body });
    expect(disabled.json).toMatchObject({ enabled: false, eventTypes: null, reason: 'on holiday', version: 2 });
    await announce('j-6');
    await delivery(stream, 'j-6', 'delivered');
    expect(receiver.had.filter(({ path }) => path === '/choosy')).toEqual([]);
  });

  it('reaches the side it is for and no other, whoever announces it', async () => {
    await register(rival, '/rival');
    await register(officer, '/society');
    await announce('j-7', STREAM, { society, ...STREAM });
    await announce('j-8', 'society', { society, ...STREAM });
    await receiver.received('/society');
    await delivery(stream, 'j-7', 'delivered');
    expect(receiver.had.filter(({ path }) => path === '/rival')).toEqual([]);
    expect(receiver.had.filter(({ path }) => path === '/society').map(({ body }) => JSON.parse(body).data.id)).toEqual([
      'j-8',
    ]);
    await expect(announce('j-9', { licensee: 2 }, { society, ...STREAM })).rejects.toMatchObject({
      driverError: { constraint: 'event_told_to_no_other' },
    });
    const [own] = await deliveries(stream);
    expect(await deliveries(rival)).toEqual([]);
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
    let [failed] = await deliveries(stream, `endpoint=${id}`);
    const [first] = await attemptsOf(failed.id, 1);
    expect(first).toMatchObject({ status: 503, failure: null });
    expect(first.response).toHaveLength(1_000);
    [failed] = await deliveries(stream, `endpoint=${id}`);
    expect([failed.state, Date.parse(failed.dueAt) - Date.parse(first.begunAt)]).toEqual([
      'pending',
      expect.any(Number),
    ]);
    expect(Date.parse(failed.dueAt) - Date.parse(first.begunAt)).toBeLessThan(10_000);
    const early = { token: stream, body: { replayOf: failed.id } };
    expect((await service.call('POST', '/v1/webhook-deliveries', early)).json.code).toBe('webhook-delivery-pending');
    for (let made = 1; made < MOST_ATTEMPTS; made++) {
      await hurry(failed.id);
      await attemptsOf(failed.id, made + 1);
    }
    const dead = await becomes(stream, failed.id, 'dead');
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
    expect(await becomes(stream, replayed.json.id, 'delivered')).toMatchObject({ attempts: 1 });
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
      await delivery(officer, id, 'delivered');
      const { json } = await service.call('GET', `/v1/webhook-endpoints/${id}`, { token: rival });
      expect(json).toMatchObject({ enabled: false, version: 2, failingSince: expect.any(String) });
      const told = (await deliveries(officer, 'eventType=webhook-endpoint.disabled')).find((one) => one.subject === id);
      const example: object = EVENT_TYPES['webhook-endpoint.disabled'].example;
      expect(Object.keys(told.payload.data).sort()).toEqual(Object.keys(example).sort());
      const trail = await service.call('GET', `/v1/audit-events?actor=system:webhooks&subject=${id}`, {
        token: officer,
      });
      expect(trail.json.items).toHaveLength(1);
    }
    // What was on its way to the tired one is given up at its next turn, and can be replayed when it is enabled again.
    const [pending] = await deliveries(rival, `endpoint=${tired.id}`);
    await hurry(pending.id);
    const given = await becomes(rival, pending.id, 'dead');
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

describe('A webhook never goes', () => {
  it.each([
    ['http://platform.example.org/', 'it is not https'],
    ['https://10.0.0.8/', 'it names an address and no host'],
    ['https://[fd00::1]/', 'it names an address and no host'],
    ['https://2130706433/', 'it names an address and no host'],
    ['https://me:secret@platform.example.org/', 'it holds a user or a password'],
    ['https://platform.example.org/#part', 'it has a fragment, which is never sent'],
    ['platform.example.org', 'it is no url'],
  ])('to %s', async (url, why) => {
    const { json } = await service.call('POST', '/v1/webhook-endpoints', { token: stream, body: { url } });
    expect(json).toMatchObject({ status: 422, code: 'webhook-url-refused', detail: expect.stringContaining(why) });
  });

  it('into the own network, whatever a name leads to when it is sent', async () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0']) {
      const letter = { url: `http://${host}:${receiver.port}/inside`, headers: {}, body: '{}' };
      expect([host, await postWebhook(letter, { toLocalhost: false })]).toEqual([
        host,
        { failure: 'address-not-public' },
      ]);
    }
    expect(receiver.had.filter(({ path }) => path === '/inside')).toEqual([]);
  });

  it('on after a redirect, and does not wait for ever', async () => {
    receiver.answer = (response, path) => {
      if (path === '/slow') return;
      if (path === '/endless') return void response.write('x'.repeat(10_000));
      response.writeHead(302, { Location: receiver.url('/elsewhere') }).end();
    };
    const to = (path: string) => ({ url: receiver.url(path), headers: {}, body: '{}' });
    expect(await postWebhook(to('/redirect'), { toLocalhost: true })).toEqual({ status: 302, response: '' });
    expect(receiver.had.filter(({ path }) => path === '/elsewhere')).toEqual([]);
    const hasty = { toLocalhost: true, timeoutMs: 200 };
    expect(await postWebhook(to('/slow'), hasty)).toEqual({ failure: 'timeout' });
    expect(await postWebhook(to('/endless'), hasty)).toEqual({ status: 200, response: 'x'.repeat(1_000) });
    const nobody = { ...to('/'), url: 'http://127.0.0.1:1/' };
    expect(await postWebhook(nobody, { toLocalhost: true })).toEqual({ failure: 'ECONNREFUSED' });
  });

  it('to more than twenty endpoints of one side', async () => {
    const token = await service.token(await service.society('Other'), ['LO']);
    for (let i = 0; i < 20; i++) await register(token, `/many-${i}`);
    const body = { url: receiver.url('/many') };
    const { json } = await service.call('POST', '/v1/webhook-endpoints', { token, body });
    expect(json.code).toBe('webhook-endpoints-too-many');
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
    const done = await delivery(stream, ended.job, 'delivered');
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
    const failed = await delivery(stream, ended.job, 'delivered');
    expect(failed).toMatchObject({ eventType: 'job.failed', payload: { data: { problem: { code: 'job-given-up' } } } });
    expect(Object.keys(failed.payload.data)).toEqual(
      expect.arrayContaining(Object.keys(EVENT_TYPES['job.failed'].example)),
    );
  });
});

describe('The database refuses', () => {
  it.each([
    [
      'that a delivery that has ended is changed',
      `update webhooks.delivery set state = 'pending', due_at = now(), ended_at = null where state = 'dead'`,
      'delivery_ended_for_good',
    ],
    [
      'a delivery that is dead and still due',
      `update webhooks.delivery set state = 'dead' where state = 'pending'`,
      'delivery_due_until_it_ended',
    ],
    [
      'an endpoint that hears nothing',
      `insert into webhooks.endpoint_version (endpoint_id, version, url, event_types, enabled, actor) values (1, 99, 'https://a.example', '{}', true, 'cli:x')`,
      'endpoint_version_hears_something',
    ],
    [
      'an endpoint that is no url of the web',
      `insert into webhooks.endpoint_version (endpoint_id, version, url, enabled, actor) values (1, 99, 'file:///etc/passwd', true, 'cli:x')`,
      'endpoint_version_url_of_the_web',
    ],
    [
      'a secret that can be guessed',
      `insert into webhooks.endpoint_secret (endpoint_id, ordinal, secret) values (1, 99, 'short')`,
      'endpoint_secret_long_enough',
    ],
    [
      'an endpoint of two owners',
      `insert into webhooks.endpoint (licensee_id, party_id) values (1, 1)`,
      'endpoint_has_one_owner',
    ],
    [
      'an attempt that was neither answered nor failed',
      `insert into webhooks.attempt (delivery_id, ordinal, begun_at, milliseconds) values (1, 99, now(), 1)`,
      'attempt_was_answered_or_failed',
    ],
    [
      'a long answer of an endpoint',
      `insert into webhooks.attempt (delivery_id, ordinal, begun_at, milliseconds, status, response) values (1, 99, now(), 1, 200, repeat('x', 1001))`,
      'attempt_response_cut_short',
    ],
  ])('%s', async (_what, statement, constraint) => {
    await register(stream, `/kept-${Math.random()}`).catch(() => undefined);
    receiver.answer = () => undefined;
    await announce(`pending-${constraint}`);
    const attacker = await Attacker.connect(service.db.url);
    try {
      expect(await attacker.try(society, [statement])).toMatchObject({ constraint });
    } finally {
      await attacker.close();
    }
  });
});
