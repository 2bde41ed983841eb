import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { exactInteger, TenantRow } from '../platform/database/tenant-row.js';

@Entity({ schema: 'ledger', name: 'account' })
export class Account extends TenantRow {
  @PrimaryGeneratedColumn({ name: 'account_id' })
  accountId!: number;

  /** Class first, parts separated by colons: `liabilities:parties:P1`. */
  @Column({ type: 'text', collation: 'C' })
  code!: string;
}

@Entity({ schema: 'ledger', name: 'transaction' })
export class Transaction extends TenantRow {
  @PrimaryGeneratedColumn({ name: 'transaction_id' })
  transactionId!: number;

  @Column({ type: 'text', collation: 'C' })
  code!: string;

  @Column({ name: 'booked_on', type: 'date' })
  bookedOn!: string;

  @Column({ type: 'text' })
  memo!: string;
}

/** One side of a transaction, in minor units of its currency. */
@Entity({ schema: 'ledger', name: 'posting' })
export class Posting extends TenantRow {
  @PrimaryColumn({ name: 'transaction_id', type: 'integer' })
  transactionId!: number;

  @PrimaryColumn({ type: 'integer' })
  ordinal!: number;

  @Column({ name: 'account_id', type: 'integer' })
  accountId!: number;

  @Column({ type: 'text', collation: 'C' })
  currency!: string;

  @Column({ name: 'debit_minor', type: 'bigint', transformer: exactInteger, default: 0 })
  debitMinor!: bigint;

  @Column({ name: 'credit_minor', type: 'bigint', transformer: exactInteger, default: 0 })
  creditMinor!: bigint;
}
