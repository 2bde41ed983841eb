import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Scope, Tx } from '../database/database.js';

/** Who asks, as far as rows and answers depend on it. The guard that knows people and clients fills it in. */
export interface Caller {
  /** `person:7` or `client:1.k3…`; stands in the audit trail. */
  readonly id: string;
  readonly scope: Scope;
}

/** A file that a request brought, on the disk of the process until the answer is made. */
export interface Upload {
  /** Gzip, at the fastest level. */
  path: string;
  /** As the request says: one of those that the operation takes. */
  mediaType: string;
  /** Of the file before it was compressed, so that it is the same however it was sent. */
  sha256: string;
  /** Before it was compressed. */
  bytes: number;
  /** Line feeds in it. */
  lines: number;
}

/** What travels with a request between middleware, guard, interceptor and handler. */
export interface HouseRequest extends Request {
  requestId: string;
  caller?: Caller;
  tx?: Tx;
  rawBody?: Buffer;
  /** Of an operation that takes a file. */
  upload?: Upload;
}

export function requestOf(context: ExecutionContext): HouseRequest {
  return context.switchToHttp().getRequest<HouseRequest>();
}

/** The transaction of the request: it reads for GET, and otherwise commits when the answer is stored. */
export const InTx = createParamDecorator((_: unknown, context: ExecutionContext): Tx => {
  const { tx } = requestOf(context);
  if (tx === undefined) throw new Error('the operation opens its own transactions and asks for one');
  return tx;
});
