import { formatAmount } from '../../kernel/money.js';
import type { Tx } from '../../platform/database/database.js';
import { sqlFile } from '../../platform/database/sql-file.js';

const COUNTS = sqlFile(import.meta.url, '../sql/counts.sql');
const TOTALS = sqlFile(import.meta.url, '../sql/totals.sql');
const INVARIANTS = sqlFile(import.meta.url, '../sql/invariants.sql');

export interface Counts {
  parties: number;
  works: number;
  claims: number;
  licences: number;
  collections: number;
  files: number;
  /** accepted + rejected */
  lines: number;
  accepted: number;
  rejected: number;
  /** Of the accepted. */
  outside_collections: number;
  /** Of the accepted. */
  unidentified: number;
}

/** Amounts of one currency, as the currency is written. */
export interface CurrencyTotals {
  currency: string;
  collected: string;
  deducted: string;
  parties: string;
  unidentified: string;
  unclaimed: string;
  disputed: string;
  undistributed: string;
}

export async function countRun(
  tx: Tx,
  run: { society: number; distributionId: number },
  reports: { files: number; accepted: number; rejected: number },
): Promise<Counts> {
  const [row] = (await tx.query(COUNTS, [run.society, run.distributionId])) as Record<string, string>[];
  const count = (name: string) => Number(row![name]);
  return {
    parties: count('parties'),
    works: count('works'),
    claims: count('claims'),
    licences: count('licences'),
    collections: count('collections'),
    files: reports.files,
    lines: reports.accepted + reports.rejected,
    accepted: reports.accepted,
    rejected: reports.rejected,
    outside_collections: reports.accepted - count('pooled'),
    unidentified: count('unidentified'),
  };
}

export async function totalRun(tx: Tx, distributionId: number): Promise<CurrencyTotals[]> {
  const rows = (await tx.query(TOTALS, [distributionId])) as Record<keyof CurrencyTotals, string>[];
  return rows.map(({ currency, ...amounts }) => {
    const formatted = Object.entries(amounts).map(([name, minor]) => [name, formatAmount(BigInt(minor), currency)]);
    return { currency, ...Object.fromEntries(formatted) } as CurrencyTotals;
  });
}

/**
 * Recomputes what must hold of every run from the stored rows.
 * @returns the invariants by name; all are true, or the run is not to be trusted and this throws
 */
export async function checkInvariants(
  tx: Tx,
  run: { society: number; distributionId: number },
): Promise<Record<string, true>> {
  const rows = (await tx.query(INVARIANTS, [run.distributionId, run.society])) as {
    invariant: string;
    holds: boolean;
  }[];
  const broken = rows.filter((row) => !row.holds).map((row) => row.invariant);
  if (broken.length > 0) {
    throw new Error(
      `A defect of Cineledger: ${broken.join('; ')} does not hold. Nothing was stored. Please report it.`,
    );
  }
  return Object.fromEntries(rows.map((row) => [row.invariant, true as const]));
}
