import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { CalendarTask } from '../../platform/jobs/job-handler.js';
import { FIND_DUTIES } from './report-duty-list.js';

/** Reminds licensees of reports that they owe, and says when one is late: once each (domain, C7). */
@Injectable()
export class RemindTask extends CalendarTask {
  readonly kind = 'usage-report.remind';

  constructor(private readonly database: Database) {
    super();
  }

  async run(society: number, now: Date): Promise<void> {
    await this.database.write(society, (tx) =>
      tx.query(
        `insert into usage.reminder (licence_id, period_start, kind, period_end, due_on)
         select licence_id, period_start, state, period_end, due_on
         from (${FIND_DUTIES}) duty
         where state = 'overdue' or state = 'due' and due_on - reminder_days <= $1::date
         on conflict do nothing`,
        [now.toISOString().slice(0, 10)],
      ),
    );
  }
}
