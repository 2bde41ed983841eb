import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { IsName } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import { OverlapView, StakeView } from '../disputes/dispute.dto.js';

export const IMPORT_KINDS = ['works', 'parties', 'claims', 'mandates'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

const SORTS = ['id', '-id'] as const;

export class ImportOptions {
  /** What the rows of the file are. @example "parties" */
  @IsIn(IMPORT_KINDS)
  kind!: ImportKind;

  /** Only say what would be done: faults, counts, and the disputes that would open. @example false */
  @ApiPropertyOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)))
  @IsBoolean()
  dryRun: boolean = false;
}

export class ApproveImport {
  /** @example "Ten files drawn and compared" */
  @IsName()
  reason!: string;
}

export class ImportQuery extends ListQuery {
  /** @example "claims" */
  @IsOptional()
  @IsIn(IMPORT_KINDS)
  kind?: ImportKind;

  /** `-id` has the newest first. @example "-id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = '-id';
}

/** A file that was taken in. */
export class ImportView {
  /** Its number. @example "3" */
  id!: string;
  /** @example "parties" */
  kind!: string;
  /** @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" */
  fileSha256!: string;
  /** @example 120 */
  created!: number;
  /** @example 4 */
  changed!: number;
  /** Rows that say what was known already. @example 1200 */
  same!: number;
  /** @example "person:1" */
  importedBy!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  importedAt!: string;
  /** Mandates of it that wait for approval. @example 0 */
  awaitingApproval!: number;
}

/** Something wrong with the file, at its place. */
export class ImportFault {
  /** @example 17 */
  line!: number | null;
  /** @example "share" */
  column!: string | null;
  /** @example "cell_invalid" */
  code!: string;
  /** What is wrong, and what would do. @example "\"120\" is not a share: a percent above 0 and at most 100, with at most 6 decimals" */
  message!: string;
}

/** A dispute that the file opens. */
export class ImportConflict {
  /** Id of the dispute; null in a dry run. @example "17" */
  dispute!: string | null;
  /** @example "paper-kite" */
  work!: string;
  /** @example "making_available" */
  right!: string;
  /** @example ["c01", "c02"] */
  claims!: string[];
  overlaps!: OverlapView[];
  /** By currency, what is held for the right in the work, for whatever reason. */
  atStake!: StakeView[];
}

/** What was done with a file, or in a dry run would be. */
export class ImportReport {
  /** Number of the import; null if nothing was stored. @example "3" */
  id!: string | null;
  /** @example "parties" */
  kind!: string;
  /** @example false */
  dryRun!: boolean;
  /** @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" */
  fileSha256!: string;
  /** @example 120 */
  created!: number;
  /** @example 4 */
  changed!: number;
  /** @example 1200 */
  same!: number;
  /** What is wrong, the first thousand; a file with faults is not taken at all. */
  faults!: ImportFault[];
  /** @example 0 */
  faultCount!: number;
  /** What may be a mistake and is taken. */
  warnings!: ImportFault[];
  /** Disputes over shares above 100 % that the file opens, the first thousand. */
  conflicts!: ImportConflict[];
  /** @example 0 */
  conflictCount!: number;
}

export class ImportPage {
  items!: ImportView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}
