import { Injectable } from '@nestjs/common';
import { AuditService, CALENDAR } from '../identity/index.js';
import { Database } from '../platform/database/database.js';
import { CalendarTask } from '../platform/jobs/job-handler.js';
import { DutiesService } from './duties/duties.service.js';
import { ListingNews } from './listing-news.js';
import { ListingsService } from './listings/listings.service.js';

/**
 * Opens and ends windows, tells platforms what has changed since, titles of works too, and marks the duties that are late.
 * What was missed it catches up.
 */
@Injectable()
export class FollowProtectionCalendar extends CalendarTask {
  readonly kind = 'protection.follow-calendar';

  constructor(
    private readonly database: Database,
    private readonly listings: ListingsService,
    private readonly duties: DutiesService,
    private readonly news: ListingNews,
    private readonly audit: AuditService,
  ) {
    super();
  }

  run(society: number, now: Date): Promise<void> {
    return this.database.write(society, async (tx) => {
      const stepped = await this.listings.followWindows(tx, now, CALENDAR);
      await this.news.ofCalendar(
        tx,
        society,
        now,
        stepped.map(({ listingId }) => listingId),
      );
      const overdue = await this.duties.markOverdue(tx, now, CALENDAR);
      await this.audit.recordAll(tx, CALENDAR, [
        ...stepped.map(({ listingId, state, reason }) => ({
          ...{
            action: state === 'window' ? 'listing.window-opened' : 'listing.ended',
            subject: `listing/${listingId}`,
            reason,
          },
        })),
        ...overdue.map((after) => ({
          ...{ action: 'listing-duty.overdue', subject: `listing-duty/${after.id}`, reason: after.reason, after },
        })),
      ]);
    });
  }
}
