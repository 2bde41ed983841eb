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
      { schema: { $ref: string } | { example: string }; examples?: Record<string, { value: Record<string, unknown> }> }
    >;
  };
  responses: Record<string, unknown>;
}

interface Document {
  paths: Record<string, Record<string, Omit<Operation, 'method' | 'path' | 'mayCall'> & { 'x-may-call'?: never }>>;
  components: { schemas: Record<string, { properties: Record<string, { example?: unknown }> }> };
}

const read = new Map<string, Document>();

/** It is large, and asked about for each call of a matrix. */
function documentOf(text: string): Document {
  const known = read.get(text) ?? (JSON.parse(text) as Document);
  read.set(text, known);
  return known;
}

export function operationsOf(text: string): Operation[] {
  const { paths } = documentOf(text);
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

/** The status that the document promises for success. */
export function successOf({ responses }: Operation): number {
  return Number(Object.keys(responses).find((status) => status.startsWith('2')));
}

/** The file that the document shows as an example, of an operation that takes one. */
export function exampleFile({ requestBody }: Operation): string | undefined {
  const { schema } = Object.values(requestBody?.content ?? {})[0] ?? {};
  return schema !== undefined && 'example' in schema ? schema.example : undefined;
}

/** The type under which it is sent. */
export function fileType({ requestBody }: Operation): string {
  return Object.keys(requestBody!.content)[0]!;
}

/** The body that the document shows as an example, or nothing for an operation without one. */
export function exampleBody({ requestBody }: Operation, text: string): Record<string, unknown> | undefined {
  const content = requestBody?.content['application/json'];
  if (content === undefined || !('$ref' in content.schema)) return undefined;
  const { schemas } = documentOf(text).components;
  const { properties } = schemas[content.schema.$ref.split('/').at(-1)!]!;
  return Object.fromEntries(Object.entries(properties).map(([name, { example }]) => [name, example]));
}
