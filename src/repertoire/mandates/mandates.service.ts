import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import type { MandateKind } from './mandate.states.js';

export interface NewMandate {
  code: string;
  partyId: number;
  kind: MandateKind;
  exclusive: boolean;
  validFrom: string;
  validTo: string | null;
  noticeMonths: number;
  noticeToYearEnd: boolean;
  termsShown: string;
  consentedDeductions: readonly string[];
  /** The file that brought it. */
  importId: number | null;
  lines: readonly NewMandateLine[];
}

export interface NewMandateLine {
  right: string;
  workType: string | null;
  territoriesExcept: boolean;
  territoryCodes: readonly string[];
  consentOn: string;
}

/** Who takes a step, in which role, and why. */
export interface Step {
  role: 'RO' | 'H' | 'AP' | 'SYS';
  actor: string;
  reason: string;
}

export interface Signature {
  mandateId: number;
  /** Hexadecimal. */
  fileSha256: string;
  signedOn: string;
}

/** Mandates as sets: each function takes many at once. The database holds what must never be. */
@Injectable()
export class MandatesService {
  constructor(private readonly notifications: NotificationsService) {}

  /** Registers drafts. @returns the number of each, by its id */
  async add(tx: Tx, mandates: readonly NewMandate[], step: Step): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.query<{ code: string; mandate_id: number }[]>(
      `insert into repertoire.mandate (code, party_id, kind, exclusive, valid_from, valid_to, notice_months,
         notice_to_year_end, terms_shown, consented_deductions, import_id)
       select m.code, m."partyId", m.kind, m.exclusive, m."validFrom", m."validTo", m."noticeMonths", m."noticeToYearEnd",
         m."termsShown", m."consentedDeductions", m."importId"
       from jsonb_to_recordset($1::jsonb) as m(code text, "partyId" integer, kind text, exclusive boolean, "validFrom" date,
         "validTo" date, "noticeMonths" integer, "noticeToYearEnd" boolean, "termsShown" text,
         "consentedDeductions" text[], "importId" integer)
       returning code, mandate_id`,
      [JSON.stringify(mandates)],
    );
    const numbers = new Map(rows.map((row) => [row.code, row.mandate_id]));
    const lines = mandates.flatMap(({ code, lines }) =>
      lines.map((line, index) => ({ ...line, mandateId: numbers.get(code), ordinal: index + 1 })),
    );
    await tx.query(
      `insert into repertoire.mandate_line (mandate_id, ordinal, "right", work_type, territories_except, territory_codes,
         consent_on)
       select l."mandateId", l.ordinal, l."right", l."workType", l."territoriesExcept", l."territoryCodes", l."consentOn"
       from jsonb_to_recordset($1::jsonb) as l("mandateId" integer, ordinal integer, "right" text, "workType" text,
         "territoriesExcept" boolean, "territoryCodes" text[], "consentOn" date)`,
      [JSON.stringify(lines)],
    );
    await this.move(tx, [...numbers.values()], 'draft', step);
    return numbers;
  }

  /** Has them signed: the files were. */
  async sign(tx: Tx, signatures: readonly Signature[], { role, actor, reason }: Step): Promise<void> {
    await tx.query(
      `insert into repertoire.mandate_event (mandate_id, ordinal, from_state, state, role, actor, reason, file_sha256, signed_on)
       select s.mandate_id, s.steps + 1, s.state, 'signed', $2, $3, $4, decode(g."fileSha256", 'hex'), g."signedOn"
       from jsonb_to_recordset($1::jsonb) as g("mandateId" integer, "fileSha256" text, "signedOn" date)
       join repertoire.mandate_standing s on s.mandate_id = g."mandateId"`,
      [JSON.stringify(signatures), role, actor, reason],
    );
  }

  /** Brings them into force. @param filedOn of a representation agreement */
  async activate(tx: Tx, mandateIds: readonly number[], filedOn: string | null, step: Step): Promise<void> {
    await tx.query(
      `insert into repertoire.mandate_event (mandate_id, ordinal, from_state, state, role, actor, reason, filed_on)
       select s.mandate_id, s.steps + 1, s.state, 'active', $2, $3, $4, $5::date
       from repertoire.mandate_standing s where s.mandate_id = any ($1) order by s.mandate_id`,
      [mandateIds, step.role, step.actor, step.reason, filedOn],
    );
    await this.notifications.tellOfMandates(tx, mandateIds, 'mandate.active');
  }

  async move(tx: Tx, mandateIds: readonly number[], state: string, { role, actor, reason }: Step): Promise<void> {
    await tx.query(
      `insert into repertoire.mandate_event (mandate_id, ordinal, from_state, state, role, actor, reason)
       select s.mandate_id, s.steps + 1, s.state, $2, $3, $4, $5
       from repertoire.mandate_standing s where s.mandate_id = any ($1)`,
      [mandateIds, state, role, actor, reason],
    );
  }

  /**
   * Withdraws lines; each ends when the notice agreed is over. Once all are withdrawn, the mandate stands in notice.
   * @param lines their numbers; undefined: all that are left
   * @param notifiedOn undefined: today (UTC)
   * @returns the numbers of the lines that were withdrawn
   */
  async withdraw(
    tx: Tx,
    mandateId: number,
    { lines, notifiedOn }: { lines: readonly number[] | undefined; notifiedOn: string | undefined },
    step: Step,
  ): Promise<number[]> {
    const rows = await tx.query<{ line: number }[]>(
      `insert into repertoire.mandate_withdrawal (mandate_id, line, notified_on, ends_on, role, actor, reason)
       select m.mandate_id, l.ordinal, n.day, repertoire.notice_end(n.day, m.notice_months, m.notice_to_year_end), $4, $5, $6
       from repertoire.mandate m
       join repertoire.mandate_line l on l.mandate_id = m.mandate_id
       cross join (select coalesce($3::date, (now() at time zone 'UTC')::date) as day) n
       where m.mandate_id = $1 and ($2::integer[] is null or l.ordinal = any ($2)) and not exists (
         select from repertoire.mandate_withdrawal w where w.mandate_id = l.mandate_id and w.line = l.ordinal)
       returning line`,
      [mandateId, lines ?? null, notifiedOn ?? null, step.role, step.actor, step.reason],
    );
    return rows.map(({ line }) => line);
  }

  /** @param until the last day of the licences granted under it; null: there are none */
  async markTail(tx: Tx, mandateId: number, until: string | null, by: Pick<Step, 'actor' | 'reason'>): Promise<void> {
    await tx.query(
      `insert into repertoire.mandate_tail (mandate_id, until, marked_by, reason) values ($1, $2, $3, $4)`,
      [mandateId, until, by.actor, by.reason],
    );
  }

  /**
   * Ends those whose last day is over everywhere on earth and whose tail is marked.
   * @returns their ids
   */
  async endOver(tx: Tx, step: Step): Promise<string[]> {
    const over = await tx.query<{ mandate_id: number; code: string }[]>(
      `select m.mandate_id, m.code
       from repertoire.mandate_standing s
       join repertoire.mandate m on m.mandate_id = s.mandate_id
       join repertoire.mandate_tail t on t.mandate_id = s.mandate_id
       where s.state in ('active', 'notice_given') and not exists (
         select from repertoire.mandated('infinity') l
         where l.mandate_id = s.mandate_id and coalesce(l.valid_to >= repertoire.earliest_today(), true))
       order by m.code`,
    );
    const ids = over.map(({ mandate_id }) => mandate_id);
    await this.move(tx, ids, 'ended', step);
    await this.notifications.tellOfMandates(tx, ids, 'mandate.ended');
    return over.map(({ code }) => code);
  }
}
