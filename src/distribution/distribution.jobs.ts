import { Injectable } from '@nestjs/common';
import { AuditService } from '../identity/index.js';
import { readOneState } from '../platform/database/database.js';
import { JobHandler } from '../platform/jobs/job-handler.js';
import type { RunningJob } from '../platform/jobs/running-job.js';
import { DistributionService } from './distribution.service.js';

export const CALCULATE = 'distribution.calculate';

/** Calculates an open distribution, and measures the result. */
@Injectable()
export class CalculateDistribution extends JobHandler {
  readonly kind = CALCULATE;

  constructor(
    private readonly distributions: DistributionService,
    private readonly audit: AuditService,
  ) {
    super();
  }

  /**
   * All in one transaction: cut off, it leaves the distribution open. It tells no progress on the way, since that would
   * change the job's row beside a transaction that has to end by changing it too.
   */
  run({ distribution }: { distribution: number }, job: RunningJob): Promise<void> {
    return job.conclude(async (tx) => {
      await readOneState(tx);
      const run = { society: job.society, distributionId: distribution };
      await this.distributions.calculate(tx, run, job.askedBy, () => undefined);
      await this.audit.record(tx, job.askedBy, {
        ...{
          action: 'distribution.calculated',
          subject: `distribution/${distribution}`,
          before: { state: 'open' },
          after: { state: 'calculated' },
        },
      });
      return { distribution: String(distribution) };
    });
  }
}
