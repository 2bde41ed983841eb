import { Column, PrimaryColumn } from 'typeorm';
import { TenantRow } from './tenant-row.js';

/** Something that happened to a thing: rows are only added, and the state of the thing is that of the last. */
export abstract class EventRow extends TenantRow {
  /** From 1. */
  @PrimaryColumn({ type: 'integer' })
  ordinal!: number;

  @Column({ type: 'text', collation: 'C' })
  state!: string;

  @Column({ type: 'text', collation: 'C' })
  actor!: string;

  @Column({ name: 'happened_at', type: 'timestamptz', insert: false })
  happenedAt!: Date;

  /** Why, where the step needs a reason. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;
}
