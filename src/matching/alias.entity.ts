import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '../platform/database/tenant-row.js';

/** A licensee's own identifier of a work. */
@Entity({ schema: 'matching', name: 'alias' })
export class Alias extends TenantRow {
  @PrimaryColumn({ name: 'licensee_id', type: 'integer' })
  licenseeId!: number;

  @PrimaryColumn({ name: 'resource_id', type: 'text', collation: 'C' })
  resourceId!: string;

  @Column({ name: 'work_id', type: 'integer' })
  workId!: number;
}
