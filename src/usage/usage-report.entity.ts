import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { EventRow } from '../platform/database/event-row.js';
import { exactInteger, TenantRow } from '../platform/database/tenant-row.js';

/**
 * What a licensee says it used of a licence in a period, in one revision. A file of a distribution folder is a report
 * too, of no licence and no period. Its lines are bulk rows and have no entity.
 */
@Entity({ schema: 'usage', name: 'usage_report' })
export class UsageReport extends TenantRow {
  @PrimaryGeneratedColumn({ name: 'usage_report_id' })
  usageReportId!: number;

  @Column({ type: 'text', collation: 'C' })
  name!: string;

  @Column({ name: 'received_at', type: 'timestamptz', insert: false })
  receivedAt!: Date;

  @Column({ name: 'licence_id', type: 'integer', nullable: true })
  licenceId!: number | null;

  @Column({ name: 'period_start', type: 'date', nullable: true })
  periodStart!: string | null;

  /** Last day. */
  @Column({ name: 'period_end', type: 'date', nullable: true })
  periodEnd!: string | null;

  /** From 1, within licence and period. */
  @Column({ type: 'integer', nullable: true })
  revision!: number | null;

  /** Of the file as it was sent; null for a nil report, which says that nothing was used. */
  @Column({ name: 'content_sha256', type: 'text', collation: 'C', nullable: true })
  contentSha256!: string | null;
}

/**
 * received → validated → accepted or rejected; a nil report: received → accepted; one that cannot be read: received →
 * rejected; accepted → superseded by a later revision (domain, States). The database refuses every other step.
 */
export type ReportState = 'received' | 'validated' | 'accepted' | 'rejected' | 'superseded';

/** What happened to a report, in order. A rejection has a reason. */
@Entity({ schema: 'usage', name: 'report_event' })
export class ReportEvent extends EventRow {
  declare state: ReportState;

  @PrimaryColumn({ name: 'usage_report_id', type: 'integer' })
  usageReportId!: number;

  /** Of a validation. */
  @Column({ name: 'accepted_lines', type: 'bigint', nullable: true, transformer: exactInteger })
  acceptedLines!: bigint | null;

  @Column({ name: 'rejected_lines', type: 'bigint', nullable: true, transformer: exactInteger })
  rejectedLines!: bigint | null;
}
