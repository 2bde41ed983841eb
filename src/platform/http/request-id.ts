import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import type { HouseRequest } from './caller.js';

const HEADER = 'X-Request-Id';
const TAKEN = /^[A-Za-z0-9._-]{1,100}$/;

/** Takes the caller's X-Request-Id where it is harmless in a log, or makes one, and gives it back. */
export function giveRequestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.get(HEADER);
  const id = given !== undefined && TAKEN.test(given) ? given : randomUUID();
  (request as HouseRequest).requestId = id;
  response.setHeader(HEADER, id);
  next();
}
