import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, getSchemaPath, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Problem } from '../../platform/http/problem.js';
import { webhookDocument } from '../../webhooks/http.js';

const DESCRIPTION = `Licences, usage and royalties of film copyright societies.

Log in at \`POST /v1/session\` (a cookie) or get a token at \`POST /v1/oauth/token\`. \`x-may-call\` of each operation names the
roles that may call it. Every POST of someone who is logged in needs an \`Idempotency-Key\`; every change an \`If-Match\` with the ETag
of the last GET. Lists give a page and the cursor of the next, or all as CSV with \`Accept: text/csv\`. What is refused is told
as RFC 9457 problem details, with a code that /docs/problems.md explains. \`x-webhooks\` has what is sent to the endpoints of
those who register one at \`POST /v1/webhook-endpoints\`.

A platform buys a licence so: \`GET /v1/public/tariffs\` finds what is priced, \`POST /v1/public/fees\` says what it costs, \`POST
/v1/applications\` asks for it, \`GET /v1/licences\` shows the offer, \`POST /v1/licences/{id}/acceptance\` accepts it, and
\`GET /v1/licences/{id}/certificate\` has the code by which anyone can check it at \`GET /v1/public/certificates/{code}\`.`;

/** The OpenAPI document; docs/openapi.json is its reviewed copy. */
export function openapiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Cineledger')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth()
    .addCookieAuth('cineledger_session')
    .build();
  const document = SwaggerModule.createDocument(app, config, { extraModels: [Problem] });
  for (const operations of Object.values(document.paths)) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = operations[method];
      if (operation === undefined) continue;
      operation.responses['default'] = PROBLEM;
      operation.parameters = [...(operation.parameters ?? []), ...headersOf(method, operation)];
    }
  }
  // The name that OpenAPI 3.1 has for it bears this prefix before.
  return Object.assign(document, { 'x-webhooks': webhookDocument() });
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const PROBLEM = {
  description: 'Refused, with the reason and what to do.',
  content: { 'application/problem+json': { schema: { $ref: getSchemaPath(Problem) } } },
};

/** Headers that the house asks for by method, so that no controller repeats them. */
function headersOf(method: string, operation: Operation): NonNullable<Operation['parameters']> {
  const anonymous = (operation as { 'x-may-call'?: unknown })['x-may-call'] === 'public';
  if (method === 'post' && !anonymous) {
    return [header('Idempotency-Key', 'New for each thing to be done, the same when it is sent again.', 'b1f0c7de-1')];
  }
  return method === 'patch' ? [header('If-Match', 'The ETag of the last GET.', '"1"')] : [];
}

function header(name: string, description: string, example: string) {
  return { name, in: 'header' as const, required: true, description, example, schema: { type: 'string' } };
}
