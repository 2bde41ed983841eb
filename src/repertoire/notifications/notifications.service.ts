import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { AnnouncementsService, type EventType } from '../../webhooks/index.js';
import type { NotificationRow } from './notification.dto.js';
import { NOTIFICATIONS, notificationView } from './notification-list.js';

type ToldEvent = Extract<EventType, `dispute.${string}` | `mandate.${string}`>;

/** What a party is told of. The events bear the same names, spelt as events are. */
export type NotificationKind = Exclude<ToldEvent, 'mandate.notice-given'> | 'mandate.notice_given';

/** Tells parties what happened to their mandates and disputes: a row that they can read, and a webhook. */
@Injectable()
export class NotificationsService {
  constructor(private readonly announcements: AnnouncementsService) {}

  /** Every party to the disputes. */
  async tellOfDisputes(tx: Tx, disputeIds: readonly number[], kind: NotificationKind): Promise<void> {
    const rows = await tx.query<Told[]>(
      `insert into repertoire.notification (party_id, kind, dispute_id, due)
       select distinct c.party_id, $2, c.dispute_id,
         case $2 when 'dispute.notified' then s.evidence_due when 'dispute.recommended' then s.decision_due end
       from repertoire.dispute_claim c
       join repertoire.dispute_standing s on s.dispute_id = c.dispute_id
       where c.dispute_id = any ($1)
       returning notification_id, party_id`,
      [disputeIds, kind],
    );
    await this.#announce(tx, rows, kind);
  }

  /** The party of each mandate; due is the last day of the mandate, where it has one. */
  async tellOfMandates(tx: Tx, mandateIds: readonly number[], kind: NotificationKind): Promise<void> {
    const rows = await tx.query<Told[]>(
      `insert into repertoire.notification (party_id, kind, mandate_id, due)
       select m.party_id, $2, m.mandate_id, (
         select nullif(max(coalesce(d.valid_to, 'infinity')), 'infinity') from repertoire.mandated('infinity') d
         where d.mandate_id = m.mandate_id)
       from repertoire.mandate m where m.mandate_id = any ($1)
       returning notification_id, party_id`,
      [mandateIds, kind],
    );
    await this.#announce(tx, rows, kind);
  }

  async #announce(tx: Tx, told: readonly Told[], kind: NotificationKind): Promise<void> {
    if (told.length === 0) return;
    const type: ToldEvent = kind === 'mandate.notice_given' ? 'mandate.notice-given' : kind;
    const parties = new Map(told.map(({ notification_id: id, party_id: party }) => [id, party]));
    const rows = await tx.query<NotificationRow[]>(`${NOTIFICATIONS} where n.notification_id = any ($1) order by 1`, [
      [...parties.keys()],
    ]);
    const events = rows.map((row) => {
      const audience = { party: parties.get(row.id)! };
      return { type, audience, subject: row.dispute ?? row.mandate ?? row.id, data: notificationView(row) };
    });
    await this.announcements.announce(tx, ...events);
  }
}

interface Told {
  /** bigint, as the driver gives it. */
  notification_id: string;
  party_id: number;
}
