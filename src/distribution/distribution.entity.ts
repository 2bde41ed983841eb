import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { EventRow } from '../platform/database/event-row.js';
import { exactInteger, TenantRow } from '../platform/database/tenant-row.js';
import type { DistributionKind, DistributionState } from './distribution.states.js';

/** Money collected under a licence for a period: one royalty pool. */
@Entity({ schema: 'distribution', name: 'collection' })
export class Collection extends TenantRow {
  @PrimaryGeneratedColumn({ name: 'collection_id' })
  collectionId!: number;

  @Column({ type: 'text', collation: 'C' })
  code!: string;

  @Column({ type: 'integer' })
  ordinal!: number;

  @Column({ name: 'licence_id', type: 'integer' })
  licenceId!: number;

  @Column({ name: 'period_start', type: 'date' })
  periodStart!: string;

  /** Last day. */
  @Column({ name: 'period_end', type: 'date' })
  periodEnd!: string;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: exactInteger })
  amountMinor!: bigint;

  @Column({ type: 'text', collation: 'C' })
  currency!: string;

  /** Decimals of the currency (ISO 4217). */
  @Column({ name: 'minor_units', type: 'integer' })
  minorUnits!: number;

  /** By which the bank's statement names the money; null where a folder brought it. */
  @Column({ name: 'bank_reference', type: 'text', nullable: true })
  bankReference!: string | null;

  @Column({ name: 'received_on', type: 'date', nullable: true })
  receivedOn!: string | null;

  /** Counts corrections. */
  @Column({ type: 'integer', insert: false })
  version!: number;

  /** The distribution by which it is in the books. */
  @Column({ name: 'posted_in', type: 'integer', nullable: true, insert: false })
  postedIn!: number | null;

  /** The distribution whose suspense holds what is left of it: that one, or its last release. */
  @Column({ name: 'held_in', type: 'integer', nullable: true, insert: false })
  heldIn!: number | null;
}

/** One version of the rules by which pools are distributed: its deductions and weights. Never changed. */
@Entity({ schema: 'distribution', name: 'rule_set' })
export class RuleSet extends TenantRow {
  @PrimaryGeneratedColumn({ name: 'rule_set_id' })
  ruleSetId!: number;

  /** From 1, within the society. */
  @Column({ type: 'integer' })
  version!: number;

  @Column({ name: 'recorded_by', type: 'text', collation: 'C' })
  recordedBy!: string;

  @Column({ name: 'recorded_at', type: 'timestamptz', insert: false })
  recordedAt!: Date;
}

/** The members' resolution that puts a rule set in force. */
@Entity({ schema: 'distribution', name: 'rule_set_publication' })
export class RuleSetPublication extends TenantRow {
  @PrimaryColumn({ name: 'rule_set_id', type: 'integer' })
  ruleSetId!: number;

  @Column({ type: 'text' })
  resolution!: string;

  @Column({ name: 'published_by', type: 'text', collation: 'C' })
  publishedBy!: string;

  @Column({ name: 'published_at', type: 'timestamptz', insert: false })
  publishedAt!: Date;
}

/** A percentage that is kept back from a pool's gross. */
@Entity({ schema: 'distribution', name: 'deduction' })
export class Deduction extends TenantRow {
  @PrimaryGeneratedColumn({ name: 'deduction_id' })
  deductionId!: number;

  @Column({ name: 'rule_set_id', type: 'integer' })
  ruleSetId!: number;

  @Column({ type: 'text', collation: 'C' })
  code!: string;

  /** Deductions are taken in this order. */
  @Column({ type: 'integer' })
  ordinal!: number;

  @Column({ type: 'text', collation: 'C' })
  kind!: string;

  @Column({ type: 'numeric' })
  percent!: string;

  /** null: every licence. */
  @Column({ name: 'licence_id', type: 'integer', nullable: true })
  licenceId!: number | null;
}

/** What a point of a use type or of a work type counts. What has no row weighs 1. */
@Entity({ schema: 'distribution', name: 'weight' })
export class Weight extends TenantRow {
  @PrimaryColumn({ name: 'rule_set_id', type: 'integer' })
  ruleSetId!: number;

  @PrimaryColumn({ type: 'text', collation: 'C' })
  dimension!: string;

  @PrimaryColumn({ type: 'text', collation: 'C' })
  key!: string;

  @Column({ type: 'numeric' })
  weight!: string;
}

/** One run over a set of collections. Its state is that of its last event. */
@Entity({ schema: 'distribution', name: 'distribution' })
export class Distribution extends TenantRow {
  @PrimaryGeneratedColumn({ name: 'distribution_id' })
  distributionId!: number;

  @Column({ type: 'text', collation: 'C' })
  kind!: DistributionKind;

  @Column({ name: 'rule_set_id', type: 'integer' })
  ruleSetId!: number;

  /** Of a reversal: the distribution that it takes back. */
  @Column({ type: 'integer', nullable: true })
  reverses!: number | null;

  /** Of an adjustment: the distribution whose held money it releases. */
  @Column({ type: 'integer', nullable: true })
  adjusts!: number | null;
}

/** What happened to a distribution, in order. A step back has a reason. */
@Entity({ schema: 'distribution', name: 'distribution_event' })
export class DistributionEvent extends EventRow {
  declare state: DistributionState;

  @PrimaryColumn({ name: 'distribution_id', type: 'integer' })
  distributionId!: number;

  /** SHA-256 over everything that the distribution was calculated from, and is approved for. */
  @Column({ name: 'inputs_sha256', type: 'text', collation: 'C', nullable: true })
  inputsSha256!: string | null;
}

/** A pool after deductions. Minor units. */
@Entity({ schema: 'distribution', name: 'pool_result' })
export class PoolResult extends TenantRow {
  @PrimaryColumn({ name: 'distribution_id', type: 'integer' })
  distributionId!: number;

  @PrimaryColumn({ name: 'collection_id', type: 'integer' })
  collectionId!: number;

  @Column({ name: 'gross_minor', type: 'bigint', transformer: exactInteger })
  grossMinor!: bigint;

  @Column({ name: 'deducted_minor', type: 'bigint', transformer: exactInteger })
  deductedMinor!: bigint;

  @Column({ name: 'net_minor', type: 'bigint', transformer: exactInteger })
  netMinor!: bigint;

  @Column({ type: 'numeric' })
  points!: string;
}

@Entity({ schema: 'distribution', name: 'deduction_taken' })
export class DeductionTaken extends TenantRow {
  @PrimaryColumn({ name: 'distribution_id', type: 'integer' })
  distributionId!: number;

  @PrimaryColumn({ name: 'collection_id', type: 'integer' })
  collectionId!: number;

  @PrimaryColumn({ name: 'deduction_id', type: 'integer' })
  deductionId!: number;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: exactInteger })
  amountMinor!: bigint;
}

/** What one beneficiary gets of a pool: a party, or a suspense account. */
@Entity({ schema: 'distribution', name: 'allocation' })
export class Allocation extends TenantRow {
  @PrimaryColumn({ name: 'distribution_id', type: 'integer' })
  distributionId!: number;

  @PrimaryColumn({ name: 'collection_id', type: 'integer' })
  collectionId!: number;

  @Column({ name: 'beneficiary_kind', type: 'text', collation: 'C' })
  beneficiaryKind!: string;

  @Column({ name: 'party_id', type: 'integer', nullable: true })
  partyId!: number | null;

  @Column({ type: 'text', collation: 'C', nullable: true })
  suspense!: string | null;

  @Column({ type: 'numeric' })
  points!: string;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: exactInteger })
  amountMinor!: bigint;

  @Column({ name: 'rounding_unit', type: 'boolean' })
  roundingUnit!: boolean;
}
