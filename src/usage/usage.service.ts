import { Injectable } from '@nestjs/common';
import type { Metric } from '../kernel/vocabulary.js';
import { LicencesService } from '../licensing/index.js';
import type { CsvFile } from '../platform/csv/read-csv.js';
import { readably } from '../platform/database/constraint.js';
import { copyInto } from '../platform/database/copy-into.js';
import type { Tx } from '../platform/database/database.js';
import { sqlFile } from '../platform/database/sql-file.js';
import type { RowBlock } from './incoming-rows.js';
import type { ReportFault } from './report-faults.js';
import type { ReportFigures } from './report-reader.js';
import type { LicenceTerms } from './rules/check-line.js';
import type { UsageReport } from './usage-report.entity.js';
import { IMPORT_REFUSALS } from './usage.errors.js';
import { UsageReading } from './usage-reading.js';

const CREATE_INCOMING = sqlFile(import.meta.url, 'sql/create-incoming.sql');
const STORE: Record<RowBlock['kind'], string> = {
  item: sqlFile(import.meta.url, 'sql/store-items.sql'),
  use: sqlFile(import.meta.url, 'sql/store-uses.sql'),
  line: sqlFile(import.meta.url, 'sql/store-lines.sql'),
  rejection: sqlFile(import.meta.url, 'sql/store-rejections.sql'),
};

const STORE_IMPORTED_DAYS = sqlFile(import.meta.url, 'sql/store-imported-days.sql');

export interface ReportFile {
  /** The name under which its lines are quoted. */
  name: string;
  path: string;
  /** SHA-256, where the file is to be known when it comes again. */
  contentSha256?: string;
}

@Injectable()
export class UsageService {
  constructor(private readonly licences: LicencesService) {}

  /**
   * Starts to read usage reports of the licences that there are, one after the other (contract ¶1). Lines that break a
   * rule are kept as rejections. The transaction is free meanwhile.
   * @param onProgress hears how many lines have been read and stored
   */
  async read(
    tx: Tx,
    society: number,
    files: readonly ReportFile[],
    onProgress: (lines: number) => void,
  ): Promise<UsageReading> {
    const reports: { reportId: number; path: string }[] = [];
    for (const { name, path, contentSha256 } of files) {
      const [{ id }] = (await tx.query(
        'insert into usage.usage_report (name, content_sha256) values ($1, $2) returning usage_report_id as id',
        [name, contentSha256 ?? null],
      )) as [{ id: number }];
      reports.push({ reportId: id, path });
    }
    return new UsageReading({ reports, terms: await this.#terms(tx, society) }, onProgress);
  }

  /** Starts to read one report of one licence and period: a line of another licence or day is rejected. */
  async readReport(
    tx: Tx,
    society: number,
    { usageReportId, licenceId, periodStart, periodEnd }: UsageReport,
    file: CsvFile,
    onProgress: (lines: number) => void,
  ): Promise<UsageReading> {
    const terms = [...(await this.#terms(tx, society))].filter(([, licence]) => licence.licenceId === licenceId);
    const reported = { start: periodStart!, end: periodEnd! };
    return new UsageReading(
      { reports: [{ reportId: usageReportId, ...file }], terms: new Map(terms), reported },
      onProgress,
    );
  }

  /**
   * Stores what is being read.
   * @returns figures in the order of the files, or for a file that cannot be taken in, what is wrong with it; the
   *   caller then has to roll back
   */
  async store(tx: Tx, reading: UsageReading): Promise<(ReportFigures | ReportFault[])[]> {
    await tx.query(CREATE_INCOMING);
    for await (const { kind, rows } of reading.blocks()) {
      await copyInto(tx, `incoming_${kind}`, rows);
      await tx.query(STORE[kind]);
    }
    await tx.query('select usage.analyze_loaded()');
    return reading.outcomes;
  }

  /**
   * Says of which days the files tell that were read and stored, so that nobody reports them again.
   * @param names of the files
   * @throws usage-reported, usage-distributed
   */
  async bindImported(tx: Tx, society: number, names: readonly string[]): Promise<void> {
    await readably(tx.query(STORE_IMPORTED_DAYS, [society, names]), IMPORT_REFUSALS);
  }

  /**
   * Reads what is being read and stores nothing of it.
   * @returns figures, or what keeps the file from being taken in
   */
  async check(reading: UsageReading): Promise<ReportFigures | ReportFault[]> {
    for await (const _ of reading.blocks());
    return reading.outcomes[0]!;
  }

  async #terms(tx: Tx, society: number): Promise<ReadonlyMap<string, LicenceTerms>> {
    const licences = await this.licences.byCode(tx, society);
    const terms = [...licences.values()].map((licence): [string, LicenceTerms] => [
      licence.code,
      {
        ...licence,
        metric: licence.metric as Metric,
        useTypes: new Set(licence.useTypes),
        territoryCodes: new Set(licence.territoryCodes),
      },
    ]);
    return new Map(terms);
  }
}
