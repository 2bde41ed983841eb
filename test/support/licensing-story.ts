import type { Role } from '../../src/identity/index.js';
import { exampleBody, operationsOf, successOf } from './openapi.js';
import type { TestService } from './service.js';

/** A POST with its example; `id` fills the path. */
type Step = readonly [path: string, by: Role, id?: string];

/** From the law of a society's seat to the end of a licence, with nothing but the examples of the document. */
export const LICENSING_STORY: readonly Step[] = [
  ['/v1/rule-profile/jurisdictions', 'AP'],
  ['/v1/rule-profile/own-rules', 'AP'],
  ['/v1/approved-scopes', 'AP'],
  ['/v1/licensees', 'LO'],
  ['/v1/tariffs', 'LO'],
  ['/v1/tariff-versions', 'LO'],
  ['/v1/tariff-versions/{id}/submission', 'LO', '1'],
  ['/v1/tariff-versions/{id}/return', 'AP', '1'],
  ['/v1/tariff-versions/{id}/submission', 'LO', '1'],
  ['/v1/tariff-versions/{id}/publication', 'AP', '1'],
  ['/v1/tariff-versions', 'LO'],
  ['/v1/tariff-versions/{id}/withdrawal', 'LO', '2'],
  ['/v1/quotes', 'LO'],
  ['/v1/quotes', 'LO'],
  ['/v1/quotes/{id}/approval', 'AP', '2'],
  ['/v1/applications', 'L'],
  ['/v1/applications', 'L'],
  ['/v1/applications', 'L'],
  ['/v1/applications/{id}/missing-data-request', 'LO', '1'],
  ['/v1/applications/{id}/supplement', 'L', '1'],
  ['/v1/applications/{id}/offer', 'LO', '1'],
  ['/v1/applications/{id}/refusal', 'LO', '3'],
  ['/v1/licences/{id}/acceptance', 'L', 'L-2027-1'],
  ['/v1/licences/{id}/suspension', 'LO', 'L-2027-1'],
  ['/v1/licences/{id}/resumption', 'LO', 'L-2027-1'],
  ['/v1/licences', 'LO'],
  ['/v1/licences/{id}/offer', 'LO', 'L-2028-1'],
  ['/v1/licences/{id}/withdrawal', 'LO', 'L-2028-1'],
  ['/v1/licences/{id}/termination', 'L', 'L-2027-1'],
  ['/v1/tariff-versions/{id}/ending', 'AP', '1'],
];

/** Sends them in their order, and the example of each PATCH to what was made. @param document the text of the document */
export async function tellLicensingStory(service: TestService, society: number, document: string): Promise<void> {
  const operations = operationsOf(document);
  const tokens = new Map<Role, string>();
  for (const role of ['LO', 'AP'] as const) tokens.set(role, await service.token(society, [role]));
  let discounted = 0;
  for (const [path, by, id = ''] of LICENSING_STORY) {
    if (by === 'L' && !tokens.has('L')) tokens.set('L', await licenseeToken(service, society));
    const token = tokens.get(by)!;
    const operation = operations.find((o) => o.method === 'POST' && o.path === path)!;
    const body = exampleBody(operation, document)!;
    // Two things that no document can know: the hash of a quote, and which of two quotes is to be a discount.
    if (path.endsWith('/acceptance')) body['quoteSha256'] = await hashOf(service, token, id);
    if (path === '/v1/quotes' && ++discounted === 2) body['discount'] = { amount: '2500.00', reason: 'pilot' };
    const where = path.replace('{id}', id);
    const made = await service.call('POST', where, { token, body });
    expect([where, made.status, made.text]).toEqual([where, successOf(operation), expect.anything()]);
    const change = operations.find((o) => o.method === 'PATCH' && o.path === `${path}/{id}`);
    if (change === undefined) continue;
    const changed = await service.call('PATCH', made.headers.get('Location')!, {
      ...{ token, headers: { 'If-Match': made.headers.get('ETag')! }, body: exampleBody(change, document) },
    });
    expect([where, changed.status, changed.text]).toEqual([where, 200, expect.anything()]);
  }
}

async function licenseeToken(service: TestService, society: number): Promise<string> {
  const [row] = await service.db.database.read(society, (tx) =>
    tx.query<{ id: number }[]>('select licensee_id as id from licensing.licensee'),
  );
  return service.token(society, ['L'], { licenseeId: row!.id });
}

async function hashOf(service: TestService, token: string, licence: string): Promise<unknown> {
  return (await service.call('GET', `/v1/licences/${licence}`, { token })).json.quoteSha256;
}
