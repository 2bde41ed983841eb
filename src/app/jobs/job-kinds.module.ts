import { Injectable, Module, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { CalculateDistribution, DistributionModule } from '../../distribution/index.js';
import { ExportDistributionJob, FolderModule } from '../../folder/index.js';
import { IdentityModule, SocietiesService } from '../../identity/index.js';
import { FollowLicenceCalendar, LicensingModule } from '../../licensing/index.js';
import { Database } from '../../platform/database/database.js';
import type { CalendarTask, Errand, JobHandler } from '../../platform/jobs/job-handler.js';
import { Worker, type WorkerOptions } from '../../platform/jobs/worker.js';
import { FollowProtectionCalendar, ProtectionModule } from '../../protection/index.js';
import { FollowRepertoireCalendar, RepertoireModule, ReviewDisputesJob } from '../../repertoire/index.js';
import { RemindTask, UsageModule, ValidateReportJob } from '../../usage/index.js';
import { CatchUpDeliveries, DeliverWebhook, WebhooksDeliveryModule, WebhooksModule } from '../../webhooks/index.js';
import { CONSTRAINT_PROBLEMS } from '../http/constraint-problems.js';
import { AnnounceEndedJob } from './announce-ended-job.js';
import { PruneTask } from './prune.task.js';

/** Who does the jobs, the calendar's tasks and the errands: a further one is named here, and its module below. */
const HANDLERS: readonly Type<JobHandler>[] = [
  ...[ValidateReportJob, CalculateDistribution, ReviewDisputesJob],
  ExportDistributionJob,
];
const TASKS: readonly Type<CalendarTask>[] = [
  ...[FollowRepertoireCalendar, FollowLicenceCalendar, FollowProtectionCalendar, RemindTask],
  ...[CatchUpDeliveries, PruneTask],
];
const ERRANDS: readonly Type<Errand>[] = [DeliverWebhook];

/** All that is done after an answer went out, or by the calendar. */
@Injectable()
export class JobKinds {
  constructor(
    private readonly database: Database,
    private readonly societies: SocietiesService,
    private readonly announceEnded: AnnounceEndedJob,
    private readonly modules: ModuleRef,
  ) {}

  /** @param url of the database, as the role that the service logs in as */
  work(url: string, observe?: WorkerOptions['observe']): Promise<Worker> {
    return Worker.start({
      ...{ database: this.database, url, refusals: CONSTRAINT_PROBLEMS },
      ...{ handlers: this.#all(HANDLERS), tasks: this.#all(TASKS), errands: this.#all(ERRANDS) },
      ended: (tx, job) => this.announceEnded.announce(tx, job),
      societies: (tx) => this.societies.numbers(tx),
      ...(observe && { observe }),
    });
  }

  #all<T>(types: readonly Type<T>[]): T[] {
    return types.map((type) => this.modules.get(type, { strict: false }));
  }
}

@Module({
  imports: [
    ...[IdentityModule, RepertoireModule, LicensingModule, UsageModule, DistributionModule, FolderModule],
    ...[ProtectionModule, WebhooksModule, WebhooksDeliveryModule],
  ],
  providers: [JobKinds, AnnounceEndedJob, PruneTask],
  exports: [JobKinds],
})
export class JobKindsModule {}
