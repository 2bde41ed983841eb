import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsCode } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';

export class WarningQuery extends ListQuery {
  /** Id of the listing. @example "5" */
  @IsOptional()
  @IsCode()
  listing?: string;

  /** Id of the licence. @example "L-2027-1" */
  @IsOptional()
  @IsCode()
  licence?: string;

  /** By number; `-` before it turns the order round. @example "id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['id', '-id'])
  sort: string = 'id';
}

export interface WarningRow {
  warningId: number;
  licenseeId: number;
  listing: string;
  title: string;
  source: string;
  licence: string;
  licensee: string;
  firstDay: string;
  lastDay: string;
  foundAt: Date;
}

/** A licence under which a listed film could be used while it is in theatres. */
export class WarningView {
  /** @example "3" */
  id!: string;
  /** Id of the listing. @example "5" */
  listing!: string;
  /** @example "纸鸢" */
  title!: string;
  /** Whose list. @example "official" */
  source!: string;
  /** Id of the licence. @example "L-2027-1" */
  licence!: string;
  /** Id of its licensee. @example "Example Stream" */
  licensee!: string;
  /** The first day that licence and window share. @example "2027-02-06" */
  firstDay!: string;
  /** The last one. @example "2027-05-06" */
  lastDay!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  foundAt!: string;

  static from({ warningId, licenseeId: _, foundAt, ...row }: WarningRow): WarningView {
    return { id: String(warningId), ...row, foundAt: foundAt.toISOString() };
  }
}

export class WarningPage {
  items!: WarningView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsMywzXQ" */
  next!: string | null;
}
