import { ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import {
  CLAIM_ROLES,
  CLAIM_STATUSES,
  type ClaimRole,
  type ClaimStatus,
  type Right,
  RIGHTS,
} from '../../kernel/vocabulary.js';
import { IsCode, IsDay, IsName, IsPresentOrLeftOut, IsShare, IsTerritories } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import { OverlapView } from '../disputes/dispute.dto.js';

const SORTS = ['id', '-id', 'work', '-work'] as const;

/** A party's share of one right in one work. */
export class CreateClaim {
  /** What the society calls it, for good. @example "c01" */
  @IsCode()
  id!: string;

  /** Id of the work. @example "paper-kite" */
  @IsCode()
  work!: string;

  /** Id of the party. @example "jade-river" */
  @IsCode()
  party!: string;

  /** @example "making_available" */
  @IsIn(RIGHTS)
  right!: Right;

  /** Percent of the right. Shares above 100 % in all are taken: they are a dispute. @example "66.666667" */
  @IsShare()
  share!: string;

  /** @example "producer" */
  @IsOptional()
  @IsIn(CLAIM_ROLES)
  role?: ClaimRole | null;

  /** Country codes separated by blanks; * is the world, -XX excludes. @example "*" */
  @IsPresentOrLeftOut()
  @IsTerritories()
  territories?: string = '*';

  /** First day; without it the claim was always there. @example "2019-05-01" */
  @IsOptional()
  @IsDay()
  validFrom?: string | null;

  /** Last day; without it the claim has no end. @example "2069-12-31" */
  @IsOptional()
  @IsDay()
  validTo?: string | null;
}

/** What changes; what is left out stays. The row that was is closed and kept, and a new one says what is. */
export class ChangeClaim extends PartialType(
  OmitType(CreateClaim, ['id', 'work', 'party', 'right', 'share', 'territories'] as const),
) {
  /** @example "50" */
  @IsPresentOrLeftOut()
  @IsShare()
  share?: string;

  /** @example "* -US" */
  @IsPresentOrLeftOut()
  @IsTerritories()
  territories?: string;

  /** @example "asserted" */
  @IsPresentOrLeftOut()
  @IsIn(CLAIM_STATUSES)
  status?: ClaimStatus;

  /** Why, for the audit trail. @example "Agreement of 3 March between the producers" */
  @IsOptional()
  @IsName()
  reason?: string;
}

export class WithdrawClaim {
  /** Why, for the audit trail. @example "Letter of 3 March" */
  @IsName()
  reason!: string;
}

export class ClaimQuery extends ListQuery {
  /** Id of the work. @example "paper-kite" */
  @IsOptional()
  @IsCode()
  work?: string;

  /** Id of the party. @example "jade-river" */
  @IsOptional()
  @IsCode()
  party?: string;

  /** @example "making_available" */
  @IsOptional()
  @IsIn(RIGHTS)
  right?: Right;

  /** Only claims in force on this day. @example "2026-03-31" */
  @IsOptional()
  @IsDay()
  on?: string;

  /** As known at the end of this day (UTC), whatever was changed since; without it, as known now. @example "2026-11-25" */
  @IsOptional()
  @IsDay()
  knownOn?: string;

  /** `-` before it turns the order round. @example "id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = 'id';
}

/** A claim, as it was known from `recordedAt` until `supersededAt`. */
export class ClaimView {
  /** @example "c01" */
  id!: string;
  /** @example "paper-kite" */
  work!: string;
  /** @example "jade-river" */
  party!: string;
  /** @example "making_available" */
  right!: string;
  /** @example "66.666667" */
  share!: string;
  /** @example "producer" */
  role!: string | null;
  /** @example "*" */
  territories!: string;
  /** @example "2019-05-01" */
  validFrom!: string | null;
  /** @example "2069-12-31" */
  validTo!: string | null;
  /** @example "asserted" */
  status!: string;
  /** Since when the society knows it so. @example "2026-11-25T09:30:00.000Z" */
  recordedAt!: string;
  /** When it was changed; null while it is current. @example "2026-12-01T08:00:00.000Z" */
  supersededAt!: string | null;
  /** What the ETag says: another number after each change. @example 1 */
  version!: number;
}

/** A claim that overlaps with another, and whose it is. */
export class RivalView {
  /** @example "c02" */
  claim!: string;
  /** @example "lin-yue" */
  party!: string;
}

/** A dispute that a claim is in because shares exceed 100 %. */
export class ConflictView {
  /** Id of the dispute. @example "17" */
  dispute!: string;
  rivals!: RivalView[];
  overlaps!: OverlapView[];
}

/** A claim as it was entered, and what it runs into. */
export class ClaimAnswer extends ClaimView {
  /** Where it and others exceed 100 %: their money is held until the dispute is solved. */
  conflicts!: ConflictView[];
}

export class ClaimPage {
  items!: ClaimView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}
