import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { tooManyRequests } from '../../platform/http/http.errors.js';

const MINUTE_MS = 60_000;
/** Ways in cost a slow hash and may be guessed at: this many a minute from one address, whoever is named. */
const LOGINS_A_MINUTE = 30;

/**
 * Limits what one address sends, with RateLimit and RateLimit-Policy in each answer. Counted by process, and by address
 * since nobody has checked yet who it is: counting by token would let invented ones through.
 */
export function limitRequests(limit: number): RequestHandler {
  return limiter('requests', limit);
}

export function limitLogins(): RequestHandler {
  return limiter('logins', LOGINS_A_MINUTE, ({ method }) => method !== 'POST');
}

function limiter(identifier: string, limit: number, skip = (_: Request) => false): RequestHandler {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit,
    identifier,
    skip,
    keyGenerator: (request: Request) => ipKeyGenerator(request.ip ?? ''),
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, response, next) => {
      response.setHeader('Retry-After', MINUTE_MS / 1000);
      next(tooManyRequests(MINUTE_MS / 1000));
    },
  });
}
