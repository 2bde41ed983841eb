import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FORMULA_KINDS } from '../../src/licensing/rules/formula.js';
import { readFormula } from '../../src/licensing/rules/read-formula.js';
import { ROLES } from '../../src/identity/index.js';
import { LicencesService } from '../../src/licensing/index.js';
import { EVENT_TYPES } from '../../src/webhooks/index.js';
import { exampleBody, OPENAPI, openapiText, operationsOf, successOf } from '../support/openapi.js';
import { documentedTariffs } from '../support/licensing.js';
import { LICENSING_STORY, tellLicensingStory } from '../support/licensing-story.js';
import { PROJECT } from '../support/project.js';
import { TestService } from '../support/service.js';
import { TriedSociety } from '../support/tried-society.js';

const committed = readFileSync(join(PROJECT, OPENAPI), 'utf8');

const operations = operationsOf(committed);
/** A claim is of a work and a party, which come first then; a distribution is of rules and collections. */
const IN_ORDER = [
  ...['/v1/works', '/v1/parties', '/v1/claims'],
  ...['/v1/rule-sets', '/v1/rule-sets/{id}/publication', '/v1/collections', '/v1/distributions'],
];
const operationOf = (method: string, path: string) => operations.find((o) => o.method === method && o.path === path)!;

let service: TestService;
beforeAll(async () => {
  service = await TestService.start();
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
    const society = await service.society('Society of Film Makers');
    const token = await service.token(society, ['RO', 'DO', 'FO']);
    const approver = await service.token(society, ['AP']);
    await service.db.database.write(society, (tx) =>
      service.app.get(LicencesService, { strict: false }).add(tx, society, [
        {
          ...{ code: 'stream-2026', licensee: 'Stream', useTypes: ['svod'], currency: 'EUR', metric: 'views' },
          ...{ territoriesExcept: true, territoryCodes: [], validFrom: '2026-01-01', validTo: '2026-12-31' },
        },
      ]),
    );
    for (const path of IN_ORDER) {
      const operation = operationOf('POST', path);
      const by = operation.mayCall?.includes('AP') ? approver : token;
      const body = exampleBody(operation, committed)!;
      const made = await service.call('POST', path.replace('{id}', '1'), { token: by, body });
      expect([path, made.status, made.text]).toEqual([path, successOf(operation), expect.anything()]);
      if ('id' in body) expect(made.json.id).toBe(body['id']);
      const change = operations.find((o) => o.path === `${path}/{id}` && o.method === 'PATCH');
      if (change === undefined) continue;
      const headers = { 'If-Match': made.headers.get('ETag')! };
      const location = made.headers.get('Location')!;
      const changed = await service.call('PATCH', location, { token, headers, body: exampleBody(change, committed) });
      expect([path, changed.status, changed.text]).toEqual([path, 200, expect.anything()]);
    }
  });

  it('has examples that tell how a licence is bought', async () => {
    const society = await service.society('Society that licenses');
    await tellLicensingStory(service, society, committed);
  });

  it('has examples that are true of what has to be there before: with its ids in their places, they are taken', async () => {
    const told = new Set([...IN_ORDER, ...LICENSING_STORY.map(([path]) => path)]);
    const rest = operations.filter(
      ({ method, path, mayCall }) =>
        method !== 'GET' && mayCall !== 'public' && !told.has(method === 'PATCH' ? path.replace('/{id}', '') : path),
    );
    const society = await TriedSociety.furnish(service, 'GAMMA', committed);
    for (const operation of rest) {
      const role = ROLES.find((one) => operation.mayCall!.includes(one))!;
      const { path, headers, body } = await society.prepare(operation, role, true);
      const token = society.stage.tokens[role];
      const taken = await service.call(operation.method, path, { token, headers, ...(body && { body }) });
      expect([operation.path, taken.status, taken.text]).toEqual([
        ...[operation.path, successOf(operation), expect.any(String)],
      ]);
    }
  });

  it('shows each kind of formula by a tariff of docs/licensing.md', () => {
    const drafting = operationOf('POST', '/v1/tariff-versions');
    const { examples = {} } = drafting.requestBody!.content['application/json']!;
    expect(Object.keys(examples).sort()).toEqual([...FORMULA_KINDS].sort());
    const documented = documentedTariffs().map(({ right, useTypes, currency, formula }) => [
      ...[right, useTypes, currency, readFormula(formula)],
    ]);
    for (const { value } of Object.values(examples)) {
      const { right, useTypes, currency, formula } = value;
      expect(documented).toContainEqual([right, useTypes, currency, { formula }]);
    }
  });

  it('shows each event that is sent, as the signed body that it comes in', () => {
    const document = JSON.parse(committed) as { 'x-webhooks': Record<string, unknown> };
    expect(Object.keys(document['x-webhooks'])).toEqual(Object.keys(EVENT_TYPES));
    expect(document['x-webhooks']['job.done']).toMatchObject({
      post: {
        requestBody: { content: { 'application/json': { example: { data: EVENT_TYPES['job.done'].example } } } },
      },
    });
  });
});
