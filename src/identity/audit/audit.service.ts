import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';

/** Who is said to have done what the calendar does. */
export const CALENDAR = 'cli:calendar';

/** Something that was done: a noun and what was done to it, and which one. */
export interface Deed {
  /** @example "claim.changed" */
  action: string;
  /** The code of what was acted on. */
  subject: string;
  reason?: string | undefined;
  before?: object | undefined;
  after?: object | undefined;
}

/** The audit trail: who did what, when, why, and how it was before. Rows are only ever added. */
@Injectable()
export class AuditService {
  /**
   * @param actor `person:7`, `client:1.k3…` or `cli:account`
   */
  async record(tx: Tx, actor: string, { action, subject, reason, before, after }: Deed): Promise<void> {
    await tx.query(
      `insert into identity.audit_event (society_id, actor, action, subject, reason, before, after)
       values (current_setting('app.society')::integer, $1, $2, $3, $4, $5, $6)`,
      [actor, action, subject, reason ?? null, before ?? null, after ?? null],
    );
  }
  /** The same for many deeds of one actor, in one statement. */
  async recordAll(tx: Tx, actor: string, deeds: readonly Deed[]): Promise<void> {
    if (deeds.length === 0) return;
    await tx.query(
      `insert into identity.audit_event (society_id, actor, action, subject, reason, before, after)
       select current_setting('app.society')::integer, $1, d.action, d.subject, d.reason, d.before, d.after
       from jsonb_to_recordset($2::jsonb) as d(action text, subject text, reason text, before jsonb, after jsonb)`,
      [actor, JSON.stringify(deeds)],
    );
  }
}
