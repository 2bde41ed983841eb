import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { AnnouncementsService, type EventType } from '../../webhooks/index.js';
import type { DutyRow, DutyView } from './duty.dto.js';
import { DUTY_VIEW, dutyView } from './duty-list.js';
import type { DutyState } from './duty.states.js';

/** Who takes a step, in which role, and why. */
export interface DutyStep {
  role: 'L' | 'PO' | 'SYS';
  actor: string;
  reason: string;
}

/** What listings ask of services, as sets. */
@Injectable()
export class DutiesService {
  constructor(private readonly announcements: AnnouncementsService) {}

  /** Assigns what is missing, of one service, for some listings, or all, and tells the platforms. */
  async assign(
    tx: Tx,
    { service, listings }: { service?: number; listings?: readonly number[] | undefined },
  ): Promise<void> {
    const rows = await tx.query<{ id: string }[]>('select duty_id as id from protection.assign_duties($1, $2)', [
      ...[service ?? null, listings ?? null],
    ]);
    const assigned = await this.byId(
      tx,
      rows.map(({ id }) => id),
    );
    await this.tell(tx, 'listing-duty.assigned', assigned);
  }

  /** Lifts those of the listings that are over. */
  async lift(tx: Tx, listings: readonly number[], actor: string): Promise<void> {
    await tx.query(
      `insert into protection.duty_event (duty_id, ordinal, from_state, state, role, actor, reason)
       select d.duty_id, d.steps + 1, d.state, 'lifted', 'SYS', $1, 'the listing is ' || l.state
       from protection.duty_standing d
       join protection.listing_standing l on l.listing_id = d.listing_id and l.state in ('ended', 'delisted')
       where d.listing_id = any ($2) and d.state in ('assigned', 'acknowledged', 'overdue')`,
      [actor, listings],
    );
  }

  /** Marks those whose time is over, and tells the platforms and the society. @returns them */
  async markOverdue(tx: Tx, now: Date, actor: string): Promise<DutyView[]> {
    const rows = await tx.query<{ id: string }[]>(
      `insert into protection.duty_event (duty_id, ordinal, from_state, state, role, actor, reason)
       select d.duty_id, d.steps + 1, d.state, 'overdue', 'SYS', $2, 'its time is over'
       from protection.duty_standing d where d.state in ('assigned', 'acknowledged') and d.due_at < $1
       returning duty_id as id`,
      [now, actor],
    );
    const overdue = await this.byId(
      tx,
      rows.map(({ id }) => id),
    );
    await this.tell(tx, 'listing-duty.overdue', overdue);
    return overdue.map(dutyView);
  }

  async move(tx: Tx, duties: readonly DutyRow[], to: DutyState, { role, actor, reason }: DutyStep): Promise<DutyRow[]> {
    await tx.query(
      `insert into protection.duty_event (duty_id, ordinal, from_state, state, role, actor, reason)
       select d.id, d.steps + 1, d.state, $2, $3, $4, $5
       from jsonb_to_recordset($1::jsonb) as d(id bigint, steps integer, state text)`,
      [JSON.stringify(duties.map(({ id, steps, state }) => ({ id, steps, state }))), to, role, actor, reason],
    );
    return this.byId(
      tx,
      duties.map(({ id }) => id),
    );
  }

  /** Those of the numbers that the transaction sees, in their order. */
  byId(tx: Tx, ids: readonly string[]): Promise<DutyRow[]> {
    return tx.query(`${DUTY_VIEW} where d.duty_id = any ($1::bigint[]) order by d.duty_id`, [ids]);
  }

  /** Tells the platform of each; of what is late or done the society too. */
  async tell(tx: Tx, type: Extract<EventType, `listing-duty.${string}`>, duties: readonly DutyRow[]): Promise<void> {
    const events = duties.flatMap((row) => {
      const event = { type, subject: `listing-duty/${row.id}`, data: dutyView(row) };
      const platform = row.licenseeId === null ? [] : [{ ...event, audience: { licensee: row.licenseeId } }];
      return type === 'listing-duty.assigned' ? platform : [...platform, { ...event, audience: 'society' as const }];
    });
    await this.announcements.announce(tx, ...events);
  }
}
