import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { inTemporaryDirectory } from '../../platform/files/temporary-directory.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { JobHandler } from '../../platform/jobs/job-handler.js';
import type { RunningJob } from '../../platform/jobs/running-job.js';
import { ReportsService } from '../reports.service.js';
import { SYSTEM } from '../rules/acceptance.js';
import { UsageReport } from '../usage-report.entity.js';
import { restoreContent } from './report-contents.js';

export const VALIDATE_REPORT = 'usage-report.validate';

export interface ReportToValidate {
  report: number;
  /** For the progress: lines of the file, of which the first is its header. */
  lines: number;
}

/** What the job says when it is done. */
export interface ReportOutcome {
  report: string;
  state: string;
  acceptedLines: string | null;
  rejectedLines: string | null;
}

/** Reads the lines of a report that was received, and accepts it unless too many of them are rejected. */
@Injectable()
export class ValidateReportJob extends JobHandler {
  readonly kind = VALIDATE_REPORT;

  constructor(
    private readonly database: Database,
    private readonly reports: ReportsService,
  ) {
    super();
  }

  async run(input: ReportToValidate, job: RunningJob): Promise<void> {
    try {
      await inTemporaryDirectory('report', (directory) =>
        job.conclude((tx) => this.#validate(tx, input, job, join(directory, 'report.csv.gz'))),
      );
    } catch (error) {
      // What cannot be read at all leaves no lines, and a report that says why.
      if (error instanceof DomainError && error.code === 'report-unreadable') await this.#reject(input, job, error);
      throw error;
    }
  }

  async #validate(tx: Tx, { report: id, lines }: ReportToValidate, job: RunningJob, path: string) {
    // The same file sent twice has two jobs, of which the second finds the work done.
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('validation of a usage report', $1))`, [id]);
    const report = await tx.findOneByOrFail(UsageReport, { usageReportId: id });
    const [received, ...later] = await this.reports.history(tx, job.society, report);
    if (received !== undefined && later.length === 0) {
      await restoreContent(tx, id, path);
      const rows = Math.max(1, lines - 1);
      await this.reports.validate(tx, job.society, report, { path, gzip: true }, (done) => job.progress(done, rows));
    }
    return this.#outcome(tx, job.society, report);
  }

  async #outcome(tx: Tx, society: number, report: UsageReport): Promise<ReportOutcome> {
    const events = await this.reports.history(tx, society, report);
    const validated = events.find(({ state }) => state === 'validated');
    return {
      report: String(report.usageReportId),
      state: events.at(-1)!.state,
      acceptedLines: validated?.acceptedLines?.toString() ?? null,
      rejectedLines: validated?.rejectedLines?.toString() ?? null,
    };
  }

  async #reject({ report: id }: ReportToValidate, job: RunningJob, fault: DomainError): Promise<void> {
    await this.database.write(job.society, async (tx) => {
      const report = await tx.findOneByOrFail(UsageReport, { usageReportId: id });
      const reason = [fault.message, ...fault.details].join('\n');
      await this.reports.reject(tx, report, SYSTEM, reason);
    });
  }
}
