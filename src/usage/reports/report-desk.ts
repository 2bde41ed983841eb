import { Injectable } from '@nestjs/common';
import { IsNull, Not } from 'typeorm';
import { numberOf } from '../../platform/row-number.js';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import type { CsvAnswer } from '../../platform/http/csv-answer.js';
import { answerList } from '../../platform/http/list.js';
import type { Upload } from '../../platform/http/caller.js';
import { JobView } from '../../platform/jobs/job.dto.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { ReportsService } from '../reports.service.js';
import { tooManyRejected } from '../rules/acceptance.js';
import { reportNotFound, revisionNotFound } from '../usage.errors.js';
import { UsageReport } from '../usage-report.entity.js';
import {
  type ChangesPage,
  type ChangesQuery,
  type RejectedPage,
  type RejectedQuery,
  ReportCheckView,
  type ReportedPeriod,
  type ReportHistory,
  type ReportJob,
  type ReportPage,
  type ReportQuery,
  type ReportRow,
  type ReportUpload,
  type ReportView,
} from './report.dto.js';
import { storeContent } from './report-contents.js';
import { changeList, REPORT_VIEW, rejectedList, reportList, reportView } from './report-list.js';
import { type ReportToValidate, VALIDATE_REPORT } from './validate-report.job.js';

/** Usage reports as licensees send them and officers decide on them. Who sees which, the database says. */
@Injectable()
export class ReportDesk {
  constructor(
    private readonly reports: ReportsService,
    private readonly jobs: JobsService,
    private readonly audit: AuditService,
  ) {}

  list(tx: Tx, query: ReportQuery, csv: boolean): Promise<ReportPage | CsvAnswer> {
    return answerList(tx, reportList(query), query, csv, reportView);
  }

  /** @throws report-not-found */
  async get(tx: Tx, id: string): Promise<ReportView> {
    const [row] = await tx.query<ReportRow[]>(`${REPORT_VIEW} where r.usage_report_id = $1`, [numberOf(id)]);
    if (row === undefined) throw reportNotFound(id);
    return reportView(row);
  }

  /** @throws report-not-found */
  async history(tx: Tx, { scope }: Actor, id: string): Promise<ReportHistory> {
    const events = await this.reports.history(tx, scope.society, await this.#find(tx, id));
    return {
      items: events.map(({ state, actor, happenedAt, reason }) => ({
        ...{ state, actor, at: happenedAt.toISOString(), reason },
      })),
    };
  }

  /** @throws report-not-found */
  async rejected(tx: Tx, id: string, query: RejectedQuery, csv: boolean): Promise<RejectedPage | CsvAnswer> {
    const { usageReportId } = await this.#find(tx, id);
    return answerList(tx, rejectedList(usageReportId), query, csv, (line) => line);
  }

  /** @throws report-not-found, report-revision-not-found */
  async changes(tx: Tx, id: string, query: ChangesQuery, csv: boolean): Promise<ChangesPage | CsvAnswer> {
    const later = await this.#find(tx, id);
    const { licenceId, periodStart } = later;
    const revision = query.since ?? later.revision! - 1;
    const earlier =
      revision < later.revision!
        ? await tx.findOneBy(UsageReport, { licenceId: licenceId!, periodStart: periodStart!, revision })
        : null;
    if (earlier === null) throw revisionNotFound(revision);
    const plan = changeList(earlier.usageReportId, later.usageReportId);
    return answerList(tx, plan, query, csv, ({ rank: _, ...change }) => change);
  }

  /**
   * Takes a report in and has a job read it. The same file sent again for the same licence and period is the report that
   * it was, unless that was rejected.
   * @throws as ReportsService.receive does
   */
  async take(tx: Tx, actor: Actor, wanted: ReportUpload, upload: Upload): Promise<ReportJob> {
    const { society } = actor.scope;
    const report = await this.reports.receive(tx, society, { ...wanted, contentSha256: upload.sha256 }, actor.id);
    const { usageReportId } = report;
    const [kept] = await tx.query<[{ kept: boolean }]>(
      'select exists (select from usage.report_content where usage_report_id = $1) as kept',
      [usageReportId],
    );
    if (!kept.kept) {
      await storeContent(tx, usageReportId, upload.path);
      await this.#record(tx, actor, 'received', usageReportId, { after: { ...wanted, sha256: upload.sha256 } });
    }
    const input: ReportToValidate = { report: usageReportId, lines: upload.lines };
    const job = await this.jobs.enqueue(tx, actor.id, VALIDATE_REPORT, input);
    return { ...JobView.from(job), report: String(usageReportId) };
  }

  /** @throws as ReportsService.check does */
  async check(tx: Tx, { scope }: Actor, wanted: ReportUpload, upload: Upload): Promise<ReportCheckView> {
    const report = { ...wanted, contentSha256: upload.sha256 };
    const found = await this.reports.check(tx, scope.society, report, { path: upload.path, gzip: true });
    return {
      revision: found.revision,
      acceptedLines: String(found.accepted),
      rejectedLines: String(found.rejected),
      acceptedAtOnce: !tooManyRejected(found.accepted, found.rejected),
      unknownColumns: found.unknownColumns,
      rejections: [...found.rejections].map(([code, lines]) => ({ code, lines: String(lines) })),
      firstRejected: found.firstRejected.map(({ line, code, message }) => ({ line: String(line), code, message })),
    };
  }

  /** @throws as ReportsService.receive does */
  async takeNil(tx: Tx, actor: Actor, wanted: ReportedPeriod): Promise<ReportView> {
    const nil = { ...wanted, name: 'nothing used', contentSha256: null };
    const { usageReportId } = await this.reports.receive(tx, actor.scope.society, nil, actor.id);
    await this.#record(tx, actor, 'received', usageReportId, { after: { ...wanted, nil: true } });
    return this.get(tx, String(usageReportId));
  }

  /** @throws report-not-found, report-state, report-distributed */
  async accept(tx: Tx, actor: Actor, id: string): Promise<ReportView> {
    const report = await this.#find(tx, id);
    await this.reports.accept(tx, actor.scope.society, report, actor.id);
    await this.#record(tx, actor, 'accepted', report.usageReportId, {});
    return this.get(tx, id);
  }

  /** @throws report-not-found, report-state */
  async reject(tx: Tx, actor: Actor, id: string, reason: string): Promise<ReportView> {
    const report = await this.#find(tx, id);
    await this.reports.reject(tx, report, actor.id, reason);
    await this.#record(tx, actor, 'rejected', report.usageReportId, { reason });
    return this.get(tx, id);
  }

  async #find(tx: Tx, id: string): Promise<UsageReport> {
    // A file of a folder is no report of a licence, and has no life to be told of.
    const report = await tx.findOneBy(UsageReport, { usageReportId: numberOf(id), licenceId: Not(IsNull()) });
    if (report === null) throw reportNotFound(id);
    return report;
  }

  #record(
    tx: Tx,
    actor: Actor,
    done: string,
    report: number,
    more: { reason?: string; after?: object },
  ): Promise<void> {
    return this.audit.record(tx, actor.id, { action: `usage-report.${done}`, subject: String(report), ...more });
  }
}
