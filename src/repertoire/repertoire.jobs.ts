import { Injectable } from '@nestjs/common';
import { AuditService, CALENDAR } from '../identity/index.js';
import { Database, type Tx } from '../platform/database/database.js';
import { CalendarTask } from '../platform/jobs/job-handler.js';
import { DisputesService } from './disputes/disputes.service.js';
import { MandatesService } from './mandates/mandates.service.js';

const REASON = 'the last day is over';

/** Ends mandates and expires disputes whose last day is over everywhere, by the database's clock. */
@Injectable()
export class FollowRepertoireCalendar extends CalendarTask {
  readonly kind = 'repertoire.follow-calendar';

  constructor(
    private readonly database: Database,
    private readonly mandates: MandatesService,
    private readonly disputes: DisputesService,
    private readonly audit: AuditService,
  ) {
    super();
  }

  run(society: number): Promise<void> {
    return this.database.write(society, async (tx) => {
      await this.#endMandates(tx);
      await this.disputes.expireOver(tx, { actor: CALENDAR, reason: REASON });
    });
  }

  async #endMandates(tx: Tx): Promise<void> {
    const ended = await this.mandates.endOver(tx, { role: 'SYS', actor: CALENDAR, reason: REASON });
    const deeds = ended.map((subject) => ({ action: 'mandate.ended', subject, reason: REASON }));
    await this.audit.recordAll(tx, CALENDAR, deeds);
  }
}
