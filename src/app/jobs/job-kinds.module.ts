import { Injectable, Module, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { CalculateDistribution, DistributionModule } from '../../distribution/index.js';
import { IdentityModule, SocietiesService } from '../../identity/index.js';
import { FollowLicenceCalendar, LicensingModule } from '../../licensing/index.js';
import { RemindTask, UsageModule, ValidateReportJob } from '../../usage/index.js';
import { Database } from '../../platform/database/database.js';
import type { CalendarTask, JobHandler } from '../../platform/jobs/job-handler.js';
import { Worker, type WorkerOptions } from '../../platform/jobs/worker.js';
import { FollowRepertoireCalendar, RepertoireModule } from '../../repertoire/index.js';
import { CONSTRAINT_PROBLEMS } from '../http/constraint-problems.js';

/** What is done after an answer went out. */
const HANDLERS: readonly Type<JobHandler>[] = [ValidateReportJob, CalculateDistribution];
/** What the calendar does. */
const TASKS: readonly Type<CalendarTask>[] = [FollowRepertoireCalendar, FollowLicenceCalendar, RemindTask];

/** All kinds of jobs that there are, and who does them. */
@Injectable()
export class JobKinds {
  constructor(
    private readonly database: Database,
    private readonly societies: SocietiesService,
    private readonly modules: ModuleRef,
  ) {}

  /** @param url of the database, as the role that the service logs in as */
  work(url: string, observe?: WorkerOptions['observe']): Promise<Worker> {
    return Worker.start({
      ...{ database: this.database, url, refusals: CONSTRAINT_PROBLEMS },
      handlers: HANDLERS.map((handler) => this.modules.get(handler, { strict: false })),
      tasks: TASKS.map((task) => this.modules.get(task, { strict: false })),
      societies: (tx) => this.societies.numbers(tx),
      ...(observe && { observe }),
    });
  }
}

@Module({ imports: [IdentityModule, RepertoireModule, LicensingModule, UsageModule, DistributionModule], providers: [JobKinds], exports: [JobKinds] })
export class JobKindsModule {}
