import { createHash } from 'node:crypto';
import type { Tx } from '../database/database.js';
import type { Caller, HouseRequest } from './caller.js';
import { keyInFlight, keyMissing, keyUsedOtherwise } from './http.errors.js';

const KEY = /^[!-~]{1,200}$/;

/** What was answered, to the byte. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** A POST that may be sent again: who sent it, under which key, and what it says. */
export interface Attempt {
  actor: string;
  key: string;
  requestSha256: Buffer;
}

/** @throws idempotency-key-missing */
export function requireKey(request: HouseRequest): string {
  const key = request.get('Idempotency-Key') ?? '';
  if (!KEY.test(key)) throw keyMissing();
  return key;
}

/** @throws idempotency-key-missing */
export function attemptOf(request: HouseRequest, caller: Caller): Attempt {
  const key = requireKey(request);
  const hash = createHash('sha256').update(`${request.method} ${request.originalUrl}\n`);
  return {
    actor: caller.id,
    key,
    requestSha256: hash.update(request.upload?.sha256 ?? request.rawBody ?? '').digest(),
  };
}

/**
 * Makes the transaction the only one that works on the attempt, and looks up what an earlier one answered. The lock goes
 * with the transaction, so that whatever a killed process left undone can be done again at once.
 * @returns the stored answer, if there is one
 * @throws idempotency-key-in-flight, idempotency-key-used
 */
export async function begin(tx: Tx, { actor, key, requestSha256 }: Attempt): Promise<Answer | undefined> {
  const [lock] = await tx.query<{ free: boolean }[]>(
    `select pg_try_advisory_xact_lock(hashtextextended(
       jsonb_build_array(current_setting('app.society'), $1::text, $2::text)::text, 1)) as free`,
    [actor, key],
  );
  if (!lock!.free) throw keyInFlight();
  const [stored] = await tx.query<(Answer & { request_sha256: Buffer })[]>(
    `select request_sha256, status, headers, body from platform.idempotent_answer
     where society_id = current_setting('app.society')::integer and actor = $1 and key = $2`,
    [actor, key],
  );
  if (stored === undefined) return undefined;
  if (!stored.request_sha256.equals(requestSha256)) throw keyUsedOtherwise();
  return { status: stored.status, headers: stored.headers, body: stored.body };
}

/** Keeps the answer in the transaction that did the work: either both are there after a crash, or neither. */
export async function keep(tx: Tx, { actor, key, requestSha256 }: Attempt, answer: Answer): Promise<void> {
  await tx.query(
    `insert into platform.idempotent_answer (society_id, actor, key, request_sha256, status, headers, body)
     values (current_setting('app.society')::integer, $1, $2, $3, $4, $5, $6)`,
    [actor, key, requestSha256, answer.status, answer.headers, answer.body],
  );
}
