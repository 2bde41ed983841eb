import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/domain-error.js';
import { setLocal, type Tx } from '../platform/database/database.js';
import { sqlFile } from '../platform/database/sql-file.js';

const EXPLAIN_POOL = sqlFile(import.meta.url, 'sql/explain-pool.sql');
const EXPLAIN_ENTITLEMENTS = sqlFile(import.meta.url, 'sql/explain-entitlements.sql');
const EXPLAIN_LINES = sqlFile(import.meta.url, 'sql/explain-lines.sql');

/** One line of a statement. */
export interface ExplainedPart {
  claim: string;
  useType: string;
  territory: string;
  /** Of a release: how it was held, and the share that it gave. */
  released?: { heldAs: string; share: string };
}

/** Amounts in minor units, points and exact amounts (major units) as plain decimals. */
export interface Explanation {
  collection: string;
  party: string;
  partyName: string;
  licenceId: string;
  /** '' to a holder, unless its licence lets it be shown. */
  licensee: string;
  /** Whether the licence lets the licensee's name and figures stand on statements. */
  shown: boolean;
  periodStart: string;
  periodEnd: string;
  currency: string;
  metric: string;
  gross: bigint;
  deductions: { code: string; kind: string; percent: string; amount: bigint }[];
  net: bigint;
  poolPoints: string;
  points: string;
  exactAmount: string;
  amount: bigint;
  /** Whether the party got one of the units left over after rounding down. */
  roundingUnit: boolean;
  entitlements: ExplainedEntitlement[];
  /** How many there are; `entitlements` holds the largest. */
  entitlementsInAll: number;
}

export interface ExplainedEntitlement {
  work: string;
  title: string;
  claim: string;
  right: string;
  share: string;
  territoriesExcept: boolean;
  territoryCodes: string[];
  validFrom: string | null;
  validTo: string | null;
  useType: string;
  territory: string;
  quantity: string;
  useWeight: string;
  workWeight: string;
  points: string;
  partyPoints: string;
  exactAmount: string;
  /** Of a release: unidentified, unclaimed or disputed. */
  heldAs: string | null;
  lines: ExplainedLine[];
  linesInAll: number;
}

export interface ExplainedLine {
  file: string;
  line: string;
  usedOn: string;
  quantity: string;
  /** How the work was found: eidr, isan, imdb, alias or title. */
  method: string;
  /** What the licensee wrote. */
  resourceId: string;
  title: string;
  year: string;
}

interface PoolRow {
  collection_number: number;
  currency: string;
  period_start: string;
  period_end: string;
  licence_id: string;
  licensee: string;
  shown: boolean;
  metric: string;
  gross: string;
  net: string;
  pool_points: string;
  party_id: number | null;
  party_name: string;
  points: string | null;
  amount: string;
  rounding_unit: boolean;
  exact_amount: string;
}

interface EntitlementRow {
  work: string;
  title: string;
  claim_id: number;
  claim: string;
  right: string;
  share: string;
  held_as: string | null;
  territories_except: boolean;
  territory_codes: string[];
  valid_from: string | null;
  valid_to: string | null;
  use_type: string;
  territory: string;
  quantity: string;
  points: string;
  use_weight: string;
  work_weight: string;
  party_points: string;
  exact_amount: string;
  rows_in_all: number;
}

interface LineRow {
  file: string;
  line: string;
  used_on: string;
  quantity: string;
  method: string;
  resource_id: string;
  title: string;
  year: string;
  rows_in_all: number;
}

/** Why a party got an amount: from the allocation down to the usage lines, all of it from the rows that the run kept. */
@Injectable()
export class ExplanationService {
  /**
   * @param most how many entitlements, and how many lines of each, are given
   * @param part what is explained of it, if not all
   * @throws collection-not-found, party-not-found, party-without-points
   */
  async explain(
    tx: Tx,
    distributionId: number,
    allocation: { collection: string; party: string },
    most: { entitlements: number; lines: number },
    part?: ExplainedPart,
  ): Promise<Explanation> {
    // A holder sees what the run kept of the distribution that the transaction is about.
    await setLocal(tx, 'app.distribution', distributionId);
    const pool = await this.#pool(tx, distributionId, allocation);
    const rows = (await tx.query(EXPLAIN_ENTITLEMENTS, [
      distributionId,
      pool.collection_number,
      pool.party_id,
      most.entitlements,
      part === undefined ? null : await claimNumbers(tx, pool.party_id!, part.claim),
      part?.useType ?? null,
      part?.territory ?? null,
      part?.released?.heldAs ?? null,
      part?.released?.share ?? null,
    ])) as EntitlementRow[];
    const place = { distributionId, collection: pool.collection_number };
    const entitlements: ExplainedEntitlement[] = [];
    for (const row of rows) entitlements.push(await this.#entitlement(tx, place, row, most.lines));
    return {
      ...allocation,
      partyName: pool.party_name,
      licenceId: pool.licence_id,
      licensee: pool.licensee,
      shown: pool.shown,
      periodStart: pool.period_start,
      periodEnd: pool.period_end,
      currency: pool.currency,
      metric: pool.metric,
      gross: BigInt(pool.gross),
      deductions: await this.#deductions(tx, distributionId, pool.collection_number),
      net: BigInt(pool.net),
      poolPoints: pool.pool_points,
      points: pool.points!,
      exactAmount: pool.exact_amount,
      amount: BigInt(pool.amount),
      roundingUnit: pool.rounding_unit,
      entitlements,
      entitlementsInAll: rows[0]?.rows_in_all ?? 0,
    };
  }

  async #pool(
    tx: Tx,
    distributionId: number,
    { collection, party }: { collection: string; party: string },
  ): Promise<PoolRow> {
    const [pool] = (await tx.query(EXPLAIN_POOL, [distributionId, collection, party])) as PoolRow[];
    if (!pool) {
      const message = `Collection "${collection}" is not in this distribution. allocations.csv names those that are.`;
      throw new DomainError('not-found', 'collection-not-found', message);
    }
    if (pool.party_id === null) {
      throw new DomainError(
        'not-found',
        'party-not-found',
        `Party "${party}" is not known. parties.csv names those that are.`,
      );
    }
    if (pool.points === null) {
      const message = `Party "${party}" has no points in collection "${collection}", so nothing was allocated: no asserted claim of it was in force on matched usage. held.csv says what is held of its works.`;
      throw new DomainError('not-found', 'party-without-points', message);
    }
    return pool;
  }

  async #deductions(tx: Tx, distributionId: number, collection: number): Promise<Explanation['deductions']> {
    const rows = (await tx.query(
      `select d.code, d.kind, trim_scale(d.percent)::text as percent, t.amount_minor::text as amount
       from distribution.deduction_taken t join distribution.deduction d on d.deduction_id = t.deduction_id
       where t.distribution_id = $1 and t.collection_id = $2 order by d.ordinal`,
      [distributionId, collection],
    )) as { code: string; kind: string; percent: string; amount: string }[];
    return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
  }

  async #entitlement(
    tx: Tx,
    { distributionId, collection }: { distributionId: number; collection: number },
    row: EntitlementRow,
    most: number,
  ): Promise<ExplainedEntitlement> {
    const lines = (await tx.query(EXPLAIN_LINES, [
      distributionId,
      collection,
      row.claim_id,
      row.use_type,
      row.territory,
      most,
      row.held_as,
      row.share,
    ])) as LineRow[];
    return {
      work: row.work,
      title: row.title,
      claim: row.claim,
      right: row.right,
      share: row.share,
      territoriesExcept: row.territories_except,
      territoryCodes: row.territory_codes,
      validFrom: row.valid_from,
      validTo: row.valid_to,
      useType: row.use_type,
      territory: row.territory,
      quantity: row.quantity,
      useWeight: row.use_weight,
      workWeight: row.work_weight,
      points: row.points,
      partyPoints: row.party_points,
      exactAmount: row.exact_amount,
      heldAs: row.held_as,
      lines: lines.map(lineOf),
      linesInAll: lines[0]?.rows_in_all ?? 0,
    };
  }
}

function lineOf(row: LineRow): ExplainedLine {
  return {
    file: row.file,
    line: row.line,
    usedOn: row.used_on,
    quantity: row.quantity,
    method: row.method,
    resourceId: row.resource_id,
    title: row.title,
    year: row.year,
  };
}

/** All versions of a party's claim. */
async function claimNumbers(tx: Tx, party: number, claim: string): Promise<number[]> {
  const rows = (await tx.query('select claim_id from repertoire.claim where party_id = $1 and code = $2', [
    party,
    claim,
  ])) as { claim_id: number }[];
  return rows.map((row) => row.claim_id);
}
