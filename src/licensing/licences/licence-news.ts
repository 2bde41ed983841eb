import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { AnnouncementsService, type EventType } from '../../webhooks/index.js';
import type { LicenceRow, LicenceView } from './licence.dto.js';
import { LICENCE_VIEW, licenceView } from './licence-list.js';

/** What is told of a licence. */
export type LicenceEvent = Extract<EventType, `licence.${string}`>;

/** Tells a licensee's programs, and the society's, what became of a licence. */
@Injectable()
export class LicenceNews {
  constructor(private readonly announcements: AnnouncementsService) {}

  /** @returns the licences as they are now, by their numbers */
  async tell(tx: Tx, news: readonly { licenceId: number; event: LicenceEvent }[]): Promise<Map<number, LicenceView>> {
    const rows = await tx.query<LicenceRow[]>(`${LICENCE_VIEW} where l.licence_id = any ($1)`, [
      news.map(({ licenceId }) => licenceId),
    ]);
    const licensees = new Map(rows.map(({ licenceId, licenseeId }) => [licenceId, licenseeId]));
    const views = new Map(rows.map((row) => [row.licenceId, licenceView(row)]));
    const events = news.flatMap(({ licenceId, event: type }) => {
      const data = views.get(licenceId)!;
      const audiences = [{ licensee: licensees.get(licenceId)! }, 'society'] as const;
      return audiences.map((audience) => ({ type, audience, subject: data.id, data }));
    });
    await this.announcements.announce(tx, ...events);
    return views;
  }
}
