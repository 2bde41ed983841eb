import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { TenantRow } from '../platform/database/tenant-row.js';

/** What a licensee says it used. Its lines are bulk rows and have no entity. */
@Entity({ schema: 'usage', name: 'usage_report' })
export class UsageReport extends TenantRow {
  @PrimaryGeneratedColumn({ name: 'usage_report_id' })
  usageReportId!: number;

  @Column({ type: 'text', collation: 'C' })
  name!: string;

  @Column({ name: 'received_at', type: 'timestamptz', insert: false })
  receivedAt!: Date;
}
