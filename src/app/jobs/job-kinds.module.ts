import { Injectable, Module } from '@nestjs/common';
import { CalculateDistribution, DistributionModule } from '../../distribution/index.js';
import { IdentityModule, SocietiesService } from '../../identity/index.js';
import { Database } from '../../platform/database/database.js';
import type { CalendarTask, JobHandler } from '../../platform/jobs/job-handler.js';
import { Worker, type WorkerOptions } from '../../platform/jobs/worker.js';
import { CONSTRAINT_PROBLEMS } from '../http/constraint-problems.js';

/** All that is done after an answer went out, or by the calendar. */
@Injectable()
export class JobKinds {
  readonly #handlers: readonly JobHandler[];
  readonly #tasks: readonly CalendarTask[] = [];

  constructor(
    private readonly database: Database,
    private readonly societies: SocietiesService,
    calculate: CalculateDistribution,
  ) {
    this.#handlers = [calculate];
  }

  /** @param url of the database, as the role that the service logs in as */
  work(url: string, observe?: WorkerOptions['observe']): Promise<Worker> {
    return Worker.start({
      ...{ database: this.database, url, refusals: CONSTRAINT_PROBLEMS },
      ...{ handlers: this.#handlers, tasks: this.#tasks },
      societies: (tx) => this.societies.numbers(tx),
      ...(observe && { observe }),
    });
  }
}

@Module({ imports: [IdentityModule, DistributionModule], providers: [JobKinds], exports: [JobKinds] })
export class JobKindsModule {}
