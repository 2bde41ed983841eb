import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '../../identity/http.js';
import { OwnTransactions } from '../../platform/http/own-transactions.js';
import { Health } from './health.dto.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';

@ApiTags('operation')
@Controller()
@OwnTransactions()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  /** Whether the process answers at all; if not, start it anew. */
  @Get('health/live')
  @Public()
  live(): Health {
    return { status: 'up' };
  }

  /** Whether requests should be sent here. */
  @Get('health/ready')
  @Public()
  @ApiServiceUnavailableResponse({ description: 'Not now.', type: Health })
  async ready(@Res({ passthrough: true }) response: Response): Promise<Health> {
    const fault = await this.readiness.fault();
    if (fault !== undefined) response.status(503);
    return { status: fault ?? 'ready' };
  }

  /** Counters and times for Prometheus; keep it from the outside at the proxy. */
  @Get('metrics')
  @Public()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOkResponse({
    description: 'The text format of Prometheus.',
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  exposition(): Promise<string> {
    return this.metrics.exposition();
  }
}
