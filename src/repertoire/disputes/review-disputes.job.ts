import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { JobHandler } from '../../platform/jobs/job-handler.js';
import type { RunningJob } from '../../platform/jobs/running-job.js';
import { DisputesService } from './disputes.service.js';

export const REVIEW_DISPUTES = 'disputes.review';

export interface WorkToReview {
  work: number;
  /** What led to it. */
  reason: string;
}

/** Brings disputes up to claims that a holder changed: it sees no rivals, so that the society does it afterwards. */
@Injectable()
export class ReviewDisputesJob extends JobHandler {
  readonly kind = REVIEW_DISPUTES;

  constructor(
    private readonly database: Database,
    private readonly disputes: DisputesService,
  ) {
    super();
  }

  run({ work, reason }: WorkToReview, job: RunningJob): Promise<void> {
    const actor = { id: job.askedBy, roles: [], scope: { society: job.society } };
    return job.conclude(async (tx) => {
      await this.disputes.review(tx, [work], { actor, reason });
      return {};
    });
  }
}
