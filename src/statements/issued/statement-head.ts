import type { StatementHead } from '../pdf/statement-document.js';

// A head as it is stored: JSON knows no bigint, so that amounts stand as texts.

type Amounts = 'gross' | 'net' | 'partyAmount';
type Pool = StatementHead['pools'][number];
type StoredPool = Omit<Pool, Amounts | 'deductions'> &
  Record<Amounts, string> & { deductions: (Omit<Pool['deductions'][number], 'amount'> & { amount: string })[] };

export type StoredHead = Omit<StatementHead, 'pools'> & { pools: StoredPool[] };

export function storedHead(head: StatementHead): StoredHead {
  const pools = head.pools.map((pool) => ({
    ...pool,
    gross: String(pool.gross),
    net: String(pool.net),
    partyAmount: String(pool.partyAmount),
    deductions: pool.deductions.map((deduction) => ({ ...deduction, amount: String(deduction.amount) })),
  }));
  return { ...head, pools };
}

export function headOf(stored: StoredHead): StatementHead {
  const pools = stored.pools.map((pool) => ({
    ...pool,
    gross: BigInt(pool.gross),
    net: BigInt(pool.net),
    partyAmount: BigInt(pool.partyAmount),
    deductions: pool.deductions.map((deduction) => ({ ...deduction, amount: BigInt(deduction.amount) })),
  }));
  return { ...stored, pools };
}
