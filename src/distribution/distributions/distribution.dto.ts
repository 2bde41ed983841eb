import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';
import { IsCode, IsName } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import type { MeasuredGate } from '../gates.service.js';
import { DISTRIBUTION_KINDS, DISTRIBUTION_STATES, type DistributionKind } from '../distribution.states.js';

const SORTS = ['id', '-id'] as const;
const OPENED = ['normal', 'what_if'] as const satisfies readonly DistributionKind[];
export const MOST_COLLECTIONS = 10_000;

/** One run over a set of collections. */
export class OpenDistribution {
  /** A what-if run shows what other rules would pay, and is never posted. @example "normal" */
  @IsIn(OPENED)
  kind!: (typeof OPENED)[number];

  /** Id of the rule set that it follows. @example "1" */
  @IsCode()
  ruleSet!: string;

  /** Ids of the collections that it distributes. @example ["2026-Q1-stream"] */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_COLLECTIONS)
  @ArrayUnique()
  @IsCode({ each: true })
  collections!: string[];
}

/** Why a step is taken. */
export class Reason {
  /** @example "The claim in Paper Kite is disputed since Monday" */
  @IsName()
  reason!: string;
}

export class DistributionQuery extends ListQuery {
  /** @example "normal" */
  @IsOptional()
  @IsIn(DISTRIBUTION_KINDS)
  kind?: string;

  /** @example "calculated" */
  @IsOptional()
  @IsIn(DISTRIBUTION_STATES)
  state?: string;

  /** Only those that distribute this collection. @example "2026-Q1-stream" */
  @IsOptional()
  @IsCode()
  collection?: string;

  /** Only adjustments that release what this distribution holds. @example "6" */
  @IsOptional()
  @IsCode()
  adjusts?: string;

  /** `-` before it turns the order round. @example "-id" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = '-id';
}

export class DistributionView {
  /** @example "7" */
  id!: string;
  /** normal, what_if, reversal or adjustment. @example "normal" */
  kind!: string;
  /** open, calculated, approved or posted. @example "calculated" */
  state!: string;
  /** Since when. @example "2026-11-25T09:30:00.000Z" */
  since!: string;
  /** @example "1" */
  ruleSet!: string;
  /** @example ["2026-Q1-stream"] */
  collections!: string[];
  /** The distribution that this one takes back. @example "6" */
  reverses!: string | null;
  /** The distribution by which this one was taken back. @example "9" */
  reversedBy!: string | null;
  /** Of an adjustment: the distribution whose held money it releases. @example "6" */
  adjusts!: string | null;

  static from({ id, kind, state, since, ruleSet, collections, reverses, reversedBy, adjusts }: DistributionRow) {
    const view: DistributionView = {
      ...{ id, kind, state, since: since.toISOString(), ruleSet, collections, reverses, reversedBy, adjusts },
    };
    return view;
  }
}

export interface DistributionRow extends Omit<DistributionView, 'since'> {
  since: Date;
}

export class DistributionPage {
  items!: DistributionView[];
  /** The cursor of the next page; null on the last. @example "WyItaWQiLDcsN10" */
  next!: string | null;
}

/** A measure of the last calculation, which stands before its approval. */
export class GateView {
  /** @example "unidentified_share" */
  gate!: string;
  /** A percent, a number or minor units, as the gate says. @example "31.25" */
  measured!: string;
  /** It passes up to this. @example "20" */
  most!: string;
  /** @example false */
  passed!: boolean;
  /** Who let it pass in spite of its measure. @example "person:4" */
  waivedBy!: string | null;
  /** Why. @example "The titles of the new platform are being matched" */
  reason!: string | null;

  static from({ gate, measured, most, passed, waived_by: waivedBy, reason }: MeasuredGate): GateView {
    return { gate, measured, most, passed, waivedBy, reason };
  }
}

export class Gates {
  /** Empty until the distribution is calculated. */
  items!: GateView[];
}

/** What happened to a distribution. */
export class DistributionEventView {
  /** @example "approved" */
  state!: string;
  /** @example "person:4" */
  actor!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  at!: string;
  /** Of a step back. @example "The bank corrected its receipt" */
  reason!: string | null;
  /** Of all that it was calculated from. @example "6f5902ac237024bdd0c176cb93063dc4a0ab1ed5a1b1f0c7de1b2c3d4e5f6a7b" */
  inputsSha256!: string | null;
}

export class History {
  items!: DistributionEventView[];
}

/** Whether what a distribution depends on is still what it was calculated from. */
export class Inputs {
  /** Of the last calculation; null before it. @example "6f5902ac237024bdd0c176cb93063dc4a0ab1ed5a1b1f0c7de1b2c3d4e5f6a7b" */
  calculated!: string | null;
  /** As collections, reports, matches, claims and works are now. @example "6f5902ac237024bdd0c176cb93063dc4a0ab1ed5a1b1f0c7de1b2c3d4e5f6a7b" */
  now!: string;
  /** A changed input makes an approval void: neither approving nor posting passes. @example false */
  changed!: boolean;
}
