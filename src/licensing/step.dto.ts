import { IsName } from '../platform/http/fields.js';

/** Why a step is taken; it stands in the history. */
export class LicensingReason {
  /** @example "as agreed in the meeting of 3 March" */
  @IsName()
  reason!: string;
}

/** A step in the life of a licence or an application. */
export class LicensingStep {
  /** @example "offered" */
  from!: string;
  /** @example "active" */
  to!: string;
  /** In which role it was taken; who it was stands in the audit trail. @example "licensee" */
  role!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  at!: string;
  /** @example "accepted" */
  reason!: string;
  /** Why it is suspended, refused; null for any other step. @example "unpaid" */
  code!: string | null;

  static from(row: StepRow): LicensingStep {
    const { from, to, role, at, reason } = row;
    return { from, to, role, at: at.toISOString(), reason, code: row.cause ?? row.refusalCode ?? null };
  }
}

interface StepRow {
  from: string;
  to: string;
  role: string;
  at: Date;
  reason: string;
  cause?: string | null;
  refusalCode?: string | null;
}

export class LicensingHistory {
  /** Every step, the first one first. */
  items!: LicensingStep[];
}
