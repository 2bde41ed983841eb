import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantRow } from '../../platform/database/tenant-row.js';

/** A platform or other user that pays. */
@Entity({ schema: 'licensing', name: 'licensee' })
export class Licensee extends TenantRow {
  @PrimaryGeneratedColumn({ name: 'licensee_id' })
  licenseeId!: number;

  @Column({ type: 'text', collation: 'C' })
  name!: string;

  /** As the register has it, and certificates bear it. */
  @Column({ name: 'legal_name', type: 'text', nullable: true })
  legalName!: string | null;

  @Column({ type: 'text', collation: 'C', nullable: true })
  country!: string | null;

  @Column({ name: 'registration_number', type: 'text', collation: 'C', nullable: true })
  registrationNumber!: string | null;

  /** Grows with each change. */
  @Column({ type: 'integer', insert: false })
  version!: number;
}

/** A permission granted to a licensee. */
@Entity({ schema: 'licensing', name: 'licence' })
export class Licence extends TenantRow {
  @PrimaryGeneratedColumn({ name: 'licence_id' })
  licenceId!: number;

  @Column({ type: 'text', collation: 'C' })
  code!: string;

  @Column({ name: 'licensee_id', type: 'integer' })
  licenseeId!: number;

  @Column({ name: 'use_types', type: 'text', array: true, collation: 'C' })
  useTypes!: string[];

  @Column({ name: 'territories_except', type: 'boolean' })
  territoriesExcept!: boolean;

  @Column({ name: 'territory_codes', type: 'text', array: true, collation: 'C' })
  territoryCodes!: string[];

  @Column({ name: 'valid_from', type: 'date' })
  validFrom!: string;

  /** Last day. */
  @Column({ name: 'valid_to', type: 'date' })
  validTo!: string;

  @Column({ type: 'text', collation: 'C' })
  currency!: string;

  /** The figure that usage of this licence is measured by: views, seconds or revenue. */
  @Column({ type: 'text', collation: 'C' })
  metric!: string;

  /** Whether the licensee lets its name and figures stand on statements; null: nobody has asked, as in a folder. */
  @Column({ name: 'statement_consent', type: 'boolean', nullable: true, insert: false })
  statementConsent?: boolean | null;
}
