import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Reflector } from '@nestjs/core';
import { AccessGuard } from '../../src/identity/http.js';
import { type Role, ROLES } from '../../src/identity/index.js';
import { ProfileService } from '../../src/profile/index.js';
import { exampleBody, exampleFile, OPENAPI, operationsOf, type Operation, successOf } from '../support/openapi.js';
import { PROJECT } from '../support/project.js';
import { RepertoireSubjects, type Subject } from '../support/repertoire-subjects.js';
import { type Received, TestService } from '../support/service.js';

const text = readFileSync(join(PROJECT, OPENAPI), 'utf8');
const operations = operationsOf(text);

/** Two societies with the same ids of their own; what they hold bears their names. */
const SOCIETIES = ['ALPHA', 'BETA'] as const;
type Name = (typeof SOCIETIES)[number];

let service: TestService;
const tokens = new Map<string, string>();
/** Their numbers are the service's and not the societies'. */
const jobs = new Map<Name, string>();
const repertoire = new Map<Name, RepertoireSubjects>();

beforeAll(async () => {
  service = await TestService.start();
  for (const name of SOCIETIES) await furnish(name);
});
afterAll(() => service?.stop());

async function furnish(name: Name): Promise<void> {
  const society = await service.society(name);
  const [row] = await service.db.database.write(society, (tx) =>
    tx.query<{ licensee_id: number }[]>(`insert into licensing.licensee (name) values ($1) returning licensee_id`, [
      `${name} Stream`,
    ]),
  );
  const choice = { jurisdiction: 'EU', validFrom: '2020-01-01', reason: 'seat' } as const;
  await service.db.database.write(society, (tx) => new ProfileService().follow(tx, 'cli:test', choice));
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
      [`${name} job`, row!.licensee_id, party!.party_id],
    ),
  );
  jobs.set(name, job!.job_id);
  for (const role of ROLES) {
    const of = { L: { licenseeId: row!.licensee_id }, H: { partyId: party!.party_id } }[role as 'L' | 'H'] ?? {};
    tokens.set(`${name} ${role}`, await service.token(society, [role], of));
  }
  const token = (role: Role) => tokens.get(`${name} ${role}`)!;
  repertoire.set(name, new RepertoireSubjects(service, name, { RO: officer, AP: token('AP'), H: token('H') }));
}

/** What an operation may be done to again and again: what it does to others is nothing. */
const standing = new Map<string, Subject>();

async function subjectOf(operation: Operation, about: Name, fresh: boolean): Promise<Subject> {
  const key = `${about} ${operation.method} ${operation.path}`;
  const known = fresh ? undefined : standing.get(key);
  const subject = known ?? (await repertoire.get(about)!.of(operation)) ?? { id: idOf(operation, about) };
  standing.set(key, subject);
  return subject;
}

/** Of what stands there from the start. */
function idOf({ path }: Operation, about: Name): string {
  const noun = path.split('/')[2] ?? '';
  const one = { works: 'work', parties: 'party', claims: 'claim' }[noun];
  return noun === 'jobs' ? jobs.get(about)! : `${about}-${one}`;
}

/** The operation as somebody of one society sends it about what is of another, or of his own. */
async function call(operation: Operation, about: Name, token: string | undefined, subject: Subject): Promise<Received> {
  const query = operation.parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(schema?.example))}`);
  const path = operation.path.replace('{id}', subject.id) + (query.length > 0 ? `?${query.join('&')}` : '');
  const file = exampleFile(operation);
  return service.call(operation.method, path, {
    ...(token !== undefined && { token }),
    headers: {
      ...(operation.method === 'PATCH' && { 'If-Match': await etagOf(about, path) }),
      ...(file !== undefined && { 'Content-Type': 'text/csv' }),
    },
    body: file ?? bodyOf(operation, about, subject),
  });
}

function bodyOf(operation: Operation, about: Name, subject: Subject): Record<string, unknown> | undefined {
  const example = exampleBody(operation, text);
  if (example === undefined) return undefined;
  const { eidr: _eidr, isan: _isan, imdb: _imdb, ...body } = example;
  return {
    ...body,
    ...('id' in body && { id: `${about}-${Math.random()}` }),
    ...('work' in body && { work: `${about}-work` }),
    ...('party' in body && { party: `${about}-party` }),
    ...subject.body,
  };
}

async function etagOf(about: Name, path: string): Promise<string> {
  return (await service.call('GET', path, { token: tokens.get(`${about} SV`)! })).headers.get('ETag')!;
}

/** Operations that make something of what their body names: of another society's there is nothing. */
const NAMES_IN_BODY = ['/v1/claims', '/v1/mandates', '/v1/disputes'];
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
      const answer = await call(operation, 'ALPHA', undefined, await subjectOf(operation, 'ALPHA', false));
      if (operation.mayCall === 'public') expect(answer.json?.code).not.toBe('not-logged-in');
      else expect([answer.status, answer.json.code]).toEqual([401, 'not-logged-in']);
    },
  );

  it.each(MATRIX)('%s %s keeps to its rule for %s, in both societies', async (method, path, role) => {
    const operation = find(method, path);
    for (const name of SOCIETIES) {
      const subject = await subjectOf(operation, name, mayCall(operation, role));
      const answer = await call(operation, name, tokens.get(`${name} ${role}`), subject);
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
      const subject = await subjectOf(operation, other(name), false);
      const before = await everything(other(name));
      const answer = await call(operation, other(name), tokens.get(`${name} ${role}`), subject);
      // An id that was sent may come back in the refusal; what it names may not.
      expect(answer.text.replace(/"detail":"(?:[^"\\]|\\.)*"/, '')).not.toContain(`${other(name)} `);
      const names = path.includes('{') || operation.method === 'POST';
      if (mayCall(operation, role) && operation.mayCall !== 'public' && names) {
        const nothing = path.includes('{') || NAMES_IN_BODY.includes(path);
        expect([path, answer.status]).toEqual([path, nothing ? 404 : successOf(operation)]);
      }
      expect(await everything(other(name))).toEqual(before);
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
        (select jsonb_agg(m order by m.mandate_id, m.ordinal) from repertoire.mandate_event m) as mandates,
        (select jsonb_agg(w order by w.mandate_id, w.line) from repertoire.mandate_withdrawal w) as withdrawals,
        (select jsonb_agg(d order by d.dispute_id, d.ordinal) from repertoire.dispute_event d) as disputes,
        (select count(*) from repertoire.dispute_evidence) as evidence,
        (select count(*) from repertoire.notification) as notifications,
        (select count(*) from repertoire.import) as imports,
        (select count(*) from identity.audit_event) as events`),
  );
}
