import { Column, Entity, PrimaryColumn } from 'typeorm';
import { StandingRow } from '../standing-row.js';

/** A program that asks for itself. */
@Entity({ schema: 'identity', name: 'api_client' })
export class ApiClient extends StandingRow {
  /** The society's number, a point, and random characters. */
  @PrimaryColumn({ name: 'client_id', type: 'text', collation: 'C' })
  clientId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'created_at', type: 'timestamptz', insert: false })
  createdAt!: Date;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true, insert: false })
  revokedAt!: Date | null;
}
