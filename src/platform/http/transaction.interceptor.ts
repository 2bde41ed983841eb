import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import { from, lastValueFrom, mergeMap, NEVER, type Observable, of } from 'rxjs';
import { Database, type Tx } from '../database/database.js';
import { type Caller, type HouseRequest, requestOf } from './caller.js';
import { FileAnswer } from './file-answer.js';
import { etagOf } from './etag.js';
import { type Answer, attemptOf, begin, keep, requireKey } from './idempotency.js';
import { OWN_TRANSACTIONS } from './own-transactions.js';
import { SHOWN_ONCE } from './shown-once.js';
import { type Takes, TAKES_UPLOAD, withUpload } from './upload.js';

/**
 * Runs each operation in one transaction of its caller's scope: a reading one for GET, else one that commits before the
 * answer goes out. A POST's answer is stored in it under the Idempotency-Key, and given again without doing the work.
 */
@Injectable()
export class TransactionInterceptor implements NestInterceptor {
  constructor(
    private readonly database: Database,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(OWN_TRANSACTIONS, targets)) return next.handle();
    const request = requestOf(context);
    const response = context.switchToHttp().getResponse<Response>();
    const { caller } = request;
    const takes = this.reflector.getAllAndOverride<Takes | undefined>(TAKES_UPLOAD, targets);
    if (caller === undefined) throw new Error('an operation without a caller must open its own transactions');
    const answered = isRead(request)
      ? this.#read(request, response, caller, next)
      : takes !== undefined
        ? this.#take(request, takes, () => this.#write(request, response, caller, next))
        : this.#write(request, response, caller, next, this.reflector.get<string>(SHOWN_ONCE, context.getHandler()));
    return from(answered).pipe(
      // Nest would send a second answer for anything that arrives.
      mergeMap((answer) => (answer === undefined ? NEVER : of(send(answer, response)))),
    );
  }

  async #read(
    request: HouseRequest,
    response: Response,
    caller: Caller,
    next: CallHandler,
  ): Promise<Answer | undefined> {
    const result = await this.database.read(caller.scope, async (tx) => {
      const given = await handle(tx, request, next);
      if (!(given instanceof FileAnswer)) return answerOf(given, request, response);
      if (!given.needsTx) return given;
      await sendFile(given, response);
      return undefined;
    });
    if (!(result instanceof FileAnswer)) return result;
    // A slow reader must not keep a connection of the database.
    await sendFile(result, response);
    return undefined;
  }

  #take(request: HouseRequest, takes: Takes, write: () => Promise<Answer>): Promise<Answer> {
    requireKey(request);
    return withUpload(request, takes, (upload) => {
      request.upload = upload;
      return write();
    });
  }

  #write(
    request: HouseRequest,
    response: Response,
    caller: Caller,
    next: CallHandler,
    shownOnce?: string,
  ): Promise<Answer> {
    const attempt = request.method === 'POST' ? attemptOf(request, caller) : undefined;
    return this.database.write(caller.scope, async (tx) => {
      const stored = attempt && (await begin(tx, attempt));
      if (stored !== undefined) return { ...stored, headers: { ...stored.headers, 'Idempotent-Replayed': 'true' } };
      const result = await handle(tx, request, next);
      const answer = answerOf(result, request, response);
      if (attempt !== undefined) {
        const kept = shownOnce === undefined ? answer : { ...answer, body: JSON.stringify(without(result, shownOnce)) };
        await keep(tx, attempt, kept);
      }
      return answer;
    });
  }
}

/** A field that is not there would be a secret that is stored. */
function without(result: unknown, field: string): object {
  if (typeof (result as Record<string, unknown>)[field] !== 'string') throw new Error(`the answer shows no ${field}`);
  return { ...(result as object), [field]: null };
}

function sendFile({ name, type, pieces }: FileAnswer, response: Response): Promise<void> {
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Disposition', attachment(name));
  return pipeline(Readable.from(pieces), response);
}

/** Headers are ASCII: another name is told beside its likeness (RFC 6266). */
function attachment(name: string): string {
  const likeness = name.replace(/[^ -~]/g, '_');
  const plain = `attachment; filename="${likeness}"`;
  return likeness === name ? plain : `${plain}; filename*=UTF-8''${encodeURIComponent(name)}`;
}

function isRead({ method }: HouseRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

async function handle(tx: Tx, request: HouseRequest, next: CallHandler): Promise<unknown> {
  request.tx = tx;
  try {
    return await lastValueFrom(next.handle(), { defaultValue: undefined });
  } finally {
    delete request.tx;
  }
}

/** A view's `version` becomes its ETag, and the `id` of what a POST made, or of the job that it asked for, its Location. */
function answerOf(result: unknown, request: HouseRequest, response: Response): Answer {
  const view = (result ?? {}) as { id?: unknown; version?: unknown };
  const headers: Record<string, string> = {};
  if (typeof view.version === 'number') headers['ETag'] = etagOf(view.version);
  if (request.method === 'POST' && typeof view.id === 'string') {
    if (response.statusCode === 201) headers['Location'] = `${request.path}/${encodeURIComponent(view.id)}`;
    if (response.statusCode === 202) headers['Location'] = `/v1/jobs/${view.id}`;
  }
  const status = response.statusCode;
  if (result === undefined) return { status, headers, body: '' };
  return {
    status,
    headers: { ...headers, 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify(result),
  };
}

function send({ status, headers, body }: Answer, response: Response): string | undefined {
  response.status(status);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  return body === '' ? undefined : body;
}
