import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Response } from 'express';
import { QueryFailedError } from 'typeorm';
import { traceOf } from '../trace-of.js';
import { DomainError } from '../../kernel/domain-error.js';
import { refusalOf, type Refusals } from '../database/constraint.js';
import type { HouseRequest } from './caller.js';
import { bodyMalformed, bodyTooLarge, characterNotStored, routeNotFound } from './http.errors.js';
import { Problem } from './problem.js';

/** Answers every error as RFC 9457 problem details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log = new Logger('problems');

  constructor(private readonly refusals: Refusals) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<HouseRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    // Who asked has gone away: nobody reads an answer, and nothing of ours failed.
    if (response.destroyed) return;
    const known = this.#known(error, request);
    if (known === undefined) this.#log.error({ requestId: request.requestId, failed: traceOf(error) });
    // A stream that broke has begun its answer: whoever reads must see that the end is missing.
    if (response.headersSent) return void response.destroy();
    const problem = known ? Problem.of(known, request.requestId) : Problem.unexpected(request.requestId);
    if (known?.code === 'idempotency-key-in-flight') response.setHeader('Retry-After', '1');
    if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  #known(error: unknown, request: HouseRequest): DomainError | undefined {
    if (error instanceof DomainError) return error;
    const told = refusalOf(error, this.refusals);
    if (told !== undefined) return told;
    if (sqlStateOf(error) === CHARACTER_NOT_IN_REPERTOIRE) return characterNotStored(error);
    const status = statusOf(error);
    if (status === 404) return routeNotFound(request.method, request.path);
    if (status === 413) return bodyTooLarge(error);
    return status === 400 ? bodyMalformed(error) : undefined;
  }
}

/** A NUL, which no text of PostgreSQL holds; it may come in any text of a request. */
const CHARACTER_NOT_IN_REPERTOIRE = '22021';

function sqlStateOf(error: unknown): string | undefined {
  return error instanceof QueryFailedError ? (error.driverError as { code?: string }).code : undefined;
}

/** Of Nest's exceptions and those of Express's body parsers. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  return error instanceof Error ? (error as { status?: number }).status : undefined;
}
