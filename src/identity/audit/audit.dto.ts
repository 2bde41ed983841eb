import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { ListQuery } from '../../platform/http/list.js';

const SORTS = ['at', '-at'] as const;

export class AuditQuery extends ListQuery {
  /** Only what was done to this one: the code of a work, a claim, an account. @example "paper-kite" */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  subject?: string;

  /** Only what this one did. @example "person:1" */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  actor?: string;

  /** `-at` has the newest first. @example "-at" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = '-at';
}

/** A line of the audit trail. */
export class AuditEvent {
  /** Its number. @example "17" */
  id!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  at!: string;
  /** @example "person:1" */
  actor!: string;
  /** @example "work.changed" */
  action!: string;
  /** @example "paper-kite" */
  subject!: string;
  /** @example "year corrected" */
  reason!: string | null;
  /** How it was. */
  before!: Record<string, unknown> | null;
  /** How it is since. */
  after!: Record<string, unknown> | null;

  static from(row: AuditRow): AuditEvent {
    const { id, at, actor, action, subject, reason, before, after } = row;
    return { id, at: at.toISOString(), actor, action, subject, reason, before, after };
  }
}

export interface AuditRow {
  id: string;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  reason: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

export class AuditPage {
  items!: AuditEvent[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}
