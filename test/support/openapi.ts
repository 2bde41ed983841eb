import type { INestApplication } from '@nestjs/common';
import { openapiDocument } from '../../src/app/http/openapi-document.js';

/** Where the document is committed, so that a change of the API is read as a diff. */
export const OPENAPI = 'docs/openapi.json';

export function openapiText(app: INestApplication): string {
  return `${JSON.stringify(openapiDocument(app), null, 2)}\n`;
}

export interface Operation {
  method: string;
  path: string;
  mayCall: 'public' | string[] | undefined;
  parameters: { name: string; in: string; required?: boolean; example?: unknown; schema?: { example?: unknown } }[];
  requestBody?: {
    content: Record<
      string,
      { schema: { $ref: string }; examples?: Record<string, { value: Record<string, unknown> }> }
    >;
  };
  responses: Record<string, unknown>;
}

interface Document {
  paths: Record<string, Record<string, Omit<Operation, 'method' | 'path' | 'mayCall'> & { 'x-may-call'?: never }>>;
  components: { schemas: Record<string, { properties: Record<string, { example?: unknown }> }> };
}

export function operationsOf(text: string): Operation[] {
  const { paths } = JSON.parse(text) as Document;
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      ...operation,
      ...{
        method: method.toUpperCase(),
        path,
        mayCall: operation['x-may-call'],
        parameters: operation.parameters ?? [],
      },
    })),
  );
}

/** The body that the document shows as an example, or nothing for an operation without one. */
export function exampleBody({ requestBody }: Operation, text: string): Record<string, unknown> | undefined {
  const [content] = Object.values(requestBody?.content ?? {});
  if (content === undefined) return undefined;
  const { schemas } = (JSON.parse(text) as Document).components;
  const { properties } = schemas[content.schema.$ref.split('/').at(-1)!]!;
  return Object.fromEntries(Object.entries(properties).map(([name, { example }]) => [name, example]));
}

/** The status of success that the document promises. */
export function successOf({ responses }: Operation): number {
  return Number(Object.keys(responses).find((status) => /^2/.test(status)));
}
