import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsCode, IsDay, IsName } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import { JobView } from '../../platform/jobs/job.dto.js';

const STATES = ['received', 'validated', 'accepted', 'rejected', 'superseded'] as const;
const SORTS = ['received', '-received', 'period', '-period'] as const;

/** Of which licence and days a report tells. */
export class ReportedPeriod {
  /** The licence's id. @example "stream-2026" */
  @IsCode()
  licence!: string;

  /** First day. @example "2026-01-01" */
  @IsDay()
  periodStart!: string;

  /** Last day. @example "2026-03-31" */
  @IsDay()
  periodEnd!: string;
}

export class ReportUpload extends ReportedPeriod {
  /** How you call the report. @example "first quarter.csv" */
  @IsOptional()
  @IsName()
  name: string = 'report.csv';
}

export class RejectReport {
  /** What is wrong with it, for the licensee. @example "The views are those of another service" */
  @IsName()
  reason!: string;
}

export class ReportQuery extends ListQuery {
  /** Those of a licence alone. @example "stream-2026" */
  @IsOptional()
  @IsCode()
  licence?: string;

  /** Those in a state alone. @example "validated" */
  @IsOptional()
  @IsIn(STATES)
  state?: (typeof STATES)[number];

  /** Those of periods that hold the day. @example "2026-02-01" */
  @IsOptional()
  @IsDay()
  on?: string;

  /** `-` before it turns the order round. @example "-received" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = '-received';
}

/** What a licensee reported of a licence and period, in one revision. */
export class ReportView {
  /** @example "12" */
  id!: string;
  /** @example "stream-2026" */
  licence!: string;
  /** @example "Stream" */
  licensee!: string;
  /** @example "2026-01-01" */
  periodStart!: string;
  /** @example "2026-03-31" */
  periodEnd!: string;
  /** From 1; a later one takes the place of those before. @example 1 */
  revision!: number;
  /** @example "first quarter.csv" */
  name!: string;
  /** Whether it says that nothing was used. @example false */
  nil!: boolean;
  /** Of the file before it was compressed; null of a nil report. @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" */
  sha256!: string | null;
  /** Only the lines of an accepted report count. @example "accepted" */
  state!: 'received' | 'validated' | 'accepted' | 'rejected' | 'superseded';
  /** @example "2026-04-10T08:00:00.000Z" */
  receivedAt!: string;
  /** Null until its lines are read. @example "1250" */
  acceptedLines!: string | null;
  /** @example "3" */
  rejectedLines!: string | null;
  /** Why it was rejected. @example "The views are those of another service" */
  reason!: string | null;
}

export interface ReportRow extends Omit<ReportView, 'id' | 'receivedAt'> {
  id: number;
  receivedAt: Date;
}

export class ReportPage {
  items!: ReportView[];
  /** The cursor of the next page; null on the last. @example "WyItcmVjZWl2ZWQiLDEyXQ" */
  next!: string | null;
}

/** A report that was taken in, and the job that reads it. */
export class ReportJob extends JobView {
  /** The report's id. @example "12" */
  report!: string;
}

export class ReportStepView {
  /** @example "accepted" */
  state!: string;
  /** `system` where nobody had to decide. @example "person:7" */
  actor!: string;
  /** @example "2026-04-10T08:00:05.120Z" */
  at!: string;
  /** Of a rejection. @example "The views are those of another service" */
  reason!: string | null;
}

export class ReportHistory {
  /** What happened to it, the first first. */
  items!: ReportStepView[];
}

export class RejectedQuery extends ListQuery {
  @ApiPropertyOptional({ description: 'By the line of the file.', enum: ['line', '-line'], example: 'line' })
  @IsOptional()
  @IsIn(['line', '-line'])
  sort: string = 'line';
}

/** A line that takes no part, and why. */
export class RejectedLineView {
  /** Of the file, counted from 1 with its header. @example "17" */
  line!: string;
  /** The contract has them all: docs/distribution-folder.md. @example "bad_date" */
  code!: string;
  /** What is wrong and what would do. @example "\"2026-02-30\" is no calendar day in the form YYYY-MM-DD" */
  message!: string;
}

export class RejectedPage {
  items!: RejectedLineView[];
  /** The cursor of the next page; null on the last. @example "WyJsaW5lIiwiMTciXQ" */
  next!: string | null;
}

export class ChangesQuery extends ListQuery {
  /** The earlier revision; by default the one before. @example 1 */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  since?: number;

  @ApiPropertyOptional({ description: 'The largest change has rank 1.', enum: ['rank', '-rank'], example: 'rank' })
  @IsOptional()
  @IsIn(['rank', '-rank'])
  sort: string = 'rank';
}

/** What one revision says otherwise than another, of one work as it is named there, use type and territory. */
export class ReportChangeView {
  /** @example "tt1375666" */
  resourceId!: string;
  /** @example "Inception" */
  title!: string;
  /** @example "2010" */
  year!: string;
  /** @example "svod" */
  useType!: string;
  /** @example "FR" */
  territory!: string;
  /** In the licence's metric. @example "1200" */
  earlier!: string;
  /** @example "1350" */
  later!: string;
  /** @example "150" */
  change!: string;
}

export class ChangesPage {
  items!: ReportChangeView[];
  /** The cursor of the next page; null on the last. @example "WyJyYW5rIiwiMiIsIjIiXQ" */
  next!: string | null;
}

/** What would become of a report; nothing of it was stored. */
export class ReportCheckView {
  /** The revision that it would be. @example 1 */
  revision!: number;
  /** @example "1250" */
  acceptedLines!: string;
  /** @example "3" */
  rejectedLines!: string;
  /** Whether it would be accepted without a person having to look. @example true */
  acceptedAtOnce!: boolean;
  /** Columns of the file that the contract does not know, and nobody reads. @example ["comment"] */
  unknownColumns!: string[];
  /** How many lines each code rejects. */
  rejections!: RejectionCount[];
  /** The first hundred of them. */
  firstRejected!: RejectedLineView[];
}

export class RejectionCount {
  /** @example "bad_date" */
  code!: string;
  /** @example "3" */
  lines!: string;
}
