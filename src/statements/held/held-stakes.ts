import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { MoneyAtStake, type RightOfWork, type Stake, stakeKey } from '../../repertoire/index.js';

/** What posted distributions hold for rights of works, and no release has given. A holder's transaction sees its works. */
@Injectable()
export class HeldStakes extends MoneyAtStake {
  async of(
    tx: Tx,
    rights: readonly RightOfWork[],
    held: 'disputed' | 'at all',
  ): Promise<ReadonlyMap<string, readonly Stake[]>> {
    const rows = await tx.query<(RightOfWork & Stake)[]>(
      `select h.work_id as "workId", h."right", c.currency, trim_scale(sum(h.exact_amount))::text as "exactAmount"
       from (select distinct * from unnest($1::integer[], $2::text[]) as r (work_id, "right")) r
       join statements.held_work h on h.work_id = r.work_id and h."right" = r."right"
       join distribution.collection c on c.collection_id = h.collection_id and c.held_in = h.distribution_id
       where $3 or h.reason = 'disputed'
       group by h.work_id, h."right", c.currency
       order by c.currency`,
      [rights.map(({ workId }) => workId), rights.map(({ right }) => right), held === 'at all'],
    );
    const stakes = new Map<string, Stake[]>();
    for (const { currency, exactAmount, ...right } of rows) {
      const known = stakes.get(stakeKey(right)) ?? [];
      known.push({ currency, exactAmount });
      stakes.set(stakeKey(right), known);
    }
    return stakes;
  }
}
