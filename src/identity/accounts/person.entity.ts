import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantRow } from '../../platform/database/tenant-row.js';
import type { Role } from '../roles.js';

/** Somebody who logs in. */
@Entity({ schema: 'identity', name: 'person' })
export class Person extends TenantRow {
  @PrimaryGeneratedColumn({ name: 'person_id' })
  personId!: number;

  /** In lower case. */
  @Column({ type: 'text', collation: 'C' })
  email!: string;

  @Column({ name: 'password_hash', type: 'text', collation: 'C' })
  passwordHash!: string;

  @Column({ type: 'text', array: true, collation: 'C' })
  roles!: Role[];

  @Column({ name: 'licensee_id', type: 'integer', nullable: true })
  licenseeId!: number | null;

  @Column({ name: 'party_id', type: 'integer', nullable: true })
  partyId!: number | null;

  /** Null: the password alone logs in. */
  @Column({ name: 'totp_secret', type: 'bytea', nullable: true, insert: false })
  totpSecret!: Buffer | null;

  /** The step of time whose code was used last. */
  @Column({ name: 'totp_last_step', type: 'bigint', nullable: true, insert: false })
  totpLastStep!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', insert: false })
  createdAt!: Date;

  @Column({ name: 'disabled_at', type: 'timestamptz', nullable: true, insert: false })
  disabledAt!: Date | null;
}
