import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { requestOf } from './caller.js';
import { versionMissing, versionStale } from './http.errors.js';

/** The ETag of a resource whose view has a `version`. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * The version that the caller saw last, from If-Match.
 * @throws if-match-missing, or version-stale for an ETag that none of ours can be
 */
export const SeenVersion = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const header = requestOf(context).get('If-Match')?.trim();
  if (!header) throw versionMissing();
  const [, version] = /^"([1-9][0-9]{0,8})"$/.exec(header) ?? [];
  if (version === undefined) throw versionStale('What you want to change');
  return Number(version);
});

/**
 * Gives an answer its ETag, and says whether the caller has it already, by If-None-Match: then there is nothing to send but
 * 304. Clients that poll send Cache-Control: no-cache beside it, so Express's own comparison would never hold.
 */
export function isKnown(request: Request, response: Response, version: number): boolean {
  const tag = etagOf(version);
  response.setHeader('ETag', tag);
  const known = (request.get('If-None-Match') ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (!known.includes(tag) && !known.includes('*')) return false;
  response.status(304);
  return true;
}
