import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { StandingRow } from '../standing-row.js';

/** Somebody who logs in. */
@Entity({ schema: 'identity', name: 'person' })
export class Person extends StandingRow {
  @PrimaryGeneratedColumn({ name: 'person_id' })
  personId!: number;

  /** In lower case. */
  @Column({ type: 'text', collation: 'C' })
  email!: string;

  @Column({ name: 'password_hash', type: 'text', collation: 'C' })
  passwordHash!: string;

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
