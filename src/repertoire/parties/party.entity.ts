import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantRow } from '../../platform/database/tenant-row.js';

/** A person or organisation that can hold a claim. */
@Entity({ schema: 'repertoire', name: 'party' })
export class Party extends TenantRow {
  @PrimaryGeneratedColumn({ name: 'party_id' })
  partyId!: number;

  @Column({ type: 'text', collation: 'C' })
  code!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', collation: 'C' })
  kind!: string;

  @Column({ type: 'text', collation: 'C', nullable: true })
  country!: string | null;

  @Column({ name: 'ipi_name_number', type: 'text', collation: 'C', nullable: true })
  ipiNameNumber!: string | null;

  @Column({ type: 'text', collation: 'C', nullable: true })
  isni!: string | null;

  @Column({ name: 'payout_currency', type: 'text', collation: 'C', nullable: true })
  payoutCurrency!: string | null;

  /** How a rival in a dispute reaches it. */
  @Column({ type: 'text', nullable: true })
  contact!: string | null;

  /** Grows with each change. */
  @Column({ type: 'integer', insert: false })
  version!: number;
}
