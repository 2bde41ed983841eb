import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/database.js';
import { AnnouncementsService, type Audience } from '../webhooks/index.js';
import { DutiesService } from './duties/duties.service.js';
import { FeedService, type Published } from './feed/feed.service.js';
import { WarningsService } from './warnings/warnings.service.js';

/** Who is said to do what follows from a listing by itself. */
const BY_ITSELF = 'system:protection';

/** What follows from a change of the list: the feed tells it, services get or lose duties, licences are looked through. */
@Injectable()
export class ListingNews {
  constructor(
    private readonly feed: FeedService,
    private readonly duties: DutiesService,
    private readonly warnings: WarningsService,
    private readonly announcements: AnnouncementsService,
  ) {}

  /** After a step of one listing. */
  async ofStep(tx: Tx, society: number, listing: number): Promise<void> {
    await this.#tell(tx, await this.feed.publish(tx, society, [listing]));
    await this.duties.assign(tx, { listings: [listing] });
    await this.duties.lift(tx, [listing], BY_ITSELF);
    await this.warnings.find(tx, new Date(), [listing]);
  }

  /** Every hour: works have other titles, services were opened, licences granted. @param stepped by the calendar just now */
  async ofCalendar(tx: Tx, society: number, now: Date, stepped: readonly number[]): Promise<void> {
    await this.#tell(tx, await this.feed.publish(tx, society));
    await this.duties.assign(tx, {});
    await this.duties.lift(tx, stepped, BY_ITSELF);
    await this.warnings.find(tx, now);
  }

  /** Every platform with a service is told of each change, and the society’s programs are. */
  async #tell(tx: Tx, published: readonly Published[]): Promise<void> {
    if (published.length === 0) return;
    const platforms = await tx.query<{ licensee: number }[]>(
      'select distinct licensee_id as licensee from protection.service_standing where open and licensee_id is not null',
    );
    const audiences: Audience[] = ['society', ...platforms];
    const events = published.flatMap(({ number, content }) =>
      audiences.map((audience) => ({
        ...({ type: 'listing.changed', audience, subject: `listing/${content.id}` } as const),
        data: { number, ...content },
      })),
    );
    await this.announcements.announce(tx, ...events);
  }
}
