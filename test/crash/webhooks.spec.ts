import { setTimeout as sleep } from 'node:timers/promises';
import { AnnouncementsService, EVENT_TYPES } from '../../src/webhooks/index.js';
import { startWorking } from '../support/command.js';
import { TestService } from '../support/service.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const ENDPOINTS = 5;

let service: TestService;
let receiver: WebhookReceiver;

beforeAll(async () => {
  service = await TestService.start();
  receiver = await WebhookReceiver.start();
});
afterAll(async () => {
  await receiver?.stop();
  await service?.stop();
});

const startWorker = () => startWorking({ ...service.db.environment, CINELEDGER_WEBHOOKS_TO_LOCALHOST: 'yes' });

describe('Webhooks whose worker is killed while it sends them', () => {
  it('are sent again by another with the ids that they had; none is lost and each is kept as delivered once', async () => {
    const society = await service.society('Society of Film Makers');
    const token = await service.token(society, ['LO']);
    // Those of one endpoint go one after the other: several endpoints, so that several are under way.
    for (let i = 0; i < ENDPOINTS; i++) {
      const body = { url: receiver.url(`/hook-${i}`) };
      expect((await service.call('POST', '/v1/webhook-endpoints', { token, body })).status).toBe(201);
    }
    // The first time nobody answers: the worker is killed with its requests under way.
    receiver.answer = () => undefined;
    const doomed = await startWorker();
    const event = {
      type: 'job.done',
      audience: 'society',
      subject: '17',
      data: EVENT_TYPES['job.done'].example,
    } as const;
    await service.db.database.write(society, (tx) => new AnnouncementsService().announce(tx, event));
    while (receiver.had.length < ENDPOINTS) await sleep(10);
    const first = [...receiver.had];
    doomed.child.kill('SIGKILL');
    await doomed.ended;
    const seen = async () => (await service.call('GET', '/v1/webhook-deliveries', { token })).json.items as Seen[];
    expect((await seen()).map(({ state, attempts }) => [state, attempts])).toEqual(
      Array(ENDPOINTS).fill(['pending', 0]),
    );
    receiver.answer = (response) => response.end('ok');
    const heir = await startWorker();
    while (receiver.had.length < 2 * ENDPOINTS) await sleep(10);
    const seenBy = (letters: typeof first) =>
      letters.map(({ path, headers }) => `${path} ${String(headers['webhook-id'])}`).sort();
    expect(seenBy(receiver.had.slice(ENDPOINTS))).toEqual(seenBy(first));
    while ((await seen()).some(({ state }) => state === 'pending')) await sleep(20);
    expect((await seen()).map(({ state, attempts }) => [state, attempts])).toEqual(
      Array(ENDPOINTS).fill(['delivered', 1]),
    );
    heir.child.kill('SIGTERM');
    expect((await heir.ended).code).toBe(0);
    expect(receiver.had).toHaveLength(2 * ENDPOINTS);
  }, 120_000);
});

interface Seen {
  state: string;
  attempts: number;
}
