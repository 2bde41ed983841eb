import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { LedgerService } from '../ledger/index.js';
import { MatchingService } from '../matching/index.js';
import { setLocal, type Tx } from '../platform/database/database.js';
import { insertRows } from '../platform/database/insert-rows.js';
import { RowBuffer } from '../platform/database/row-buffer.js';
import { sqlFile } from '../platform/database/sql-file.js';
import { allocationRows, beneficiariesByPool, storeAllocations } from './allocations.js';
import { planSums, sumOverReports } from './stages.js';
import { Collection, Deduction, DeductionTaken, Distribution, PoolResult } from './distribution.entity.js';
import { takeDeductions } from './rules/deduct.js';

const FIND_CLAIM_LIMITS = sqlFile(import.meta.url, 'sql/find-claim-limits.sql');
const FIND_POOL_USES = sqlFile(import.meta.url, 'sql/find-pool-uses.sql');
const SUM_USAGE = sqlFile(import.meta.url, 'sql/sum-usage.sql');
/** The same for lines that are few among all that the database holds: they are found by the numbers of their reports. */
const SUM_USAGE_OF_REPORTS = SUM_USAGE.replace(
  'from usage.usage_line l\n',
  'from counted_report r join usage.usage_line l on l.line_id between r.first_line and r.last_line\n',
);
const FIND_SCOPES = sqlFile(import.meta.url, 'sql/find-scopes.sql');
const STORE_CELLS = sqlFile(import.meta.url, 'sql/store-cells.sql');
const STORE_UNIDENTIFIED = sqlFile(import.meta.url, 'sql/store-unidentified.sql');
const FIND_ENTITLED_SHARES = sqlFile(import.meta.url, 'sql/find-entitled-shares.sql');
const SUM_POOL_POINTS = sqlFile(import.meta.url, 'sql/sum-pool-points.sql');
const FILL_REVERSAL = sqlFile(import.meta.url, 'sql/fill-reversal.sql');
const FILL_POSTINGS = sqlFile(import.meta.url, 'sql/fill-postings.sql');
const FILL_RELEASE = sqlFile(import.meta.url, 'releases/sql/fill-release.sql');

/** The stages of a run, in their order; progress and timings are told by these names. */
export type Stage = 'match' | 'cells' | 'entitle' | 'allocate' | 'post';

/** A run within its transaction. */
export interface Run {
  society: number;
  distributionId: number;
}

/** Whether the lines of a run are most of those that the database holds, or are to be found among those of others. */
export type Lines = 'most' | 'found';

/** The calculation, paragraph by paragraph of the contract. Each stage reads the one before and writes its own rows. */
@Injectable()
export class CalculationService {
  constructor(
    private readonly matching: MatchingService,
    private readonly ledger: LedgerService,
  ) {}

  /**
   * Contract ¶2–7: everything but the posting.
   * @param enter is called as each stage starts
   */
  async calculate(tx: Tx, run: Run, lines: Lines, enter: (stage: Stage) => void): Promise<void> {
    await setLocal(tx, 'app.distribution', run.distributionId);
    await planSums(tx);
    enter('match');
    await this.matching.matchItems(tx, run.society);
    enter('cells');
    await this.#sumUsage(tx, run, lines);
    enter('entitle');
    await this.#entitle(tx, run);
    enter('allocate');
    await this.#allocate(tx, run);
    await tx.query('select distribution.analyze_results()');
    // What is read of a run is sorted, however few rows the planner expects.
    await tx.query('set local enable_sort = on');
  }

  /** Contract ¶8. @param what a collection's money, or what is held of it */
  async post(
    tx: Tx,
    { society, distributionId }: Run,
    what: 'money' | 'held',
    enter: (stage: Stage) => void,
  ): Promise<void> {
    enter('post');
    await this.ledger.post(tx, society, async () => {
      await tx.query(what === 'money' ? FILL_POSTINGS : FILL_RELEASE, [distributionId]);
    });
    await tx.query(
      `insert into distribution.posted_pool (distribution_id, collection_id, transaction_id)
       select p.distribution_id, p.collection_id, t.transaction_id
       from distribution.pool p
       join distribution.collection c on c.collection_id = p.collection_id
       join identity.society s on s.society_id = c.society_id
       left join ledger.transaction t on t.society_id = c.society_id
         and t.code = distribution.books_as(p.distribution_id, c.code, s.sandbox and p.follows is null)
       where p.distribution_id = $1`,
      [distributionId],
    );
  }

  /** The opposite of all that another distribution posted. @param reason stands in the books */
  async reverse(tx: Tx, { society, distributionId }: Run, reason: string): Promise<void> {
    await this.ledger.post(tx, society, async () => {
      await tx.query(FILL_REVERSAL, [distributionId, reason]);
    });
    await tx.query(
      `insert into distribution.reversed_pool (distribution_id, collection_id, transaction_id)
       select r.distribution_id, c.collection_id, t.transaction_id
       from distribution.distribution r
       join identity.society s on s.society_id = r.society_id
       join distribution.posted_pool p on p.distribution_id = r.reverses
       join distribution.collection c on c.collection_id = p.collection_id
       left join ledger.transaction t on t.society_id = c.society_id
         and t.code = distribution.books_as(r.distribution_id, c.code, s.sandbox)
       where r.distribution_id = $1`,
      [distributionId],
    );
  }

  /** Contract ¶2 and ¶4. */
  async #sumUsage(tx: Tx, { distributionId }: Run, lines: Lines): Promise<void> {
    await tx.query(FIND_CLAIM_LIMITS, [distributionId]);
    await tx.query(FIND_POOL_USES, [distributionId]);
    await tx.query('select distribution.analyze_pools()');
    if (lines === 'most') await tx.query(SUM_USAGE);
    else await sumOverReports(tx, distributionId, SUM_USAGE_OF_REPORTS);
    await tx.query(FIND_SCOPES, [distributionId]);
    await tx.query(STORE_CELLS, [distributionId]);
    await tx.query(STORE_UNIDENTIFIED, [distributionId]);
  }

  /** Contract ¶5. What a claim earned is its share of cells: see the view distribution.entitlement. */
  async #entitle(tx: Tx, { distributionId }: Run): Promise<void> {
    await tx.query(FIND_ENTITLED_SHARES, [distributionId]);
    await tx.query('select distribution.analyze_loaded()');
  }

  /** Contract ¶6 and ¶7. */
  async #allocate(tx: Tx, { distributionId }: Run): Promise<void> {
    const { collections, deductions } = await terms(tx, distributionId);
    const points = await poolPoints(tx, distributionId);
    const beneficiaries = await beneficiariesByPool(tx, distributionId);
    const results: Omit<PoolResult, 'societyId'>[] = [];
    const taken: Omit<DeductionTaken, 'societyId'>[] = [];
    const allocations = new RowBuffer();
    for (const { collectionId, licenceId, amountMinor } of collections) {
      const due = deductions.filter((deduction) => deduction.licenceId === null || deduction.licenceId === licenceId);
      const amounts = takeDeductions(
        amountMinor,
        due.map((deduction) => deduction.percent),
      );
      const deductedMinor = amounts.reduce((sum, amount) => sum + amount, 0n);
      const netMinor = amountMinor - deductedMinor;
      taken.push(
        ...due.map(({ deductionId }, index) => ({
          distributionId,
          collectionId,
          deductionId,
          amountMinor: amounts[index]!,
        })),
      );
      results.push({
        distributionId,
        collectionId,
        grossMinor: amountMinor,
        deductedMinor,
        netMinor,
        points: points.get(collectionId)!,
      });
      allocations.append(allocationRows(distributionId, collectionId, netMinor, beneficiaries.get(collectionId) ?? []));
    }
    await insertRows(tx, PoolResult, results);
    await insertRows(tx, DeductionTaken, taken);
    await storeAllocations(tx, allocations.take());
  }
}

/** What a run distributes and what is kept back of it, both in their order. */
async function terms(tx: Tx, distributionId: number): Promise<{ collections: Collection[]; deductions: Deduction[] }> {
  const pools = (await tx.query('select collection_id from distribution.pool where distribution_id = $1', [
    distributionId,
  ])) as { collection_id: number }[];
  const { ruleSetId } = await tx.findOneByOrFail(Distribution, { distributionId });
  return {
    collections: await tx.find(Collection, {
      where: { collectionId: In(pools.map((pool) => pool.collection_id)) },
      order: { ordinal: 'ASC' },
    }),
    deductions: await tx.find(Deduction, { where: { ruleSetId }, order: { ordinal: 'ASC' } }),
  };
}

async function poolPoints(tx: Tx, distributionId: number): Promise<Map<number, string>> {
  const rows = (await tx.query(SUM_POOL_POINTS, [distributionId])) as { collection_id: number; points: string }[];
  return new Map(rows.map((row) => [row.collection_id, row.points]));
}
