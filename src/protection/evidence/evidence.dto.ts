import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ListQuery } from '../../platform/http/list.js';
import { MEDIA_TYPES, type MediaType } from './rules/media-type.js';

export class EvidenceFileQuery extends ListQuery {
  /** @example "application/pdf" */
  @IsOptional()
  @IsIn(MEDIA_TYPES)
  mediaType?: MediaType;

  /** By the time at which it was brought. @example "-broughtAt" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(['broughtAt', '-broughtAt'])
  sort: string = 'broughtAt';
}

export interface EvidenceRow {
  evidenceId: number;
  sha256: string;
  mediaType: string;
  bytes: number;
  broughtBy: string;
  broughtAt: Date;
}

/** A file that was brought, known by the hash of its bytes. */
export class EvidenceFileView {
  /** SHA-256 of the file, by which it is named everywhere. @example "e1e6e0b1a1d5e2ae9dbb7ac6e8fdf6ccd4b2a5ce4a3e1b0a8d1c0f3b4e5d6c7b" */
  id!: string;
  /** What its bytes are, and were said to be. @example "application/pdf" */
  mediaType!: string;
  /** @example 48211 */
  bytes!: number;
  /** @example "person:7" */
  broughtBy!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  broughtAt!: string;

  static from({ sha256: id, mediaType, bytes, broughtBy, broughtAt }: EvidenceRow): EvidenceFileView {
    return { id, mediaType, bytes, broughtBy, broughtAt: broughtAt.toISOString() };
  }
}

export class EvidenceFilePage {
  items!: EvidenceFileView[];
  /** The cursor of the next page; null on the last. @example "WyJicm91Z2h0QXQiLDEsMV0" */
  next!: string | null;
}
