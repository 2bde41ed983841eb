import { Injectable } from '@nestjs/common';
import { type Actor, AuditService } from '../../identity/index.js';
import type { Tx } from '../../platform/database/database.js';
import { DisputesService } from '../disputes/disputes.service.js';
import { MandatesService } from '../mandates/mandates.service.js';
import { CalendarView } from './calendar.dto.js';

const REASON = 'the day is over';

/** What the calendar does by itself, at somebody's hand or a scheduler's. Done twice, it does nothing the second time. */
@Injectable()
export class CalendarService {
  constructor(
    private readonly mandates: MandatesService,
    private readonly disputes: DisputesService,
    private readonly audit: AuditService,
  ) {}

  /** Ends mandates whose last day is over, and expires disputes that nobody has solved in time. */
  async follow(tx: Tx, actor: Actor): Promise<CalendarView> {
    const { ended, withoutTail } = await this.mandates.endOver(tx, { role: 'SYS', actor: actor.id, reason: REASON });
    await this.audit.recordAll(
      tx,
      actor.id,
      ended.map((subject) => ({ action: 'mandate.ended', subject, reason: REASON })),
    );
    const disputesExpired = await this.disputes.expireOver(tx, { actor, reason: REASON });
    return { mandatesEnded: ended, mandatesWithoutTail: withoutTail, disputesExpired };
  }
}
