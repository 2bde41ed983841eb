import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { TenantRow } from '../../platform/database/tenant-row.js';

/** An audiovisual work. */
@Entity({ schema: 'repertoire', name: 'work' })
export class Work extends TenantRow {
  @PrimaryGeneratedColumn({ name: 'work_id' })
  workId!: number;

  @Column({ type: 'text', collation: 'C' })
  code!: string;

  @Column({ name: 'work_type', type: 'text', collation: 'C', nullable: true })
  workType!: string | null;

  @Column({ type: 'integer', nullable: true })
  year!: number | null;

  @Column({ name: 'runtime_minutes', type: 'integer', nullable: true })
  runtimeMinutes!: number | null;

  /** Grows with each change. */
  @Column({ type: 'integer', insert: false })
  version!: number;
}

/** A title that a work bears. */
@Entity({ schema: 'repertoire', name: 'work_title' })
export class WorkTitle extends TenantRow {
  @PrimaryColumn({ name: 'work_id', type: 'integer' })
  workId!: number;

  /** 0 is the title; alternative titles follow in the order given. */
  @PrimaryColumn({ type: 'integer' })
  ordinal!: number;

  @Column({ type: 'text' })
  title!: string;

  /** The contract's normal form. */
  @Column({ name: 'title_key', type: 'text', collation: 'C' })
  titleKey!: string;
}

/** An identifier that a work bears, in canonical form. */
@Entity({ schema: 'repertoire', name: 'work_identifier' })
export class WorkIdentifier extends TenantRow {
  @PrimaryColumn({ name: 'work_id', type: 'integer' })
  workId!: number;

  @PrimaryColumn({ type: 'text', collation: 'C' })
  scheme!: string;

  @Column({ type: 'text', collation: 'C' })
  value!: string;
}
