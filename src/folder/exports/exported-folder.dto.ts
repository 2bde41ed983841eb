import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsCode } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';

/** What is to be exported. */
export class CreateExportedFolder {
  /** Id of a distribution or what-if run that is calculated; of a reversal, that which it takes back. @example "1" */
  @IsCode()
  distribution!: string;
}

export class ExportedFolderQuery extends ListQuery {
  /** Only those of this distribution. @example "1" */
  @IsOptional()
  @IsCode()
  distribution?: string;

  /** By when it was exported; `-` before it turns the order round. @example "-exported" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['exported', '-exported'])
  sort: string = '-exported';
}

export interface ExportedFolderRow {
  id: number;
  distribution: number;
  /** bigint, as the driver gives it. */
  bytes: string;
  sha256: string;
  renamed: number;
  exportedBy: string;
  exportedAt: Date;
}

/** A distribution as a folder in a ZIP, kept for thirty days. */
export class ExportedFolderView {
  /** @example "3" */
  id!: string;
  /** @example "1" */
  distribution!: string;
  /** Of the ZIP. @example "184320" */
  bytes!: string;
  /** Of the ZIP. @example "9f2d8c4e7a10b1f0c7de5a0d6b1c2e3f40516273849506172839405162738495" */
  sha256!: string;
  /** Ways in which licensees named works that a folder cannot tell as they were; an alias tells what they meant. @example 0 */
  renamed!: number;
  /** @example "person:7" */
  exportedBy!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  exportedAt!: string;

  static from(row: ExportedFolderRow): ExportedFolderView {
    return {
      ...row,
      id: String(row.id),
      distribution: String(row.distribution),
      exportedAt: row.exportedAt.toISOString(),
    };
  }
}

export class ExportedFolderPage {
  items!: ExportedFolderView[];
  /** The cursor of the next page; null on the last. @example "WyItZXhwb3J0ZWQiLDMsM10" */
  next!: string | null;
}
