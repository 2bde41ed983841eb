import { Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import type { HouseRequest } from '../../platform/http/caller.js';
import type { Metrics } from './metrics.js';

/**
 * Counts each request and writes a line for it: the pattern of its path and not the path, which may hold names, no query
 * and no body.
 */
export function watchRequests(metrics: Metrics) {
  const log = new Logger('requests');
  return (request: Request, response: Response, next: NextFunction): void => {
    const began = performance.now();
    response.once('close', () => {
      const seconds = (performance.now() - began) / 1000;
      const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
      const { requestId, caller } = request as HouseRequest;
      metrics.observe(request.method, route, response.statusCode, seconds);
      log.log({
        requestId,
        method: request.method,
        route,
        // A caller that left before its answer did not get the status that was meant for it.
        status: response.writableFinished ? response.statusCode : 499,
        ms: Math.round(seconds * 1000),
        society: caller?.scope.society,
        caller: caller?.id,
      });
    });
    next();
  };
}
