import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleBody, OPENAPI, openapiText, operationsOf } from '../support/openapi.js';
import { PROJECT } from '../support/project.js';
import { TestService } from '../support/service.js';

const committed = readFileSync(join(PROJECT, OPENAPI), 'utf8');

let service: TestService;
let society: number;
let token: string;
/** Of somebody else, who agrees. */
let approver: string;
beforeAll(async () => {
  service = await TestService.start();
  society = await service.society('Society of Film Makers');
  token = await service.token(society, ['RO', 'SV', 'DO', 'FO']);
  approver = await service.token(society, ['AP']);
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
    await service.db.database.write(society, async (tx) => {
      await tx.query(`insert into licensing.licensee (name) values ('Stream')`);
      await tx.query(`insert into licensing.licence (code, licensee_id, use_types, territories_except, territory_codes,
          valid_from, valid_to, currency, metric)
        select 'stream-2026', licensee_id, '{svod}', true, '{}', '2026-01-01', '2026-12-31', 'EUR', 'views'
        from licensing.licensee`);
    });
    const sent = operationsOf(committed).filter(({ method, mayCall }) => method === 'POST' && mayCall !== 'public');
    // What is taken needs a state of things to be taken in; test/guards/access.spec.ts sends those examples.
    const creating = sent.filter(({ path }) => !path.includes('{') || path.endsWith('/publication'));
    // A claim is of a work and a party, which come first then; a distribution is of rules and collections.
    const inOrder = [
      ...['/v1/works', '/v1/parties', '/v1/claims'],
      ...['/v1/rule-sets', '/v1/rule-sets/{id}/publication', '/v1/collections', '/v1/distributions'],
    ];
    expect(creating.map(({ path }) => path).sort()).toEqual([...inOrder].sort());
    for (const path of inOrder) {
      const operation = creating.find((found) => found.path === path)!;
      const body = exampleBody(operation, committed)!;
      const by = operation.mayCall?.includes('AP') ? approver : token;
      const made = await service.call('POST', path.replace('{id}', '1'), { token: by, body });
      expect([path, made.status, made.text]).toEqual([path, path.includes('{') ? 200 : 201, expect.anything()]);
      if ('id' in body) expect(made.json.id).toBe(body['id']);
      const change = operationsOf(committed).find((o) => o.path === `${path}/{id}` && o.method === 'PATCH');
      if (change === undefined) continue;
      const headers = { 'If-Match': made.headers.get('ETag')! };
      const location = made.headers.get('Location')!;
      const changed = await service.call('PATCH', location, { token, headers, body: exampleBody(change, committed) });
      expect([path, changed.status, changed.text]).toEqual([path, 200, expect.anything()]);
    }
  });
});
