import { Injectable } from '@nestjs/common';
import { AuditService, CALENDAR } from '../identity/index.js';
import { Database, type Tx } from '../platform/database/database.js';
import { sqlFile } from '../platform/database/sql-file.js';
import { CalendarTask } from '../platform/jobs/job-handler.js';
import { MandatesService } from '../repertoire/index.js';
import { GrantsService } from './licences/grants.service.js';
import { LicenceNews } from './licences/licence-news.js';

const FIND_TAILS = sqlFile(import.meta.url, 'licences/sql/find-tails.sql');

/** West of the date line a day ends twelve hours after it does in Greenwich; nowhere later. */
const LATEST_MS = 12 * 3_600_000;

/**
 * Has offers lapse and licences expire when their last day is over everywhere, and marks how long licences run on under a
 * mandate whose days are over [C2], if no officer has done so.
 */
@Injectable()
export class FollowLicenceCalendar extends CalendarTask {
  readonly kind = 'licence.follow-calendar';

  constructor(
    private readonly database: Database,
    private readonly grants: GrantsService,
    private readonly news: LicenceNews,
    private readonly mandates: MandatesService,
    private readonly audit: AuditService,
  ) {
    super();
  }

  async run(society: number, now: Date): Promise<void> {
    const today = new Date(now.getTime() - LATEST_MS).toISOString().slice(0, 10);
    await this.database.write(society, async (tx) => {
      await this.#endLicences(tx, society, today);
      await this.#markTails(tx);
    });
  }

  async #endLicences(tx: Tx, society: number, today: string): Promise<void> {
    const ended = await this.grants.followCalendar(tx, society, today);
    const news = ended.map(({ licenceId, state }) => ({ licenceId, event: `licence.${state}` as const }));
    const views = await this.news.tell(tx, news);
    const deeds = ended.map(({ licenceId, state, reason }) => {
      const after = views.get(licenceId)!;
      return { action: `licence.${state}`, subject: after.id, reason, after };
    });
    await this.audit.recordAll(tx, CALENDAR, deeds);
  }

  async #markTails(tx: Tx): Promise<void> {
    const over = await tx.query<{ mandate_id: number; code: string; until: string | null }[]>(FIND_TAILS);
    const reason = 'the licences that were granted under it were looked up';
    for (const { mandate_id, until } of over) {
      await this.mandates.markTail(tx, mandate_id, until, { actor: CALENDAR, reason });
    }
    const deeds = over.map(({ code, until }) => ({
      action: 'mandate.tail-marked',
      subject: code,
      reason,
      after: { until },
    }));
    await this.audit.recordAll(tx, CALENDAR, deeds);
  }
}
