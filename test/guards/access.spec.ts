import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Reflector } from '@nestjs/core';
import { AccessGuard } from '../../src/identity/http.js';
import { type Role, ROLES } from '../../src/identity/index.js';
import type { Prepared } from '../support/cases.js';
import { OPENAPI, operationsOf, type Operation, successOf } from '../support/openapi.js';
import { PROJECT } from '../support/project.js';
import { type Received, TestService } from '../support/service.js';
import { TriedSociety } from '../support/tried-society.js';

const text = readFileSync(join(PROJECT, OPENAPI), 'utf8');
const operations = operationsOf(text);
const EACH = operations.map((operation) => [operation.method, operation.path] as const);

/** Two societies with the same ids of their own; what they hold bears their names. */
const SOCIETIES = ['ALPHA', 'BETA'] as const;
type Name = (typeof SOCIETIES)[number];

let service: TestService;
const societies = new Map<Name, TriedSociety>();

beforeAll(async () => {
  service = await TestService.start();
  for (const name of SOCIETIES) societies.set(name, await TriedSociety.furnish(service, name, text));
});
afterAll(() => service?.stop());

const find = (method: string, path: string) => operations.find((o) => o.method === method && o.path === path)!;
const mayCall = (operation: Operation, role: Role) =>
  operation.mayCall === 'public' || operation.mayCall!.includes(role);
const firstOf = (operation: Operation) => ROLES.find((role) => mayCall(operation, role))!;
/** What answers to credentials and not to a role: with those of the example, that it knows nobody. */
const asksWho = ({ path }: Operation) => ['/v1/session', '/v1/oauth/token'].includes(path);

function send({ method }: Operation, request: Prepared, token?: string): Promise<Received> {
  return service.call(method, request.path, { ...request, ...(token !== undefined && { token }) });
}

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

  it.each(EACH)('asks who it is, unless it is public: %s %s', async (method, path) => {
    const operation = find(method, path);
    const answer = await send(operation, await societies.get('ALPHA')!.prepare(operation, firstOf(operation), false));
    if (operation.mayCall !== 'public') expect([answer.status, answer.json.code]).toEqual([401, 'not-logged-in']);
    else if (asksWho(operation)) expect([401, 429]).toContain(answer.status);
    else expect([answer.status, answer.text]).toEqual([successOf(operation), expect.anything()]);
  });
});

describe.each([
  ['ALPHA', 'BETA'],
  ['BETA', 'ALPHA'],
] as const)('For the people of %s', (own, other) => {
  let mine: TriedSociety;
  let theirs: TriedSociety;
  let untouched: Record<string, string>;

  beforeAll(async () => {
    [mine, theirs] = [societies.get(own)!, societies.get(other)!];
    // All that the operations are tried on is there before the rows are looked at.
    for (const operation of operations) await theirs.prepare(operation, firstOf(operation), false);
    untouched = await theirs.everything();
  });

  it.each(EACH)('%s %s keeps to its rule, and touches nothing of the other society', async (method, path) => {
    const operation = find(method, path);
    // A GET runs in a transaction that reads, so that they may come all at once.
    if (method === 'GET') {
      await mine.prepare(operation, firstOf(operation), false);
      await Promise.all(ROLES.map((role) => ask(operation, role)));
    } else {
      for (const role of ROLES) await ask(operation, role);
      expect(await theirs.everything()).toEqual(untouched);
    }
  });

  async function ask(operation: Operation, role: Role): Promise<void> {
    const token = mine.stage.tokens[role];
    const allowed = mayCall(operation, role);
    const done = await send(operation, await mine.prepare(operation, role, allowed), token);
    expect([role, done.text]).toEqual([role, expect.not.stringContaining(other)]);
    if (!allowed) {
      // Before it is known whose things are asked for.
      expect([role, done.status, done.json.code]).toEqual([role, 403, 'role-forbids']);
      return;
    }
    expectDone(operation, role, done);
    const about = await theirs.prepare(operation, role, false);
    // What is public shows the other society to everybody; what names nothing was just sent.
    if (operation.mayCall === 'public' || !about.names) return;
    const refused = await send(operation, about, token);
    expect([role, refused.status, refused.text]).toEqual([role, 404, expect.anything()]);
    // An id that was sent may come back in the refusal; what it names may not.
    const rest = refused.text.replace(/"detail":"(?:[^"\\]|\\.)*"/, '');
    expect([role, rest]).toEqual([role, expect.not.stringContaining(`${other} `)]);
  }
});

function expectDone(operation: Operation, role: Role, { status, text: said }: Received): void {
  if (operation.mayCall === 'public' && asksWho(operation)) expect([role, status, said]).not.toEqual([role, 403, said]);
  else expect([role, status, said]).toEqual([role, successOf(operation), expect.anything()]);
}

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
