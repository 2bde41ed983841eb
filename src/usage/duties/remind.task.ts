import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { CalendarTask } from '../../platform/jobs/job-handler.js';
import { AnnouncementsService } from '../../webhooks/index.js';
import { FIND_DUTIES } from './report-duty-list.js';

/** Reminds licensees of reports that they owe, and says when one is late: once each (domain, C7). */
@Injectable()
export class RemindTask extends CalendarTask {
  readonly kind = 'usage-report.remind';

  constructor(
    private readonly database: Database,
    private readonly announcements: AnnouncementsService,
  ) {
    super();
  }

  async run(society: number, now: Date): Promise<void> {
    await this.database.write(society, async (tx) => {
      const reminders = await tx.query<Reminder[]>(
        `with told as (
           insert into usage.reminder (licence_id, period_start, kind, period_end, due_on)
           select licence_id, period_start, state, period_end, due_on
           from (${FIND_DUTIES}) duty
           where state = 'overdue' or state = 'due' and due_on - reminder_days <= $1::date
           on conflict do nothing
           returning *
         )
         select l.licensee_id as told, t.kind, l.code as licence, n.name as licensee, t.period_start::text as "periodStart",
           t.period_end::text as "periodEnd", t.due_on::text as "dueOn"
         from told t
         join licensing.licence l on l.licence_id = t.licence_id
         join licensing.licensee n on n.licensee_id = l.licensee_id
         order by l.code, t.period_start`,
        [now.toISOString().slice(0, 10)],
      );
      const events = reminders.map(({ told: licensee, kind, ...duty }) => ({
        ...({ type: `usage-report.${kind}`, audience: { licensee }, subject: duty.licence } as const),
        data: { ...duty, state: kind },
      }));
      await this.announcements.announce(tx, ...events);
    });
  }
}

interface Reminder {
  /** The licensee's number. */
  told: number;
  kind: 'due' | 'overdue';
  licence: string;
  licensee: string;
  periodStart: string;
  periodEnd: string;
  dueOn: string;
}
