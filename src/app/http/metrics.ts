import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What a scrape shows: of the process, and how long each operation took by its pattern and answer. */
@Injectable()
export class Metrics {
  readonly #registry = new Registry();
  readonly #duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to the last byte of the answer, by method, route and status.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers: [this.#registry],
  });
  readonly #jobs = new Histogram({
    name: 'job_duration_seconds',
    help: 'Time that an attempt at a job took, by kind and outcome.',
    labelNames: ['kind', 'outcome'] as const,
    buckets: [0.01, 0.1, 1, 10, 60, 600, 3600],
    registers: [this.#registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  observe(method: string, route: string, status: number, seconds: number): void {
    this.#duration.observe({ method, route, status: String(status) }, seconds);
  }

  observeJob(kind: string, outcome: string, seconds: number): void {
    this.#jobs.observe({ kind, outcome }, seconds);
  }

  exposition(): Promise<string> {
    return this.#registry.metrics();
  }
}
