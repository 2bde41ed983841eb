import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsCode } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';

const STATES = ['running', 'due', 'overdue', 'reported', 'accepted'] as const;
const SORTS = ['due', '-due', 'licence', '-licence'] as const;

export class ReportDutyQuery extends ListQuery {
  /** Those of a licence alone. @example "stream-2026" */
  @IsOptional()
  @IsCode()
  licence?: string;

  /** Those in a state alone. @example "overdue" */
  @IsOptional()
  @IsIn(STATES)
  state?: (typeof STATES)[number];

  /** By the day on which they are due; `-` before it turns the order round. @example "due" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = 'due';
}

/** A report that a licence asks for: its licensee owes it from the end of the period to the day on which it is due. */
export class ReportDutyView {
  /** @example "stream-2026" */
  licence!: string;
  /** @example "Stream" */
  licensee!: string;
  /** @example "2026-01-01" */
  periodStart!: string;
  /** @example "2026-03-31" */
  periodEnd!: string;
  /** Null while the society follows no rule profile. @example "2026-04-30" */
  dueOn!: string | null;
  /** `reported` once every day of it is, `accepted` once those reports count. @example "overdue" */
  state!: 'running' | 'due' | 'overdue' | 'reported' | 'accepted';
  /** When the licensee was reminded. @example "2026-04-23T00:07:00.000Z" */
  remindedAt!: string | null;
  /** When it was told that it is late. @example "2026-05-01T00:07:00.000Z" */
  overdueAt!: string | null;

  static from({ remindedAt, overdueAt, key: _, ...row }: ReportDutyRow): ReportDutyView {
    return { ...row, remindedAt: remindedAt?.toISOString() ?? null, overdueAt: overdueAt?.toISOString() ?? null };
  }
}

export interface ReportDutyRow extends Omit<ReportDutyView, 'remindedAt' | 'overdueAt'> {
  remindedAt: Date | null;
  overdueAt: Date | null;
  /** Tells duties apart. */
  key: string;
}

export class ReportDutyPage {
  items!: ReportDutyView[];
  /** The cursor of the next page; null on the last. @example "WyJkdWUiLCIyMDI2LTA0LTMwIiwic3RyZWFtLTIwMjYiXQ" */
  next!: string | null;
}
