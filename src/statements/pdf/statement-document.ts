/**
 * Everything that the PDF statement of one party shows (contract, `statements/PARTY_ID.pdf`). Plain data that can be
 * posted to a worker thread. Money is bigint in minor units of its currency; exact amounts, points, shares, percents
 * and quantities are plain decimal strings as in `statements/PARTY_ID.csv`; days are YYYY-MM-DD.
 */
export interface StatementDocument {
  society: { name: string };
  party: { code: string; name: string };
  language?: 'en';
  /** What is said before all amounts, such as that they are taken back. */
  notice?: string;
  /** Whether its pools are what was held of others, which is released. */
  released?: boolean;
  /** The pools in which the party was allocated something, in the order of the collections. */
  pools: StatementPool[];
  /** The lines of the CSV, in its order; only the first `MOST_LINES` are shown, so a caller need not give more. */
  works: StatementLine[];
  /** How many lines the CSV has. */
  totalLines: number;
  /** Name of the CSV file that lies beside the PDF. */
  csvName: string;
  /** What is held for works in which the party has a claim; only the first `MOST_HELD` rows are shown. */
  held: HeldLine[];
  /**
   * Sums over all that is held, needed when `held` was cut short: otherwise the statement would show too little as held.
   * Left out, they are computed from `held`.
   */
  heldTotals?: HeldTotal[];
}

/** A statement without its lines, which are those of its CSV. */
export type StatementHead = Omit<StatementDocument, 'works' | 'totalLines'>;

/** What is held in one currency for one reason. */
export interface HeldTotal {
  currency: string;
  reason: HeldLine['reason'];
  exactAmount: string;
  /** Rows of pool × work. */
  rows: number;
}

/** One royalty pool and what the party got of it. */
export interface StatementPool {
  collectionId: string;
  licenceId: string;
  /** '', as are points, where the licence does not let its licensee's figures be shown. */
  licensee: string;
  periodStart: string;
  periodEnd: string;
  currency: string;
  gross: bigint;
  deductions: StatementDeduction[];
  net: bigint;
  /** All points of the pool. */
  poolPoints: string;
  /** The party's points: the sum of points × share ÷ 100 over its lines. */
  partyPoints: string;
  /** The party's allocation: what is owed. */
  partyAmount: bigint;
  /** Whether the allocation holds one of the units that were left over by rounding down (contract ¶7). */
  roundingUnit: boolean;
}

export interface StatementDeduction {
  code: string;
  kind: string;
  percent: string;
  amount: bigint;
}

/** One line of the party's CSV: a pool × claim × use type × territory. */
export interface StatementLine {
  collectionId: string;
  workId: string;
  title: string;
  right: string;
  useType: string;
  territory: string;
  share: string;
  claimId: string;
  points: string;
  exactAmount: string;
  currency: string;
  /** '' where it is not shown. */
  quantity: string;
  /** views | seconds | revenue, or '' */
  metric: string;
  /** Of a release: why it was held. */
  heldAs?: string;
}

/** What a suspense account holds for one work of one pool. */
export interface HeldLine {
  collectionId: string;
  workId: string;
  title: string;
  reason: 'unclaimed' | 'disputed';
  exactAmount: string;
  currency: string;
  points: string;
}

/** Lines by work beyond this number are left to the CSV: 1,000 lines are some 40 pages. */
export const MOST_LINES = 1000;
/** Pools beyond this number stand in the summary only. */
export const MOST_POOLS = 150;
/** Held rows beyond this number stand in the totals only. */
export const MOST_HELD = 200;
