import { CineledgerRefusal, type Cineledger, connect, given, type Schemas } from '../../client/index.js';
import type { Role } from '../../src/identity/index.js';
import { AnnouncementsService, EVENT_TYPES } from '../../src/webhooks/index.js';
import { command } from '../support/command.js';
import { TestService } from '../support/service.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

let service: TestService;
let receiver: WebhookReceiver;
let society: number;
let officer: Cineledger;
let platform: Cineledger;
const newKey = () => ({ 'Idempotency-Key': crypto.randomUUID() });

async function client(roles: Role[], licenseeId: number | null = null): Promise<Cineledger> {
  const { id, secret } = await service.db.database.write(society, (tx) =>
    service.accounts.addClient(
      tx,
      { society, actor: 'cli:test' },
      { name: `client ${roles.join(' ')}`, roles, licenseeId, partyId: null },
    ),
  );
  return connect({ url: service.url, clientId: id, clientSecret: secret });
}

beforeAll(async () => {
  service = await TestService.start();
  receiver = await WebhookReceiver.start();
  society = await service.society('Society of Film Makers');
  await service.db.database.write(society, (tx) =>
    tx.query(`insert into licensing.licensee (name) values ('Example Stream')`),
  );
  officer = await client(['RO', 'SV']);
  platform = await client(['L'], 1);
  await service.work();
});
afterAll(async () => {
  await receiver?.stop();
  await service?.stop();
});

describe('With the TypeScript client', () => {
  it('an officer registers a work, corrects it, and finds it with its history', async () => {
    const body = { id: 'paper-kite', title: '纸鸢', alternativeTitles: ['The Paper Kite'], year: 2018 };
    const made = await officer.POST('/v1/works', { params: { header: newKey() }, body });
    expect(given(made)).toMatchObject({ ...body, version: 1 });
    const seen = made.response.headers.get('ETag')!;
    const changed = await officer.PATCH('/v1/works/{id}', {
      params: { path: { id: 'paper-kite' }, header: { 'If-Match': seen } },
      body: { year: 2019, reason: 'letter of the producer' },
    });
    expect(given(changed).year).toBe(2019);
    const trail = given(
      await officer.GET('/v1/audit-events', { params: { query: { subject: 'paper-kite', sort: 'at' } } }),
    );
    expect(trail.items.map(({ action }) => action)).toEqual(['work.registered', 'work.changed']);
  });

  it('a platform looks up works, has events sent, and reads what was sent', async () => {
    const found = given(await platform.GET('/v1/works', { params: { query: { q: 'the paper kite' } } }));
    expect(found.items.map(({ id }) => id)).toEqual(['paper-kite']);
    const open = { society: 'Society of Film Makers', q: 'kite' };
    expect(given(await platform.GET('/v1/public/works', { params: { query: open } })).items).toHaveLength(1);
    const header = newKey();
    const body: Schemas['CreateWebhookEndpoint'] = { url: receiver.url('/hook'), eventTypes: ['job.done'] };
    const [endpoint, again] = [
      given(await platform.POST('/v1/webhook-endpoints', { params: { header }, body })),
      given(await platform.POST('/v1/webhook-endpoints', { params: { header }, body })),
    ];
    // A secret is shown once.
    expect(endpoint.secret).toMatch(/^whsec_/);
    expect(again).toEqual({ ...endpoint, secret: null });
    await service.db.database.write(society, (tx) =>
      new AnnouncementsService().announce(tx, {
        ...{ type: 'job.done', audience: { licensee: 1 }, subject: '17', data: EVENT_TYPES['job.done'].example },
      }),
    );
    await receiver.received('/hook');
    const query = { endpoint: endpoint.id };
    let deliveries = given(await platform.GET('/v1/webhook-deliveries', { params: { query } }));
    while (deliveries.items[0]?.state !== 'delivered') {
      deliveries = given(await platform.GET('/v1/webhook-deliveries', { params: { query } }));
    }
    expect(deliveries.items).toEqual([expect.objectContaining({ endpoint: endpoint.id, eventType: 'job.done' })]);
    const path = { id: deliveries.items[0].id };
    expect(given(await platform.GET('/v1/webhook-deliveries/{id}', { params: { path } })).attempts).toBe(1);
  });

  it('a platform tries a licence in a sandbox with samples, where it finds the society’s side too', async () => {
    const { code, stdout } = await command(['society', 'add', 'Try', '--with-samples'], service.db.environment);
    expect(code).toBe(0);
    const made = JSON.parse(stdout) as Record<string, { client_id: string; client_secret: string }>;
    const side = ({ client_id: clientId, client_secret: clientSecret }: (typeof made)[string]) =>
      connect({ url: service.url, clientId, clientSecret });
    const [trying, answering] = [side(made['platform']!), side(made['officer']!)];
    expect(given(await trying.GET('/v1/works')).items.map(({ id }) => id)).toEqual(['paper-kite', 'quai', 'salt-road']);
    const year = new Date().getUTCFullYear() + 1;
    const body = {
      ...{ tariff: 'streaming', useTypes: ['svod' as const], territories: 'FR', exclusive: false },
      ...{ validFrom: `${year}-01-01`, validTo: `${year}-12-31` },
      metric: 'views' as const,
      inputs: { revenue: '1000000', subscriber_months: '400000' },
    };
    const application = given(await trying.POST('/v1/applications', { params: { header: newKey() }, body }));
    const offered = await answering.POST('/v1/applications/{id}/offer', {
      params: { path: { id: application.id }, header: newKey() },
      body: { licence: 'L-1', reportEveryMonths: 3, reason: 'as applied for' },
    });
    given(offered);
    const path = { id: 'L-1' };
    const { quoteSha256 } = given(await trying.GET('/v1/licences/{id}', { params: { path } }));
    const accepted = await trying.POST('/v1/licences/{id}/acceptance', {
      params: { path, header: newKey() },
      body: { quoteSha256: quoteSha256! },
    });
    expect(given(accepted).state).toBe('active');
    const certificate = given(await trying.GET('/v1/licences/{id}/certificate', { params: { path } }));
    // Nobody outside can take what a sandbox grants for a licence.
    const check = await trying.GET('/v1/public/certificates/{code}', { params: { path: { code: certificate.code } } });
    expect(check.error?.code).toBe('certificate-not-found');
  });

  it('a refusal is an error with the code that problems.md explains, and so are credentials that are wrong', async () => {
    const refused = await platform.POST('/v1/works', { params: { header: newKey() }, body: { id: 'x', title: 'X' } });
    expect(refused.error?.code).toBe('role-forbids');
    expect(() => given(refused)).toThrow(CineledgerRefusal);
    const stranger = connect({ url: service.url, clientId: '1.nobody', clientSecret: 'guess' });
    await expect(stranger.GET('/v1/works')).rejects.toMatchObject({ problem: { code: 'client-refused' } });
  });
});
