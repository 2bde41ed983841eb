import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, ValidateBy, ValidateNested } from 'class-validator';
import { DEDUCTION_KINDS, type DeductionKind, USE_TYPES, WORK_TYPES } from '../../kernel/vocabulary.js';
import { IsCode, IsName, IsPercent, IsWeight } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list.js';
import { CHANGE_PERCENT, type Gate, GATE_LIMITS } from '../rules/gates.js';

const SORTS = ['number', '-number'] as const;
const DIMENSIONS = ['use_type', 'work_type'] as const;
export const GATES = Object.keys(GATE_LIMITS) as Gate[];
const LIMITS = [...GATES, CHANGE_PERCENT.name];
const KEYS = { use_type: USE_TYPES, work_type: WORK_TYPES } as const;

/** A percentage kept back from a pool's gross. */
export class DeductionRule {
  /** What the society calls it; part of its account in the books. @example "fee" */
  @IsCode()
  id!: string;

  /** @example "admin_fee" */
  @IsIn(DEDUCTION_KINDS)
  kind!: DeductionKind;

  /** Percent of the gross. @example "12.5" */
  @IsPercent()
  percent!: string;

  /** Id of the licence that it is for; without it, every licence. @example "stream-2026" */
  @IsOptional()
  @IsCode()
  licence?: string | null;
}

/** What a point counts. What has no rule counts 1. */
export class WeightRule {
  /** @example "work_type" */
  @IsIn(DIMENSIONS)
  dimension!: (typeof DIMENSIONS)[number];

  /** A use type or a type of works. @example "short" */
  @IsKey()
  key!: string;

  /** @example "0.5" */
  @IsWeight()
  weight!: string;
}

/** A limit other than the usual one. */
export class GateRule {
  /** @example "unidentified_share" */
  @IsIn(LIMITS)
  gate!: Gate | typeof CHANGE_PERCENT.name;

  /** It passes up to this: a percent, a number, or minor units, as the gate says. @example "15" */
  @IsWeight()
  most!: string;
}

/** Rules by which collections are distributed: recorded as a whole, never changed, in force once published. */
export class RecordRuleSet {
  /** In the order in which they are taken. @example [{"id": "fee", "kind": "admin_fee", "percent": "12.5"}] */
  @IsArray()
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => DeductionRule)
  deductions!: DeductionRule[];

  /** @example [{"dimension": "work_type", "key": "short", "weight": "0.5"}] */
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => WeightRule)
  weights!: WeightRule[];

  /** @example [{"gate": "unidentified_share", "most": "15"}] */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => GateRule)
  gates?: GateRule[];
}

export class PublishRuleSet {
  /** Number and date of the members' decision. @example "General assembly, 12 May 2026, no. 4" */
  @IsName()
  resolution!: string;
}

export class RuleSetQuery extends ListQuery {
  /** `-` before it turns the order round. @example "-number" */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SORTS)
  sort: string = '-number';
}

/** The decision that put rules in force. */
export class RuleSetPublicationView {
  /** @example "General assembly, 12 May 2026, no. 4" */
  resolution!: string;
  /** @example "person:4" */
  publishedBy!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  publishedAt!: string;
}

export class RuleSetView {
  /** @example "3" */
  id!: string;
  /** The version, counted from 1. @example 1 */
  number!: number;
  /** @example "person:2" */
  recordedBy!: string;
  /** @example "2026-11-25T09:30:00.000Z" */
  recordedAt!: string;
  deductions!: DeductionRule[];
  weights!: WeightRule[];
  /** Limits other than the usual ones. */
  gates!: GateRule[];
  /** null: in force for no distribution that is to be posted. */
  publication!: RuleSetPublicationView | null;

  static from(row: RuleSetRow): RuleSetView {
    const { id, number, recordedBy, recordedAt, deductions, weights, gates } = row;
    const { resolution, publishedBy, publishedAt } = row;
    const publication =
      resolution === null ? null : { resolution, publishedBy: publishedBy!, publishedAt: publishedAt!.toISOString() };
    return { id, number, recordedBy, recordedAt: recordedAt.toISOString(), deductions, weights, gates, publication };
  }
}

export interface RuleSetRow extends Omit<RuleSetView, 'recordedAt' | 'publication'> {
  recordedAt: Date;
  resolution: string | null;
  publishedBy: string | null;
  publishedAt: Date | null;
}

export class RuleSetPage {
  items!: RuleSetView[];
  /** The cursor of the next page; null on the last. @example "WyItbnVtYmVyIiwxLDNd" */
  next!: string | null;
}

/** A key is one of its dimension's. */
function IsKey(): PropertyDecorator {
  return ValidateBy({
    name: 'isKey',
    validator: {
      validate: (key: unknown, argument) => {
        const { dimension } = argument!.object as Partial<WeightRule>;
        return typeof key === 'string' && keysOf(dimension).includes(key);
      },
      defaultMessage: (argument) =>
        `must be one of ${keysOf((argument!.object as Partial<WeightRule>).dimension).join(', ') || 'its dimension'}`,
    },
  });
}

function keysOf(dimension: WeightRule['dimension'] | undefined): readonly string[] {
  return dimension !== undefined && dimension in KEYS ? KEYS[dimension] : [];
}
