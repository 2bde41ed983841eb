import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { LicencesService } from '../licensing/index.js';
import type { CsvFile } from '../platform/csv/read-csv.js';
import { readably } from '../platform/database/constraint.js';
import type { Tx } from '../platform/database/database.js';
import { insertRows } from '../platform/database/insert-rows.js';
import type { ReportFigures } from './report-reader.js';
import { SYSTEM, tooManyRejected } from './rules/acceptance.js';
import { AnnouncementsService } from '../webhooks/index.js';
import { REPORT_VIEW, reportView } from './reports/report-list.js';
import type { ReportRow } from './reports/report.dto.js';
import { ReportEvent, UsageReport } from './usage-report.entity.js';
import { licenceNotFound, refusalsOf, reportKnown, reportUnreadable } from './usage.errors.js';
import { UsageService } from './usage.service.js';

/** A report as it is announced, before its lines are read. */
export interface NewReport {
  /** The licence's id. */
  licence: string;
  periodStart: string;
  /** Last day. */
  periodEnd: string;
  /** Name of the file, or what the licensee calls the report. */
  name: string;
  /** SHA-256 of the file; null says that nothing was used. */
  contentSha256: string | null;
}

export interface ReportCheck extends ReportFigures {
  /** That it would be. */
  revision: number;
}

type Step = Pick<ReportEvent, 'state' | 'actor'> &
  Partial<Pick<ReportEvent, 'reason' | 'acceptedLines' | 'rejectedLines'>>;

/** What licensees report of their licences, revision by revision (domain, C7 and States). */
@Injectable()
export class ReportsService {
  constructor(
    private readonly licences: LicencesService,
    private readonly usage: UsageService,
    private readonly announcements: AnnouncementsService,
  ) {}

  /**
   * Takes note of a report, whose lines `validate` then reads. The same file sent again for the same licence and period
   * is the report that it was, unless that was rejected. A nil report is accepted at once.
   * @throws licence-not-found, report-period-crosses, report-period-reversed, report-distributed
   */
  async receive(tx: Tx, society: number, report: NewReport, actor: string): Promise<UsageReport> {
    const licence = (await this.licences.byCode(tx, society)).get(report.licence);
    if (!licence) throw licenceNotFound(report.licence);
    const { periodStart, periodEnd, name, contentSha256 } = report;
    const place = { societyId: society, licenceId: licence.licenceId, periodStart };
    const same = await tx.findBy(UsageReport, {
      ...place,
      periodEnd,
      contentSha256: contentSha256 ?? IsNull(),
    });
    for (const earlier of same) {
      if ((await this.#last(tx, society, earlier))?.state !== 'rejected') return earlier;
    }
    const [latest] = await tx.find(UsageReport, { where: place, order: { revision: 'DESC' }, take: 1 });
    const revision = 1 + (latest?.revision ?? 0);
    const row = { licenceId: licence.licenceId, periodStart, periodEnd, revision, name, contentSha256 };
    await readably(insertRows(tx, UsageReport, [row]), refusalsOf(name));
    const received = await tx.findOneByOrFail(UsageReport, { ...place, revision });
    await this.#step(tx, received, { state: 'received', actor });
    if (contentSha256 === null) await this.accept(tx, society, received, actor);
    return received;
  }

  /**
   * Reads and stores the lines of a received report, and accepts it unless too many are rejected: then a person decides.
   * @param file as it was sent
   * @param onProgress hears how many lines have been read and stored
   * @throws report-unreadable, after which the caller rolls back and rejects the report
   */
  async validate(
    tx: Tx,
    society: number,
    report: UsageReport,
    file: CsvFile,
    onProgress: (lines: number) => void,
  ): Promise<ReportEvent> {
    const reading = await this.usage.readReport(tx, society, report, file, onProgress);
    try {
      const [outcome] = await this.usage.store(tx, reading);
      if (Array.isArray(outcome)) throw reportUnreadable(report.name, outcome);
      const { accepted, rejected } = outcome!;
      await this.#step(tx, report, {
        state: 'validated',
        actor: SYSTEM,
        acceptedLines: BigInt(accepted),
        rejectedLines: BigInt(rejected),
      });
      if (!tooManyRejected(accepted, rejected)) await this.accept(tx, society, report, SYSTEM);
    } finally {
      await reading.close();
    }
    return (await this.#last(tx, society, report))!;
  }

  /**
   * Says what would become of a report, and leaves nothing behind.
   * @throws as receive and validate do, and report-known if the same file was taken in before
   */
  async check(tx: Tx, society: number, report: NewReport, file: CsvFile): Promise<ReportCheck> {
    // A savepoint: what the check needs to be there goes again with it.
    const savepoint = tx.queryRunner!;
    await savepoint.startTransaction();
    try {
      const received = await this.receive(tx, society, report, SYSTEM);
      const { length } = await this.history(tx, society, received);
      if (length > 1) throw reportKnown(report.name, received.usageReportId);
      const reading = await this.usage.readReport(tx, society, received, file, () => undefined);
      try {
        const outcome = await this.usage.check(reading);
        if (Array.isArray(outcome)) throw reportUnreadable(report.name, outcome);
        return { revision: received.revision!, ...outcome };
      } finally {
        await reading.close();
      }
    } finally {
      await savepoint.rollbackTransaction();
    }
  }

  /** Its lines count from now on, and those of the revision before no longer. @throws report-state, report-distributed */
  async accept(tx: Tx, society: number, report: UsageReport, actor: string): Promise<void> {
    const others = await tx.findBy(UsageReport, {
      societyId: society,
      licenceId: report.licenceId!,
      periodStart: report.periodStart!,
    });
    for (const other of others.filter(({ revision }) => revision! < report.revision!)) {
      if ((await this.#last(tx, society, other))?.state === 'accepted')
        await this.#step(tx, other, { state: 'superseded', actor });
    }
    await this.#step(tx, report, { state: 'accepted', actor });
  }

  /** @throws report-state */
  reject(tx: Tx, report: UsageReport, actor: string, reason: string): Promise<void> {
    return this.#step(tx, report, { state: 'rejected', actor, reason });
  }

  /** What happened to it, in order. */
  history(tx: Tx, society: number, { usageReportId }: UsageReport): Promise<ReportEvent[]> {
    return tx.find(ReportEvent, { where: { societyId: society, usageReportId }, order: { ordinal: 'ASC' } });
  }

  async #last(tx: Tx, society: number, report: UsageReport): Promise<ReportEvent | undefined> {
    return (await this.history(tx, society, report)).at(-1);
  }

  async #step(tx: Tx, { usageReportId, name }: UsageReport, step: Step): Promise<void> {
    await readably(
      tx.query(
        `insert into usage.report_event
           (usage_report_id, ordinal, state, actor, reason, accepted_lines, rejected_lines)
         select $1, coalesce(max(ordinal), 0) + 1, $2, $3, $4, $5, $6
         from usage.report_event where usage_report_id = $1`,
        [
          usageReportId,
          step.state,
          step.actor,
          step.reason ?? null,
          step.acceptedLines ?? null,
          step.rejectedLines ?? null,
        ],
      ),
      refusalsOf(name),
    );
    if (isTold(step.state)) await this.#announce(tx, usageReportId, step.state);
  }

  async #announce(tx: Tx, id: number, state: ToldState): Promise<void> {
    const [{ licensee_id: licensee, ...row }] = await tx.query<[ReportRow & { licensee_id: number }]>(
      `select v.*, n.licensee_id from (${REPORT_VIEW}) v join licensing.licensee n on n.name = v.licensee where v.id = $1`,
      [id],
    );
    const event = { type: `usage-report.${state}`, audience: { licensee }, subject: String(id) } as const;
    await this.announcements.announce(tx, { ...event, data: reportView(row) });
  }
}

/** What the licensee's programs are told of. */
const TOLD = ['validated', 'accepted', 'rejected'] as const;
type ToldState = (typeof TOLD)[number];

function isTold(state: string): state is ToldState {
  return (TOLD as readonly string[]).includes(state);
}
