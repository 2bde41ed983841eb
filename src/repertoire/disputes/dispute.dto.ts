import { ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  ValidateNested,
} from 'class-validator';
import { type Right, RIGHTS } from '../../kernel/vocabulary.js';
import {
  IsCode,
  IsDay,
  IsName,
  IsPresentOrLeftOut,
  IsSha256,
  IsShare,
  IsTerritories,
} from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';

const DISPUTE_STATES = ['open', 'notified', 'evidence', 'recommended', 'resolved', 'expired'] as const;
type DisputeState = (typeof DISPUTE_STATES)[number];

/** How people solve a dispute; one whose claims were changed so that nothing overlaps is `adjusted` by itself. */
const OUTCOMES = ['agreement', 'recommendation', 'court', 'default', 'withdrawn'] as const;
type Outcome = (typeof OUTCOMES)[number];

const SORTS = ['id', '-id', 'decisionDue', '-decisionDue'] as const;

/** Of what a party supports its claim by. The file stays with the society. */
export class BringEvidence {
  /** Id of the party that brings it, where an officer records it; a holder brings its own. @example "jade-river" */
  @IsOptional()
  @IsCode()
  party?: string | null;

  /** @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" */
  @IsSha256()
  fileSha256!: string;

  /** What the file shows. @example "Production contract of 2018, § 4" */
  @IsName()
  description!: string;
}

/** A holder contests what others claim of the same right in the same work. */
export class ContestRivals extends OmitType(BringEvidence, ['party'] as const) {
  /** @example "We never sold the rental right" */
  @IsName()
  reason!: string;
}

export class NotifyDispute {
  /** Ids of the claims that are contested; what they earn is held from then on. @example ["c02"] */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsCode({ each: true })
  contested!: string[];

  /** @example "Letter of the heirs of 3 March" */
  @IsName()
  reason!: string;
}

/** A dispute over a claim that somebody contests; one over shares above 100 % opens by itself. */
export class ContestClaims extends NotifyDispute {
  /** Id of the claim in whose name it is contested, if there is one. @example "c01" */
  @IsOptional()
  @IsCode()
  contesting?: string | null;
}

export class RecommendOutcome {
  /** What the society recommends, and why. It is sent to every party. @example "Half to each: the contract of 2018 names both" */
  @IsName()
  recommendation!: string;
}

/** What becomes of a claim in the dispute. What is left out stays. */
export class SettleClaim {
  /** @example "c02" */
  @IsCode()
  id!: string;

  /** True: it is asserted no more. @example false */
  @IsPresentOrLeftOut()
  @IsBoolean()
  withdrawn?: boolean;

  /** @example "40" */
  @IsPresentOrLeftOut()
  @IsShare()
  share?: string;

  /** @example "* -US" */
  @IsPresentOrLeftOut()
  @IsTerritories()
  territories?: string;

  /** @example "2019-05-01" */
  @IsOptional()
  @IsDay()
  validFrom?: string | null;

  /** @example "2069-12-31" */
  @IsOptional()
  @IsDay()
  validTo?: string | null;
}

export class ResolveDispute {
  /** @example "agreement" */
  @IsIn(OUTCOMES)
  outcome!: Outcome;

  /** @example "Agreement of 3 June between the producers" */
  @IsName()
  reason!: string;

  /** What becomes of claims; contested ones that are not named are asserted again. @example [{ "id": "c02", "share": "40" }] */
  @IsPresentOrLeftOut()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique(({ id }: SettleClaim) => id)
  @ValidateNested({ each: true })
  @Type(() => SettleClaim)
  claims?: SettleClaim[] = [];
}

export class DisputeQuery extends ListQuery {
  /** Id of the work. @example "paper-kite" */
  @IsOptional()
  @IsCode()
  work?: string;

  /** Id of a party with a claim in it. @example "jade-river" */
  @IsOptional()
  @IsCode()
  party?: string;

  /** @example "making_available" */
  @IsOptional()
  @IsIn(RIGHTS)
  right?: Right;

  /** @example "notified" */
  @IsOptional()
  @IsIn(DISPUTE_STATES)
  state?: DisputeState;

  /** `decisionDue` has those first that expire first. @example "id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = 'id';
}

/** Where and when shares exceed 100 %. */
export class OverlapView {
  /** @example "* -US" */
  territories!: string;
  /** @example "2019-05-01" */
  validFrom!: string | null;
  /** @example "2069-12-31" */
  validTo!: string | null;
  /** The sum, in percent. @example "120" */
  share!: string;
}

/** A claim in a dispute; a holder sees its own. */
export class DisputeClaimView {
  /** @example "c01" */
  claim!: string;
  /** @example "jade-river" */
  party!: string;
  /** One of several that overlap; or contested, or contesting. @example "overlaps" */
  stance!: string;
}

export class DisputePartyView {
  /** @example "Lin Yue 林悦" */
  name!: string;
  /** How to reach it. @example "lin@example.org" */
  contact!: string | null;
}

export class EvidenceView {
  /** @example "jade-river" */
  party!: string;
  /** @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" */
  fileSha256!: string;
  /** @example "Production contract of 2018, § 4" */
  description!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  broughtAt!: string;
}

/** Money that posted distributions hold and no release has given. */
export class StakeView {
  /** @example "EUR" */
  currency!: string;
  /** Before rounding. @example "12.5" */
  exactAmount!: string;
}

/** A dispute, where it stands, and until when what is due. */
export class DisputeView {
  /** @example "17" */
  id!: string;
  /** @example "paper-kite" */
  work!: string;
  /** @example "making_available" */
  right!: string;
  /** Shares above 100 % (overlap), or a claim that is contested. @example "overlap" */
  origin!: string;
  /** @example "notified" */
  state!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  since!: string;
  claims!: DisputeClaimView[];
  /** The parties to it and how to reach them; to a holder, its rivals. */
  parties!: DisputePartyView[];
  overlaps!: OverlapView[];
  /** Evidence that the caller may see: a holder its own. */
  evidence!: EvidenceView[];
  /** The last day for evidence. @example "2027-01-24" */
  evidenceDue!: string | null;
  /** The last day before it expires. @example "2027-05-24" */
  decisionDue!: string | null;
  /** What was said with the last step: the recommendation, or why it was resolved so. @example "claim c02 asserted" */
  reason!: string;
  /** @example "agreement" */
  outcome!: string | null;
  /** By currency, what is held as disputed for the right in the work; of two disputes about it, for both. */
  atStake!: StakeView[];
  /** What the ETag says; it grows with each step. @example 2 */
  version!: number;
}

export class DisputePage {
  items!: DisputeView[];
  /** The cursor of the next page; null on the last. @example "WyJpZCIsInBhcGVyLWtpdGUiXQ" */
  next!: string | null;
}
