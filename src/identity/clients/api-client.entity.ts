import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '../../platform/database/tenant-row.js';
import type { Role } from '../roles.js';

/** A program that asks for itself. */
@Entity({ schema: 'identity', name: 'api_client' })
export class ApiClient extends TenantRow {
  /** The society's number, a point, and random characters. */
  @PrimaryColumn({ name: 'client_id', type: 'text', collation: 'C' })
  clientId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'secret_sha256', type: 'bytea' })
  secretSha256!: Buffer;

  @Column({ type: 'text', array: true, collation: 'C' })
  roles!: Role[];

  @Column({ name: 'licensee_id', type: 'integer', nullable: true })
  licenseeId!: number | null;

  @Column({ name: 'party_id', type: 'integer', nullable: true })
  partyId!: number | null;

  @Column({ name: 'created_at', type: 'timestamptz', insert: false })
  createdAt!: Date;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true, insert: false })
  revokedAt!: Date | null;
}
