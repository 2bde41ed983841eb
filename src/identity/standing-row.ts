import { Column } from 'typeorm';
import { TenantRow } from '../platform/database/tenant-row.js';
import type { Role, Standing } from './roles.js';

/** What a person and an API client have in common: what they may do, and whose rows they see. */
export abstract class StandingRow extends TenantRow implements Standing {
  @Column({ type: 'text', array: true, collation: 'C' })
  roles!: Role[];

  @Column({ name: 'licensee_id', type: 'integer', nullable: true })
  licenseeId!: number | null;

  @Column({ name: 'party_id', type: 'integer', nullable: true })
  partyId!: number | null;
}
