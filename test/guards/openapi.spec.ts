import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FORMULA_KINDS } from '../../src/licensing/rules/formula.js';
import { readFormula } from '../../src/licensing/rules/read-formula.js';
import { AnnouncementsService, EVENT_TYPES } from '../../src/webhooks/index.js';
import { exampleBody, OPENAPI, openapiText, operationsOf } from '../support/openapi.js';
import { documentedTariffs } from '../support/licensing.js';
import { LICENSING_STORY, tellLicensingStory } from '../support/licensing-story.js';
import { PROJECT } from '../support/project.js';
import { TestService } from '../support/service.js';

const committed = readFileSync(join(PROJECT, OPENAPI), 'utf8');

let service: TestService;
let token: string;
beforeAll(async () => {
  service = await TestService.start();
  token = await service.token(await service.society('Society of Film Makers'), ['RO', 'SV']);
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
    const ofWebhooks = ['/v1/webhook-endpoints', '/v1/webhook-endpoints/{id}/secrets', '/v1/webhook-deliveries'];
    const told = [...inOrder, ...ofWebhooks, ...new Set(LICENSING_STORY.map(([path]) => path))];
    expect(creating.map(({ path }) => path).sort()).toEqual(told.sort());
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
  });

  it('has examples that tell how a licence is bought', async () => {
    const society = await service.society('Society that licenses');
    await tellLicensingStory(service, society, committed);
  });

  it('shows each kind of formula by a tariff of docs/licensing.md', () => {
    const drafting = operationsOf(committed).find((o) => o.method === 'POST' && o.path === '/v1/tariff-versions')!;
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

  it('has examples of webhooks that are true: sent as they stand, they are taken', async () => {
    const society = await service.society('Society that announces');
    const platform = await service.token(society, ['LO']);
    const example = (method: string, path: string) =>
      exampleBody(
        operationsOf(committed).find((o) => o.method === method && o.path === path)!,
        committed,
      )!;
    const body = example('POST', '/v1/webhook-endpoints');
    const made = await service.call('POST', '/v1/webhook-endpoints', { token: platform, body });
    expect([made.status, made.json]).toEqual([201, expect.objectContaining(body)]);
    const path = made.headers.get('Location')!;
    const change = { token: platform, headers: { 'If-Match': made.headers.get('ETag')! } };
    const changed = await service.call('PATCH', path, {
      ...change,
      body: example('PATCH', '/v1/webhook-endpoints/{id}'),
    });
    expect([changed.status, changed.text]).toEqual([200, expect.stringContaining('"version":2')]);
    expect((await service.call('POST', `${path}/secrets`, { token: platform })).status).toBe(201);
    const [delivery] = await service.db.database.write(society, async (tx) => {
      const { example: data } = EVENT_TYPES['job.done'];
      await new AnnouncementsService().announce(tx, { type: 'job.done', audience: 'society', subject: '17', data });
      const [rows] = await tx.query<[{ id: string }[], number]>(
        `update webhooks.delivery set state = 'dead', due_at = null, ended_at = now() returning delivery_id as id`,
      );
      return rows;
    });
    const replay = { ...example('POST', '/v1/webhook-deliveries'), replayOf: delivery!.id };
    const again = await service.call('POST', '/v1/webhook-deliveries', { token: platform, body: replay });
    expect([again.status, again.text]).toEqual([201, expect.stringContaining('"state":"pending"')]);
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
