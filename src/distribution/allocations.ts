import { parseDecimal, type Scaled } from '../kernel/decimal.js';
import { copyInto } from '../platform/database/copy-into.js';
import type { Tx } from '../platform/database/database.js';
import { sqlFile } from '../platform/database/sql-file.js';
import { allocate } from './rules/allocate.js';

const SUM_BENEFICIARIES = sqlFile(import.meta.url, 'sql/sum-beneficiaries.sql');

interface BeneficiaryRow {
  collection_id: number;
  party_id: number | null;
  suspense: string | null;
  points: string;
}

/** Contract ¶5 and ¶7: who has points in which pool, by the number of the collection. */
export async function beneficiariesByPool(tx: Tx, distributionId: number): Promise<Map<number, BeneficiaryRow[]>> {
  const rows = (await tx.query(SUM_BENEFICIARIES, [distributionId])) as BeneficiaryRow[];
  const pools = new Map<number, BeneficiaryRow[]>();
  for (const row of rows) {
    const pool = pools.get(row.collection_id);
    if (pool) pool.push(row);
    else pools.set(row.collection_id, [row]);
  }
  return pools;
}

/** The allocations of one pool in COPY's text format. A pool without points goes whole to undistributed. */
export function allocationRows(
  distributionId: number,
  collectionId: number,
  net: bigint,
  rows: BeneficiaryRow[],
): string {
  const place = `${distributionId}\t${collectionId}`;
  if (rows.length === 0) return `${place}\tsuspense\t\\N\tundistributed\t0\t${net}\tf\n`;
  const allotments = allocate(
    net,
    rows.map((row): Scaled => parseDecimal(row.points)!),
  );
  return rows
    .map((row, index) => {
      const { amount, roundingUnit } = allotments[index]!;
      const beneficiary = row.party_id === null ? `suspense\t\\N\t${row.suspense}` : `party\t${row.party_id}\t\\N`;
      return `${place}\t${beneficiary}\t${row.points}\t${amount}\t${roundingUnit ? 't' : 'f'}\n`;
    })
    .join('');
}

/** @param rows in COPY's text format */
export async function storeAllocations(tx: Tx, rows: Buffer): Promise<void> {
  await tx.query(`
    create temporary table incoming_allocation (
      distribution_id integer, collection_id integer, beneficiary_kind text, party_id integer, suspense text,
      points numeric, amount_minor bigint, rounding_unit boolean
    ) on commit drop`);
  await copyInto(tx, 'incoming_allocation', rows);
  await tx.query(`
    insert into distribution.allocation (distribution_id, collection_id, beneficiary_kind, party_id, suspense, points,
      amount_minor, rounding_unit) select * from incoming_allocation`);
}
