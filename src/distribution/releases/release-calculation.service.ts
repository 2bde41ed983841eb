import { Injectable } from '@nestjs/common';
import { formatFixed } from '../../kernel/decimal.js';
import { MatchingService } from '../../matching/index.js';
import { copyInto } from '../../platform/database/copy-into.js';
import { setLocal, type Tx } from '../../platform/database/database.js';
import { insertRows } from '../../platform/database/insert-rows.js';
import { RowBuffer } from '../../platform/database/row-buffer.js';
import { rowsOf } from '../../platform/database/rows-of.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import { allocationRows, beneficiariesByPool, storeAllocations } from '../allocations.js';
import type { Run, Stage } from '../calculation.service.js';
import { PoolResult } from '../distribution.entity.js';
import { type ClaimInForce, type SharedOut, shareOutHeld, type SharePaid } from '../rules/share-out-held.js';
import { planSums, sumOverReports } from '../stages.js';
import { releaseGivesNothing } from './release.errors.js';

const PREPARE = sqlFile(import.meta.url, 'sql/prepare-release.sql');
const KEEP_POOL_USES = sqlFile(import.meta.url, 'sql/keep-pool-uses.sql');
const MERGE_CLAIM_LIMITS = sqlFile(import.meta.url, 'sql/merge-claim-limits.sql');
const SUM_RELEASED_USAGE = sqlFile(import.meta.url, 'sql/sum-released-usage.sql');
const STORE_SCOPES = sqlFile(import.meta.url, 'sql/store-released-scopes.sql');
const STORE_CELLS = sqlFile(import.meta.url, 'sql/store-released-cells.sql');
const KEEP_UNIDENTIFIED = sqlFile(import.meta.url, 'sql/keep-unidentified.sql');
const FIND_RELEASE_CLAIMS = sqlFile(import.meta.url, 'sql/find-release-claims.sql');
const SUM_HELD_POOLS = sqlFile(import.meta.url, 'sql/sum-held-pools.sql');

/** Decimals of a share. */
const SHARE_SCALE = 6;

interface ScopeRow {
  scope_id: number;
  held: string;
  claims: [claimId: number, code: string, party: number, share: number, disputed: boolean][];
  paid: [code: string, party: number, share: number][];
}

/**
 * What a posted distribution holds, shared out anew (domain, After posting): its points go to whom today's matches and
 * claims name, and its balance by them. Stages and rows are those of a run; the pool of each is what is held.
 */
@Injectable()
export class ReleaseCalculationService {
  constructor(private readonly matching: MatchingService) {}

  /**
   * @param enter is called as each stage starts
   * @throws release-gives-nothing
   */
  async calculate(tx: Tx, { society, distributionId }: Run, enter: (stage: Stage) => void): Promise<void> {
    await setLocal(tx, 'app.distribution', distributionId);
    await planSums(tx);
    enter('match');
    await this.matching.matchItems(tx, society);
    enter('cells');
    await tx.query(PREPARE);
    await tx.query(KEEP_POOL_USES, [distributionId]);
    await tx.query(MERGE_CLAIM_LIMITS, [distributionId]);
    await tx.query('select distribution.analyze_pools()');
    await sumOverReports(tx, distributionId, SUM_RELEASED_USAGE);
    await tx.query(STORE_SCOPES, [distributionId]);
    await tx.query(STORE_CELLS, [distributionId]);
    await tx.query(KEEP_UNIDENTIFIED, [distributionId]);
    enter('entitle');
    await entitle(tx, distributionId);
    await tx.query('select distribution.analyze_loaded()');
    await refuseEmpty(tx, distributionId);
    enter('allocate');
    await allocateHeld(tx, distributionId);
    await tx.query('select distribution.analyze_results()');
    await tx.query('set local enable_sort = on');
  }
}

/** Contract ¶5, for the shares that are held. */
async function entitle(tx: Tx, distributionId: number): Promise<void> {
  const shares = new RowBuffer();
  for await (const rows of rowsOf<ScopeRow>(tx, FIND_RELEASE_CLAIMS, [distributionId])) {
    for (const row of rows) shares.append(shareRows(distributionId, row.scope_id, sharedOut(row)));
  }
  await tx.query(`
    create temporary table incoming_share (
      distribution_id integer, scope_id integer, claim_id integer, reason text, share numeric) on commit drop`);
  await copyInto(tx, 'incoming_share', shares.take());
  await tx.query(`
    insert into distribution.entitled_share (distribution_id, scope_id, claim_id, reason, share)
    select * from incoming_share`);
}

function sharedOut({ held, claims, paid }: ScopeRow): SharedOut {
  return shareOutHeld(
    BigInt(held),
    claims.map(([claimId, code, party, share, disputed]): ClaimInForce => ({
      ...{ claimId, code, party, share: BigInt(share), disputed },
    })),
    paid.map(([code, party, share]): SharePaid => ({ code, party, share: BigInt(share) })),
  );
}

/** In COPY's text format. */
function shareRows(distributionId: number, scopeId: number, { given, disputed, unclaimed }: SharedOut): string {
  const row = (claim: string, reason: string, share: bigint) =>
    share > 0n ? `${distributionId}\t${scopeId}\t${claim}\t${reason}\t${formatFixed(share, SHARE_SCALE)}\n` : '';
  return [
    ...given.map(({ claimId, share }) => row(`${claimId}`, '\\N', share)),
    row('\\N', 'disputed', disputed),
    row('\\N', 'unclaimed', unclaimed),
  ].join('');
}

/** Nothing is released where no party would get anything and no title has been identified. */
async function refuseEmpty(tx: Tx, distributionId: number): Promise<void> {
  const [row] = await tx.query<[{ gives: boolean }]>(
    `select exists (select from released_usage where is_new and quantity > 0) or exists (
       select from distribution.entitlement where distribution_id = $1 and claim_id is not null) as gives`,
    [distributionId],
  );
  if (!row.gives) throw releaseGivesNothing(distributionId);
}

/** Contract ¶7, over the balance of each pool. Deductions were taken before. */
async function allocateHeld(tx: Tx, distributionId: number): Promise<void> {
  const pools = await tx.query<{ collection_id: number; amount: string; points: string }[]>(SUM_HELD_POOLS, [
    distributionId,
  ]);
  const beneficiaries = await beneficiariesByPool(tx, distributionId);
  const allocations = new RowBuffer();
  for (const { collection_id: id, amount } of pools) {
    allocations.append(allocationRows(distributionId, id, BigInt(amount), beneficiaries.get(id) ?? []));
  }
  const results = pools.map(({ collection_id: collectionId, amount, points }) => {
    const held = BigInt(amount);
    return { distributionId, collectionId, grossMinor: held, deductedMinor: 0n, netMinor: held, points };
  });
  await insertRows(tx, PoolResult, results);
  await storeAllocations(tx, allocations.take());
}
