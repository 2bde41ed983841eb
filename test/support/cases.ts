import type { Role } from '../../src/identity/index.js';
import { exampleBody, exampleFile, fileType, type Operation } from './openapi.js';
import type { TestService } from './service.js';

/** What an operation is tried on, and what its request must say otherwise than the document's example for it to be taken. */
export interface Subject {
  /** For the places of the path, by name. */
  path?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  /** Over the example's fields; `undefined` leaves one out. */
  body?: Readonly<Record<string, unknown>>;
  file?: string;
  /** Whether query or body name something that is there, so that of another society's nothing is made. */
  refers?: true;
}

/** What the operations of a module are tried on, in one society. */
export interface Cases {
  knows(operation: Operation): boolean;
  /** Something in the state that the operation needs; made anew each time where the operation uses it up. */
  subject(operation: Operation, role: Role): Promise<Subject>;
  /** Whether each side, or role, has its own. */
  readonly bySide?: true;
}

/** A society with its people, which the cases of all modules share. What it holds bears its name. */
export interface Stage {
  service: TestService;
  society: number;
  name: string;
  licenseeId: number;
  partyId: number;
  tokens: Readonly<Record<Role, string>>;
}

export interface Prepared {
  path: string;
  headers: Record<string, string>;
  body?: string | Record<string, unknown>;
  /** Whether it names something that must be there. */
  names: boolean;
}

let made = 0;

/** The request that an operation's example and its subject make. @param document the text of the OpenAPI document */
export function requestOf(operation: Operation, subject: Subject, document: string): Prepared {
  const path = operation.path.replace(/\{(\w+)\}/g, (_place, name: string) => {
    const value = subject.path?.[name];
    if (value === undefined) throw new Error(`${operation.method} ${operation.path}: no case has a value for ${name}`);
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams(
    operation.parameters
      .filter(
        (parameter) => parameter.in === 'query' && (parameter.required || parameter.name in (subject.query ?? {})),
      )
      .map(({ name, schema }): [string, string] => [name, subject.query?.[name] ?? String(schema?.example)]),
  );
  const file = subject.file ?? exampleFile(operation);
  const example = exampleBody(operation, document);
  return {
    path: query.size > 0 ? `${path}?${query.toString()}` : path,
    headers: file === undefined ? {} : { 'Content-Type': fileType(operation) },
    ...(file !== undefined && { body: file }),
    ...(example && { body: { ...example, ...('id' in example && { id: `made-${++made}` }), ...subject.body } }),
    names: operation.path.includes('{') || subject.refers === true,
  };
}
