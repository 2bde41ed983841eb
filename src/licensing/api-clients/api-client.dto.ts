import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { Role } from '../../identity/index.js';
import { IsCode, IsName } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';

const SORTS = ['name', '-name'] as const;

/** A program of a licensee or of a holder: one of the two is named. */
export class CreateApiClient {
  /** What people call it; no two of a society bear the same. @example "Example Stream, reports" */
  @IsName()
  name!: string;

  /** The licensee whose program it is. @example "Example Stream" */
  @IsOptional()
  @IsCode()
  licensee?: string | null;

  /** The party whose program it is: a holder, or a sister society. */
  @ApiPropertyOptional({ type: String, nullable: true, example: null })
  @IsOptional()
  @IsCode()
  party?: string | null;
}

export class RenewApiClientSecret {
  /** For how many hours the secret before it is good too, at most 168; 0 where it got into wrong hands. @example 24 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(168)
  formerHours: number = 24;

  /** Why, for the audit trail. @example "yearly change" */
  @IsName()
  reason!: string;
}

export class RevokeApiClient {
  /** Why, for the audit trail. @example "the contract has ended" */
  @IsName()
  reason!: string;
}

export class ApiClientQuery extends ListQuery {
  /** Only those of this licensee. @example "Example Stream" */
  @IsOptional()
  @IsCode()
  licensee?: string;

  /** Only those of this party. @example "jade-river" */
  @IsOptional()
  @IsCode()
  party?: string;

  /** `true` for those that are revoked, `false` for the others. @example "false" */
  @IsOptional()
  @IsIn(['true', 'false'])
  revoked?: 'true' | 'false';

  /** `-` before it turns the order round. @example "name" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = 'name';
}

export interface ApiClientRow {
  id: string;
  name: string;
  roles: Role[];
  licensee: string | null;
  party: string | null;
  createdAt: Date;
  revokedAt: Date | null;
  secretMadeAt: Date;
  formerUntil: Date | null;
}

/** A program that asks for itself. */
export class ApiClientView {
  /** Its client_id. @example "1.3mZkq0cW2uYb7LxA" */
  id!: string;
  /** @example "Example Stream, reports" */
  name!: string;
  /** @example ["L"] */
  roles!: string[];
  /** The licensee whose rows it sees. @example "Example Stream" */
  licensee!: string | null;
  /** The party whose rows it sees. @example "jade-river" */
  party!: string | null;
  /** @example "2026-11-25T09:30:00.000Z" */
  createdAt!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  revokedAt!: string | null;
  /** When its secret was made. @example "2026-11-25T09:30:00.000Z" */
  secretMadeAt!: string;
  /** Until when the secret before it is good too; null if it no longer is. @example "2026-11-26T09:30:00.000Z" */
  formerUntil!: string | null;

  static from(row: ApiClientRow): ApiClientView {
    return {
      ...row,
      createdAt: row.createdAt.toISOString(),
      revokedAt: row.revokedAt?.toISOString() ?? null,
      secretMadeAt: row.secretMadeAt.toISOString(),
      formerUntil: row.formerUntil?.toISOString() ?? null,
    };
  }
}

export class NewApiClientView extends ApiClientView {
  /** Its client_secret, shown once: null when the answer is given again. @example "bm90IGEgcmVhbCBzZWNyZXQsIGp1c3QgYW4gZXhhbXBsZQ" */
  secret!: string | null;
}

export class ApiClientPage {
  items!: ApiClientView[];
  /** The cursor of the next page; null on the last. @example "WyJuYW1lIiwiQSIsIjEuYSJd" */
  next!: string | null;
}
