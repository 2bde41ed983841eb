import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
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
