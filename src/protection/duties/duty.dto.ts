import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';
import { IsCode, IsName } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import { DUTY_STATES, type DutyState } from './duty.states.js';

/** What was done about duties, one or many at once. */
export class AnswerDuties {
  /** Ids of the duties. @example ["12"] */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @IsCode({ each: true })
  duties!: string[];

  /** What was done, or on whose word; it stands in the history. @example "the title and its spellings are blocked at upload" */
  @IsName()
  reason!: string;
}

export class DutyQuery extends ListQuery {
  /** Id of the listing. @example "5" */
  @IsOptional()
  @IsCode()
  listing?: string;

  /** Id of the service. @example "example-videos" */
  @IsOptional()
  @IsCode()
  service?: string;

  /** @example "overdue" */
  @IsOptional()
  @IsIn(DUTY_STATES)
  state?: DutyState;

  /** `dueAt` has the most urgent first. @example "dueAt" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['id', '-id', 'dueAt', '-dueAt'])
  sort: string = 'dueAt';
}

export interface DutyRow {
  /** bigint, as the driver gives it. */
  id: string;
  licenseeId: number | null;
  listing: string;
  title: string;
  service: string;
  platform: string | null;
  kind: string;
  task: string;
  assignedAt: Date;
  dueAt: Date;
  state: DutyState;
  since: Date;
  late: boolean;
  reason: string;
  steps: number;
}

/** What a listing asks of a service. */
export class DutyView {
  /** @example "12" */
  id!: string;
  /** Id of the listing; the feed tells its titles, identifiers and windows. @example "5" */
  listing!: string;
  /** @example "纸鸢" */
  title!: string;
  /** Id of the service. @example "example-videos" */
  service!: string;
  /** Id of the platform; null if it has no account. @example "Example Stream" */
  platform!: string | null;
  /** Of the service. @example "content" */
  kind!: string;
  /** `no_offer_in_release`, `no_uploads` or `faster_removal`. @example "no_offer_in_release" */
  task!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  assignedAt!: string;
  /** When it is to be done. @example "2026-11-26T09:30:00.000Z" */
  dueAt!: string;
  /** @example "assigned" */
  state!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  since!: string;
  /** Whether it was done after its time, or is not done and should be. @example false */
  late!: boolean;
  /** Of the last step. @example "its work stands on the list" */
  reason!: string;

  static from({ licenseeId: _, steps: _steps, assignedAt, dueAt, since, ...row }: DutyRow): DutyView {
    const moments = { assignedAt: assignedAt.toISOString(), dueAt: dueAt.toISOString(), since: since.toISOString() };
    return { ...row, ...moments };
  }
}

export class DutyPage {
  items!: DutyView[];
  /** The cursor of the next page; null on the last. @example "WyJkdWVBdCIsIjIwMjYiLCIxMiJd" */
  next!: string | null;
}

export class DutyAnswer {
  /** The duties as they are now. */
  items!: DutyView[];
}
