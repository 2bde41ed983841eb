import { Column } from 'typeorm';

/** What every row of a tenant carries. The database fills it from the transaction. */
export abstract class TenantRow {
  @Column({ name: 'society_id', type: 'integer', insert: false, select: false })
  societyId!: number;
}

/** bigint columns arrive as strings, since they don't fit a number; in entities they are bigints. */
export const exactInteger = {
  to: (value: bigint | null): string | null => value?.toString() ?? null,
  from: (value: string | null): bigint | null => (value === null ? null : BigInt(value)),
};
