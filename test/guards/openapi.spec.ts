import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../../src/identity/index.js';
import { ProfileService } from '../../src/profile/index.js';
import {
  exampleBody,
  exampleFile,
  OPENAPI,
  openapiText,
  type Operation,
  operationsOf,
  successOf,
} from '../support/openapi.js';
import { PROJECT } from '../support/project.js';
import { RepertoireSubjects } from '../support/repertoire-subjects.js';
import { TestService } from '../support/service.js';

const committed = readFileSync(join(PROJECT, OPENAPI), 'utf8');

let service: TestService;
let token: string;
let tokens: Partial<Record<Role, string>>;
let subjects: RepertoireSubjects;
beforeAll(async () => {
  service = await TestService.start();
  const society = await service.society('Society of Film Makers');
  token = await service.token(society, ['RO', 'SV']);
  const choice = { jurisdiction: 'EU', validFrom: '2020-01-01', reason: 'seat' } as const;
  await service.db.database.write(society, (tx) => new ProfileService().follow(tx, 'cli:test', choice));
  await service.call('POST', '/v1/parties', { token, body: { id: 'x-party', name: 'X', kind: 'person' } });
  const [party] = await service.db.database.read(society, (tx) =>
    tx.query<{ party_id: number }[]>('select party_id from repertoire.party'),
  );
  const [approver, holder, licensing] = await Promise.all([
    service.token(society, ['AP']),
    service.token(society, ['H'], { partyId: party!.party_id }),
    service.token(society, ['LO']),
  ]);
  tokens = { RO: token, AP: approver, H: holder, LO: licensing };
  subjects = new RepertoireSubjects(service, 'x', { RO: token, AP: approver, H: holder });
});
afterAll(() => service?.stop());

describe('The OpenAPI document', () => {
  it(`is the one that ${OPENAPI} has (npm run docs:openapi writes it)`, () => {
    expect(openapiText(service.app)).toBe(committed);
  });

  it('is what /docs shows', async () => {
    expect((await service.call('GET', '/docs/openapi.json')).json).toEqual(JSON.parse(committed));
    const page = await service.call('GET', '/docs');
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('swagger-ui')]);
  });

  it('says of every operation what it does, and gives each field an example', () => {
    const { paths, components } = JSON.parse(committed) as {
      paths: Record<string, Record<string, { summary?: string; operationId: string }>>;
      components: { schemas: Record<string, { properties: Record<string, Record<string, unknown>> }> };
    };
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    expect(operations.filter(({ summary }) => !summary).map(({ operationId }) => operationId)).toEqual([]);
    const fields = Object.entries(components.schemas).flatMap(([schema, { properties }]) =>
      Object.entries(properties).map(([name, property]) => ({ field: `${schema}.${name}`, property })),
    );
    const bare = fields.filter(
      ({ property }) =>
        property['type'] !== 'array' &&
        property['type'] !== 'object' &&
        !('example' in property || '$ref' in property || 'allOf' in property),
    );
    expect(bare.map(({ field }) => field)).toEqual([]);
  });

  it('has examples that are true: sent as they stand, they are taken', async () => {
    const creating = operationsOf(committed).filter(({ method, mayCall }) => method === 'POST' && mayCall !== 'public');
    // A claim is of a work and a party, which come first then.
    const inOrder = ['/v1/works', '/v1/parties', '/v1/claims'];
    for (const path of inOrder) {
      const body = exampleBody(
        creating.find((operation) => operation.path === path)!,
        committed,
      )!;
      const made = await service.call('POST', path, { token, body });
      expect([path, made.status, made.text]).toEqual([path, 201, expect.stringContaining(String(body['id']))]);
      const change = operationsOf(committed).find((o) => o.path === `${path}/{id}` && o.method === 'PATCH')!;
      const headers = { 'If-Match': made.headers.get('ETag')! };
      const location = made.headers.get('Location')!;
      const changed = await service.call('PATCH', location, { token, headers, body: exampleBody(change, committed) });
      expect([path, changed.status, changed.text]).toEqual([path, 200, expect.anything()]);
    }
    for (const operation of creating.filter(({ path }) => !inOrder.includes(path))) await expectTaken(operation);
  });
});

/** Only ids of what it is done to are put in: those are the test's. */
async function expectTaken(operation: Operation): Promise<void> {
  const { id, body: named } = (await subjects.of(operation)) ?? { id: '' };
  const example = exampleBody(operation, committed);
  const body = {
    ...example,
    ...(operation.path.includes('{') && example !== undefined && 'party' in example && { party: 'x-party' }),
    ...named,
  };
  const file = exampleFile(operation);
  const query = operation.parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(({ name, schema }) => `${name}=${String(schema?.example)}`);
  const path = `${operation.path.replace('{id}', id)}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  const answer = await service.call('POST', path, {
    token: tokens[(operation.mayCall as Role[]).find((role) => role !== 'H') ?? 'H']!,
    ...(file === undefined ? { body } : { body: file, headers: { 'Content-Type': 'text/csv' } }),
  });
  expect([operation.path, answer.status, answer.text]).toEqual([
    ...[operation.path, successOf(operation), expect.anything()],
  ]);
}
