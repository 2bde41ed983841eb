import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Reflector } from '@nestjs/core';
import { AccessGuard } from '../../src/identity/http.js';
import { type Role, ROLES } from '../../src/identity/index.js';
import { LicensingCases } from '../support/licensing-cases.js';
import { exampleBody, OPENAPI, operationsOf, type Operation, successOf } from '../support/openapi.js';
import { PROJECT } from '../support/project.js';
import { type Received, TestService } from '../support/service.js';
import { WebhookCases } from '../support/webhook-cases.js';

const text = readFileSync(join(PROJECT, OPENAPI), 'utf8');
const operations = operationsOf(text);

/** Two societies with the same ids of their own; what they hold bears their names. */
const SOCIETIES = ['ALPHA', 'BETA'] as const;
type Name = (typeof SOCIETIES)[number];

let service: TestService;
const tokens = new Map<string, string>();
/** Their numbers are the service's and not the societies'. */
const jobs = new Map<Name, string>();
const webhooks = new Map<Name, WebhookCases>();
const licensing = new Map<Name, LicensingCases>();

beforeAll(async () => {
  service = await TestService.start();
  for (const name of SOCIETIES) await furnish(name);
});
afterAll(() => service?.stop());

async function furnish(name: Name): Promise<void> {
  const society = await service.society(name);
  const cases = await LicensingCases.furnish(service, society, name);
  licensing.set(name, cases);
  const officer = await service.token(society, ['RO']);
  const bodies = {
    works: { id: `${name}-work`, title: `${name} film`, alternativeTitles: ['common title'] },
    parties: { id: `${name}-party`, name: `${name} Pictures`, kind: 'organisation' },
    claims: { id: `${name}-claim`, work: `${name}-work`, party: `${name}-party`, right: 'rental', share: '50' },
  };
  for (const [noun, body] of Object.entries(bodies)) {
    expect((await service.call('POST', `/v1/${noun}`, { token: officer, body })).status).toBe(201);
  }
  const [party] = await service.db.database.read(society, (tx) =>
    tx.query<{ party_id: number }[]>('select party_id from repertoire.party'),
  );
  // Of nobody's doing in truth, so that both sides see it.
  const [job] = await service.db.database.write(society, (tx) =>
    tx.query<{ job_id: string }[]>(
      `insert into platform.job (kind, input, asked_by, licensee_id, party_id)
       values ($1, '{}', 'cli:test', $2, $3) returning job_id`,
      [`${name} job`, cases.licenseeId, party!.party_id],
    ),
  );
  jobs.set(name, job!.job_id);
  const sides = { licenseeId: cases.licenseeId, partyId: party!.party_id };
  webhooks.set(name, await WebhookCases.furnish(service, society, name, sides));
  for (const role of ROLES) {
    const of = { L: { licenseeId: cases.licenseeId }, H: { partyId: party!.party_id } }[role as 'L' | 'H'] ?? {};
    tokens.set(`${name} ${role}`, await service.token(society, [role], of));
  }
}

/**
 * The operation as somebody of one society sends it about what is of another, or of his own.
 * @param does whether it will be done, so that it needs something that it can be done to
 */
async function call(operation: Operation, about: Name, token: string | undefined, does = false): Promise<Received> {
  const cases = licensing.get(about)!;
  if (cases.know(operation)) {
    const sent = await cases.prepare(operation, text, does);
    return service.call(operation.method, sent.path, { ...sent, ...(token !== undefined && { token }) });
  }
  const noun = operation.path.split('/')[2] ?? '';
  const one = { works: 'work', parties: 'party', claims: 'claim' }[noun];
  const query = operation.parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(schema?.example))}`);
  const { endpoint, delivery } = webhooks.get(about)!.of(roleOf(token));
  const numbers = { jobs: jobs.get(about)!, 'webhook-endpoints': endpoint, 'webhook-deliveries': delivery };
  const id = numbers[noun as keyof typeof numbers] ?? `${about}-${one}`;
  const path = operation.path.replace('{id}', id) + (query.length > 0 ? `?${query.join('&')}` : '');
  return service.call(operation.method, path, {
    ...(token !== undefined && { token }),
    headers: operation.method === 'PATCH' ? { 'If-Match': await etagOf(about, path) } : {},
    body: bodyOf(operation, about, delivery),
  });
}

function roleOf(token: string | undefined): Role | undefined {
  const [whose] = [...tokens].find(([, one]) => one === token) ?? [];
  return whose?.split(' ')[1] as Role | undefined;
}

function bodyOf(operation: Operation, about: Name, delivery: string): Record<string, unknown> | undefined {
  const example = exampleBody(operation, text);
  if (example === undefined) return undefined;
  const { eidr: _eidr, isan: _isan, imdb: _imdb, ...body } = example;
  return {
    ...body,
    ...('id' in body && { id: `${about}-${Math.random()}` }),
    ...('work' in body && { work: `${about}-work` }),
    ...('party' in body && { party: `${about}-party` }),
    ...('replayOf' in body && { replayOf: delivery }),
  };
}

async function etagOf(about: Name, path: string): Promise<string> {
  return (await service.call('GET', path, { token: tokens.get(`${about} SV`)! })).headers.get('ETag')!;
}

/** What is made of something of the other society is not made; by all other POSTs one's own society gets something. */
const REFERS = /\/(?:claims|tariff-versions|quotes|applications|licences|webhook-deliveries)$/;
const MATRIX = operations.flatMap((operation) =>
  ROLES.map((role) => [operation.method, operation.path, role] as const),
);
const find = (method: string, path: string) => operations.find((o) => o.method === method && o.path === path)!;
const mayCall = (operation: Operation, role: Role) =>
  operation.mayCall === 'public' || operation.mayCall!.includes(role);
const other = (name: Name): Name => (name === 'ALPHA' ? 'BETA' : 'ALPHA');

describe('Every operation', () => {
  it('says who may call it', () => {
    expect(operations.filter(({ mayCall }) => mayCall === undefined)).toEqual([]);
    const named = operations.flatMap(({ mayCall }) => (Array.isArray(mayCall) ? mayCall : []));
    expect(named.filter((role) => !ROLES.includes(role as Role))).toEqual([]);
  });

  it('that the program has stands in the document, so that nothing below passes one by', () => {
    const { routes, known } = registeredRoutes(service);
    expect(routes.filter((route) => !known.has(route))).toEqual([]);
    expect(routes.length).toBe(operations.length);
  });

  it.each(operations.map((operation) => [operation.method, operation.path]))(
    'asks who it is, unless it is public: %s %s',
    async (method, path) => {
      const operation = find(method, path);
      const answer = await call(operation, 'ALPHA', undefined);
      if (operation.mayCall === 'public') expect(answer.json?.code).not.toBe('not-logged-in');
      else expect([answer.status, answer.json.code]).toEqual([401, 'not-logged-in']);
    },
  );

  it.each(MATRIX)('%s %s keeps to its rule for %s, in both societies', async (method, path, role) => {
    const operation = find(method, path);
    for (const name of SOCIETIES) {
      const answer = await call(operation, name, tokens.get(`${name} ${role}`), mayCall(operation, role));
      expect(answer.text).not.toContain(other(name));
      if (!mayCall(operation, role)) expect([answer.status, answer.json.code]).toEqual([403, 'role-forbids']);
      else if (operation.mayCall !== 'public') {
        expect([answer.status, answer.text]).toEqual([successOf(operation), expect.anything()]);
      }
    }
  });

  it.each(MATRIX)('%s %s gives %s nothing of the other society', async (method, path, role) => {
    const operation = find(method, path);
    for (const name of SOCIETIES) {
      // A GET runs in a transaction that reads, and who is refused gets none.
      const couldWrite = operation.method !== 'GET' && mayCall(operation, role);
      const before = couldWrite && (await everything(other(name)));
      const answer = await call(operation, other(name), tokens.get(`${name} ${role}`));
      // An id that was sent may come back in the refusal; what it names may not.
      expect(answer.text.replace(/"detail":"(?:[^"\\]|\\.)*"/, '')).not.toContain(`${other(name)} `);
      const names = path.includes('{') || operation.method === 'POST';
      if (mayCall(operation, role) && operation.mayCall !== 'public' && names) {
        const created = !path.includes('{') && !REFERS.test(path);
        expect([path, answer.status]).toEqual([path, created ? successOf(operation) : 404]);
      }
      if (couldWrite) expect(await everything(other(name))).toEqual(before);
    }
  });
});

describe('An operation without a rule', () => {
  const Forgotten = { name: 'Forgotten' };
  function get(): string {
    return 'anything';
  }

  it('lets nobody in', async () => {
    const context = { getHandler: () => get, getClass: () => Forgotten } as never;
    const guard = new AccessGuard(new Reflector(), undefined as never, undefined as never);
    await expect(guard.canActivate(context)).rejects.toThrow('Forgotten.get has no rule');
  });

  it('would be noticed, also where the document hides it', async () => {
    service.app.getHttpAdapter().get('/forgotten', () => undefined);
    const { routes, known } = registeredRoutes(service);
    expect(routes.filter((route) => !known.has(route))).toEqual(['GET /forgotten']);
  });
});

/** What the router of the started service answers, beside the pages under /docs; and what the document has. */
function registeredRoutes({ app }: TestService): { routes: string[]; known: Set<string> } {
  const { router } = app.getHttpAdapter().getInstance() as unknown as {
    router: { stack: { route?: { path: string; methods: Record<string, boolean> } }[] };
  };
  const routes = router.stack.flatMap(({ route }) =>
    route === undefined || route.path.startsWith('/docs')
      ? []
      : Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`),
  );
  const known = new Set(operations.map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`));
  return { routes, known };
}

/** All rows that the tests of a society could change. */
async function everything(name: Name): Promise<unknown> {
  const society = SOCIETIES.indexOf(name) + 1;
  return service.db.database.read(society, (tx) =>
    tx.query(`
      select (select jsonb_agg(w order by w.work_id) from repertoire.work w) as works,
        (select jsonb_agg(p order by p.party_id) from repertoire.party p) as parties,
        (select jsonb_agg(c order by c.claim_id) from repertoire.claim c) as claims,
        ${[
          'licensee',
          'tariff',
          'tariff_version',
          'quote',
          'application',
          'licence',
          'licence_terms',
          'certificate',
          'approved_scope',
        ]
          .map(
            (table) => `(select jsonb_agg(to_jsonb(x) order by to_jsonb(x)) from licensing.${table} x) as ${table}s,`,
          )
          .join('\n')}
        (select count(*) from licensing.tariff_transition) as tariff_steps,
        (select count(*) from licensing.application_transition) as application_steps,
        (select count(*) from licensing.licence_transition) as licence_steps,
        (select count(*) from profile.society_rule) + (select count(*) from profile.society_profile) as rules,
        (select jsonb_agg(e order by e.endpoint_id, e.version) from webhooks.endpoint_version e) as endpoints,
        (select jsonb_agg(d order by d.delivery_id) from webhooks.delivery d) as deliveries,
        (select count(*) from webhooks.endpoint_secret) as secrets,
        (select count(*) from identity.audit_event) as events`),
  );
}
