import type { HeldLine, HeldTotal, StatementDeduction, StatementPool } from './pdf/statement-document.js';

/** A row of statement-pools.sql. */
export interface PoolRow {
  party_code: string;
  party_name: string;
  collection_number: number;
  collection_id: string;
  licence_id: string;
  licensee: string;
  period_start: string;
  period_end: string;
  currency: string;
  gross: string;
  net: string;
  pool_points: string;
  party_points: string;
  party_amount: string;
  rounding_unit: boolean;
}

/** A row of held-for-parties.sql: one of the largest, with the sums over all rows of its party, currency and reason. */
export interface HeldRow {
  party_code: string;
  collection_id: string;
  work_id: string;
  title: string;
  reason: 'unclaimed' | 'disputed';
  points: string;
  exact_amount: string;
  currency: string;
}

/** A row of held-totals.sql. */
export interface HeldTotalRow {
  party_code: string;
  currency: string;
  reason: 'unclaimed' | 'disputed';
  exact_amount: string;
  rows: number;
}

export function poolOf(row: PoolRow, deductions: StatementDeduction[]): StatementPool {
  return {
    collectionId: row.collection_id,
    licenceId: row.licence_id,
    licensee: row.licensee,
    periodStart: row.period_start,
    periodEnd: row.period_end,
    currency: row.currency,
    gross: BigInt(row.gross),
    deductions,
    net: BigInt(row.net),
    poolPoints: row.pool_points,
    partyPoints: row.party_points,
    partyAmount: BigInt(row.party_amount),
    roundingUnit: row.rounding_unit,
  };
}

export function heldOf(row: HeldRow): HeldLine {
  return {
    collectionId: row.collection_id,
    workId: row.work_id,
    title: row.title,
    reason: row.reason,
    exactAmount: row.exact_amount,
    currency: row.currency,
    points: row.points,
  };
}

export function heldTotalOf(row: HeldTotalRow): HeldTotal {
  return { currency: row.currency, reason: row.reason, exactAmount: row.exact_amount, rows: row.rows };
}
