import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A collective management organisation: the tenant that every row belongs to. */
@Entity({ schema: 'identity', name: 'society' })
export class Society {
  @PrimaryGeneratedColumn({ name: 'society_id' })
  societyId!: number;

  @Column({ type: 'text', collation: 'C' })
  name!: string;

  /** Whether the society may be replaced as a whole. */
  @Column({ type: 'boolean' })
  sandbox!: boolean;

  @Column({ name: 'created_at', type: 'timestamptz', insert: false })
  createdAt!: Date;
}
