import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/database.js';
import type { EventType } from './event-types.js';

/** Whose endpoints are told: one licensee's, one party's, or the society's own. Nobody's are told what is another's. */
export type Audience = { licensee: number } | { party: number } | 'society';

/** Something that happened, in the words of the API. */
export interface Announcement {
  type: EventType;
  audience: Audience;
  /** The code or number of what it happened to. */
  subject: string;
  /** As EVENT_TYPES shows it: what GET would give, so that the reader need not ask. */
  data: object;
}

/** Tells those who registered an endpoint what happened. */
@Injectable()
export class AnnouncementsService {
  /**
   * Has events sent once the transaction commits; rolled back, nothing happened and nothing is told. Several at once are
   * one statement. A transaction of a licensee or holder can tell its own side and the society.
   */
  async announce(tx: Tx, ...announcements: readonly Announcement[]): Promise<void> {
    if (announcements.length === 0) return;
    const timestamp = new Date().toISOString();
    const events = announcements.map(({ type, audience, subject, data }) => ({
      ...{ type, subject, body: JSON.stringify({ type, timestamp, data }) },
      ...(audience !== 'society' && audience),
    }));
    await tx.query('select webhooks.announce($1)', [JSON.stringify(events)]);
  }
}
