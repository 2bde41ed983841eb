import { postWebhook } from '../../src/webhooks/deliveries/post-webhook.js';
import { TestService } from '../support/service.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

let service: TestService;
let receiver: WebhookReceiver;
let token: string;

beforeAll(async () => {
  service = await TestService.start();
  receiver = await WebhookReceiver.start();
  token = await service.token(await service.society('Society'), ['LO']);
});
afterAll(async () => {
  await receiver?.stop();
  await service?.stop();
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
    const { json } = await service.call('POST', '/v1/webhook-endpoints', { token, body: { url } });
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
    for (let i = 0; i < 20; i++) {
      const body = { url: receiver.url(`/many-${i}`) };
      expect((await service.call('POST', '/v1/webhook-endpoints', { token, body })).status).toBe(201);
    }
    const body = { url: receiver.url('/many') };
    const { json } = await service.call('POST', '/v1/webhook-endpoints', { token, body });
    expect(json.code).toBe('webhook-endpoints-too-many');
  });
});
