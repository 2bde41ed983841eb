import { setTimeout as sleep } from 'node:timers/promises';
import { AnnouncementsService, EVENT_TYPES } from '../../src/webhooks/index.js';
import { type RunningCommand, startCommand } from '../support/command.js';
import { TestService } from '../support/service.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const EVENTS = 5;

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

async function startWorker(): Promise<RunningCommand> {
  const environment = { ...service.db.environment, CINELEDGER_WEBHOOKS_TO_LOCALHOST: 'yes' };
  const worker = startCommand(['work'], environment);
  let said = '';
  worker.child.stderr!.on('data', (text: string) => (said += text));
  while (!said.includes('Working on jobs')) {
    if (worker.child.exitCode !== null) throw new Error(`did not work: ${said}`);
    await sleep(20);
  }
  return worker;
}

describe('Webhooks whose worker is killed while it sends them', () => {
  it('are sent again by another with the ids that they had; none is lost and each is kept as delivered once', async () => {
    const society = await service.society('Society of Film Makers');
    const token = await service.token(society, ['LO']);
    const body = { url: receiver.url('/hook') };
    expect((await service.call('POST', '/v1/webhook-endpoints', { token, body })).status).toBe(201);
    // The first time nobody answers: the worker is killed with its requests under way.
    receiver.answer = () => undefined;
    const doomed = await startWorker();
    const subjects = Array.from({ length: EVENTS }, (_, i) => `j-${i}`);
    await service.db.database.write(society, (tx) =>
      new AnnouncementsService().announce(
        tx,
        ...subjects.map((subject) => {
          const data = { ...EVENT_TYPES['job.done'].example, id: subject };
          return { type: 'job.done', audience: 'society', subject, data } as const;
        }),
      ),
    );
    const first = await receiver.received('/hook', EVENTS);
    doomed.child.kill('SIGKILL');
    await doomed.ended;
    const seen = async () => (await service.call('GET', '/v1/webhook-deliveries', { token })).json.items as Seen[];
    expect((await seen()).map(({ state, attempts }) => [state, attempts])).toEqual(Array(EVENTS).fill(['pending', 0]));
    receiver.answer = (response) => response.end('ok');
    const heir = await startWorker();
    const all = await receiver.received('/hook', 2 * EVENTS);
    const idsOf = (letters: typeof all) => letters.map(({ headers }) => headers['webhook-id']).sort();
    expect(idsOf(all.slice(EVENTS))).toEqual(idsOf(first));
    expect(new Set(idsOf(first)).size).toBe(EVENTS);
    while ((await seen()).some(({ state }) => state === 'pending')) await sleep(20);
    expect((await seen()).map(({ state, attempts }) => [state, attempts])).toEqual(
      Array(EVENTS).fill(['delivered', 1]),
    );
    heir.child.kill('SIGTERM');
    expect((await heir.ended).code).toBe(0);
    expect(receiver.had).toHaveLength(2 * EVENTS);
  }, 120_000);
});

interface Seen {
  state: string;
  attempts: number;
}
