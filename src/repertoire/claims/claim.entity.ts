import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantRow } from '../../platform/database/tenant-row.js';

/** A party's share of one right in one work. A changed claim closes its row and adds one. */
@Entity({ schema: 'repertoire', name: 'claim' })
export class Claim extends TenantRow {
  @PrimaryGeneratedColumn({ name: 'claim_id' })
  claimId!: number;

  @Column({ type: 'text', collation: 'C' })
  code!: string;

  @Column({ name: 'work_id', type: 'integer' })
  workId!: number;

  @Column({ name: 'party_id', type: 'integer' })
  partyId!: number;

  @Column({ type: 'text', collation: 'C' })
  right!: string;

  /** Percent, 0 < share ≤ 100, at most six decimals. */
  @Column({ type: 'numeric' })
  share!: string;

  @Column({ type: 'text', collation: 'C', nullable: true })
  role!: string | null;

  /** Whether the claim covers the world without the codes, and not just the codes. */
  @Column({ name: 'territories_except', type: 'boolean' })
  territoriesExcept!: boolean;

  @Column({ name: 'territory_codes', type: 'text', array: true, collation: 'C' })
  territoryCodes!: string[];

  /** First day; null is unbounded. */
  @Column({ name: 'valid_from', type: 'date', nullable: true })
  validFrom!: string | null;

  /** Last day; null is unbounded. */
  @Column({ name: 'valid_to', type: 'date', nullable: true })
  validTo!: string | null;

  @Column({ type: 'text', collation: 'C' })
  status!: string;

  @Column({ name: 'recorded_at', type: 'timestamptz', insert: false })
  recordedAt!: Date;

  @Column({ name: 'superseded_at', type: 'timestamptz', nullable: true, insert: false })
  supersededAt!: Date | null;
}
