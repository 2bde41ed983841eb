import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { CalendarTask } from '../platform/jobs/job-handler.js';
import { GrantsService } from './licences/grants.service.js';

/** West of the date line a day ends twelve hours after it does in Greenwich; nowhere later. */
const LATEST_MS = 12 * 3_600_000;

/** Has offers lapse and licences expire when their last day is over everywhere. */
@Injectable()
export class FollowLicenceCalendar extends CalendarTask {
  readonly kind = 'licence.follow-calendar';

  constructor(
    private readonly database: Database,
    private readonly grants: GrantsService,
  ) {
    super();
  }

  async run(society: number, now: Date): Promise<void> {
    const today = new Date(now.getTime() - LATEST_MS).toISOString().slice(0, 10);
    await this.database.write(society, (tx) => this.grants.followCalendar(tx, society, today));
  }
}
