import { addDays } from '../../src/kernel/calendar-day.js';
import { LicencesService } from '../../src/licensing/index.js';
import { Attempts } from '../../src/platform/jobs/attempts.js';
import { ValidateReportJob } from '../../src/usage/index.js';
import type { Cases, Stage, Subject } from './cases.js';
import { exampleFile, type Operation } from './openapi.js';

const HEADER = 'licence_id,use_type,territory,used_on,views,resource_id,title,year\n';
let days = 0;

type Period = Record<'licence' | 'periodStart' | 'periodEnd', string>;

/** Usage reports of one licence, each of a day of its own. */
export class ReportCases implements Cases {
  /** A second revision of which a line is rejected, so that there is something to be seen of each kind. */
  #standing!: Subject;

  private constructor(
    private readonly stage: Stage,
    private readonly licence: string,
  ) {}

  /** @param licensee whose licence it is */
  static async furnish(stage: Stage, licensee: string): Promise<ReportCases> {
    const cases = new ReportCases(stage, `${stage.name}-reported`);
    const licences = stage.service.app.get(LicencesService, { strict: false });
    await stage.service.db.database.write(stage.society, (tx) =>
      licences.add(tx, stage.society, [
        {
          ...{ code: cases.licence, licensee, useTypes: ['svod'], territoriesExcept: true, territoryCodes: [] },
          ...{ validFrom: '2020-01-01', validTo: '2026-12-31', currency: 'EUR', metric: 'views' },
        },
      ]),
    );
    const period = cases.#period();
    await cases.#received(period, `${stage.name} film`);
    cases.#standing = { path: { id: await cases.#received(period, 'another film') } };
    return cases;
  }

  knows({ path }: Operation): boolean {
    return /^\/v1\/(?:usage-reports|report-duties)\b/.test(path);
  }

  async subject(operation: Operation): Promise<Subject> {
    const { method, path } = operation;
    if (path === '/v1/report-duties' || path === '/v1/usage-reports/{id}') return this.#standing;
    if (path.endsWith('/nil')) return { body: this.#period(), refers: true };
    if (method === 'POST' && path.includes('{')) return { path: { id: await this.#received(this.#period()) } };
    if (method === 'GET') return this.#standing;
    // The example's lines, with the licence that there is.
    return { query: this.#period(), file: exampleFile(operation)!.replace('stream-2026', this.licence), refers: true };
  }

  #period(): Period {
    const day = addDays('2020-01-01', ++days);
    return { licence: this.licence, periodStart: day, periodEnd: day };
  }

  /** A report that was read, with too many rejected lines to be accepted by itself. @returns its id */
  async #received(period: Period, title = 'film'): Promise<string> {
    const { service, society, tokens } = this.stage;
    const line = `${this.licence},svod,FR,${period.periodStart},1,,${title},1999\n`;
    const taken = await service.call('POST', `/v1/usage-reports?${new URLSearchParams(period).toString()}`, {
      ...{ token: tokens.LO, headers: { 'Content-Type': 'text/csv' } },
      body: `${HEADER}${line}${line.replace(',1,,', ',many,,')}`,
    });
    if (taken.status !== 202) throw new Error(`No report was taken: ${taken.status} ${taken.text}`);
    const { id, report } = taken.json as { id: string; report: string };
    const attempts = new Attempts(service.db.database, {}, () => Promise.resolve());
    const outcome = await attempts.make(
      service.app.get(ValidateReportJob, { strict: false }),
      { society, job: id },
      true,
    );
    if (outcome !== 'done') throw new Error(`The report was not read: ${outcome}`);
    return report;
  }
}
