import type { Tx } from '../../platform/database/database.js';

/** Money that is held in one currency. */
export interface Stake {
  currency: string;
  /** In major units, before rounding. */
  exactAmount: string;
}

export interface RightOfWork {
  workId: number;
  right: string;
}

export const stakeKey = ({ workId, right }: RightOfWork) => `${workId} ${right}`;

/** What is held for rights that are argued about. The repertoire knows no money; the module that does provides this. */
export abstract class MoneyAtStake {
  /**
   * @param held as disputed, or for any reason
   * @returns stakes by `stakeKey`, in the order of their currencies; none for a right of which nothing is held
   */
  abstract of(
    tx: Tx,
    rights: readonly RightOfWork[],
    held: 'disputed' | 'at all',
  ): Promise<ReadonlyMap<string, readonly Stake[]>>;
}
