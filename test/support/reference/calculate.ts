import type { Claim, Collection, Deduction, Masters, Work } from './master-types.js';
import { Matcher } from './match.js';
import { METRIC_SCALE, type Line } from './usage.js';
import { byCodePoints, covers, divideHalfUp } from './values.js';
import { RIGHT_OF_USE } from './vocabulary.js';

/** Decimals of a line's points: those of a metric and of two weights. */
export const LINE_SCALE = METRIC_SCALE + 6 + 6;
/** Decimals of points × share in percent ÷ 100. */
export const POINT_SCALE = LINE_SCALE + 8;

const WEIGHT_ONE = 1_000_000n;
const FULL_SHARE = 100_000_000n; // 100 percent in millionths of a percent

/** A pool × claim × use type × territory with points. */
export interface StatementCell {
  work: Work;
  claim: Claim;
  useType: string;
  territory: string;
  /** × 10^METRIC_SCALE. */
  metric: bigint;
  /** × 10^LINE_SCALE, before the share. */
  points: bigint;
}

/** A pool × work × reason × use type × territory with points. */
export interface HeldCell {
  work: Work;
  reason: 'unclaimed' | 'disputed';
  right: string;
  useType: string;
  territory: string;
  /** × 10^POINT_SCALE. */
  points: bigint;
}

/** A pool × resource_id × title × year. */
export interface UnidentifiedCell {
  resourceId: string;
  title: string;
  year: string;
  lines: number;
  /** × 10^METRIC_SCALE. */
  metric: bigint;
  /** × 10^POINT_SCALE. */
  points: bigint;
}

export interface Allocation {
  kind: 'deduction' | 'party' | 'suspense';
  beneficiary: string;
  /** Minor units. */
  amount: bigint;
}

export interface Pool {
  collection: Collection;
  /** All points × 10^POINT_SCALE. */
  points: bigint;
  /** Minor units. */
  net: bigint;
  deductions: { deduction: Deduction; amount: bigint }[];
  /** Parties in code-point order, then suspense in the contract's order; zero amounts too. */
  allocations: Allocation[];
  statement: Map<string, StatementCell>;
  held: Map<string, HeldCell>;
  unidentified: Map<string, UnidentifiedCell>;
}

export interface Distribution {
  /** In the order of collections.csv. */
  pools: Pool[];
  linesOutsideCollections: number;
  /** Lines in pools that match no work. */
  linesUnidentified: number;
}

/** Paragraphs 2 to 7 of the contract. */
export function distribute(masters: Masters, lines: readonly Line[]): Distribution {
  const matcher = new Matcher(masters);
  const claimsOf = groupBy(masters.claims, (claim) => `${claim.work}\0${claim.right}`);
  const pools = masters.collections.map(emptyPool);
  const poolsOf = groupBy(pools, (pool) => pool.collection.licence.id);
  const counts = { linesOutsideCollections: 0, linesUnidentified: 0 };
  for (const line of lines) {
    const pool = poolsOf.get(line.licence.id)?.find(({ collection: c }) => c.start <= line.day && line.day <= c.end);
    if (!pool) {
      counts.linesOutsideCollections++;
      continue;
    }
    const work = matcher.match(line);
    if (!work) counts.linesUnidentified++;
    const points =
      line.metric * weight(masters, 'use_type', line.useType) * weight(masters, 'work_type', work?.type ?? '');
    pool.points += points * 10n ** BigInt(POINT_SCALE - LINE_SCALE);
    if (!work) addUnidentified(pool, line, points);
    else {
      const right = RIGHT_OF_USE.get(line.useType)!;
      entitle(pool, line, work, points, claimsOf.get(`${work.id}\0${right}`) ?? []);
    }
  }
  for (const pool of pools) {
    deduct(pool, masters.deductions);
    allocate(pool);
  }
  return { pools, ...counts };
}

function emptyPool(collection: Collection): Pool {
  return {
    collection,
    points: 0n,
    net: collection.amount,
    deductions: [],
    allocations: [],
    statement: new Map(),
    held: new Map(),
    unidentified: new Map(),
  };
}

function weight(masters: Masters, dimension: string, key: string): bigint {
  return masters.weights.get(`${dimension}\0${key}`) ?? WEIGHT_ONE;
}

/** ¶5. @param points × 10^LINE_SCALE */
function entitle(pool: Pool, line: Line, work: Work, points: bigint, claims: readonly Claim[]): void {
  const inForce = claims.filter(
    (claim) =>
      covers(claim.territories, line.territory) &&
      (claim.from === '' || claim.from <= line.day) &&
      (claim.to === '' || line.day <= claim.to),
  );
  const claimed = inForce.reduce((sum, claim) => sum + claim.shareMillionths, 0n);
  if (claimed > FULL_SHARE) {
    addHeld(pool, line, work, 'disputed', points * FULL_SHARE);
    return;
  }
  for (const claim of inForce) {
    if (claim.disputed) addHeld(pool, line, work, 'disputed', points * claim.shareMillionths);
    else addStatement(pool, line, work, claim, points);
  }
  addHeld(pool, line, work, 'unclaimed', points * (FULL_SHARE - claimed));
}

function addStatement(pool: Pool, line: Line, work: Work, claim: Claim, points: bigint): void {
  const { useType, territory } = line;
  const key = [claim.id, useType, territory].join('\0');
  const cell = pool.statement.get(key) ?? { work, claim, useType, territory, metric: 0n, points: 0n };
  cell.metric += line.metric;
  cell.points += points;
  pool.statement.set(key, cell);
}

function addHeld(pool: Pool, line: Line, work: Work, reason: HeldCell['reason'], points: bigint): void {
  const { useType, territory } = line;
  const key = [work.id, reason, useType, territory].join('\0');
  const right = RIGHT_OF_USE.get(useType)!;
  const cell = pool.held.get(key) ?? { work, reason, right, useType, territory, points: 0n };
  cell.points += points;
  pool.held.set(key, cell);
}

function addUnidentified(pool: Pool, line: Line, points: bigint): void {
  const { resourceId, title, year } = line;
  const key = [resourceId, title, year].join('\0');
  const cell = pool.unidentified.get(key) ?? { resourceId, title, year, lines: 0, metric: 0n, points: 0n };
  cell.lines++;
  cell.metric += line.metric;
  cell.points += points * FULL_SHARE;
  pool.unidentified.set(key, cell);
}

/** ¶6: each on the gross, rounded half up, and at most what is left. */
function deduct(pool: Pool, deductions: readonly Deduction[]): void {
  const { amount: gross, licence } = pool.collection;
  for (const deduction of deductions) {
    if (deduction.licence !== '' && deduction.licence !== licence.id) continue;
    const { units, scale } = deduction.percent;
    const wanted = divideHalfUp(gross * units, 100n * 10n ** BigInt(scale));
    const amount = wanted < pool.net ? wanted : pool.net;
    pool.net -= amount;
    pool.deductions.push({ deduction, amount });
  }
}

/** ¶7: the largest remainder. */
function allocate(pool: Pool): void {
  if (pool.points === 0n) {
    pool.allocations = [{ kind: 'suspense', beneficiary: 'undistributed', amount: pool.net }];
    return;
  }
  const shares = beneficiaries(pool).map(({ points, ...allocation }) => ({
    allocation: { ...allocation, amount: (pool.net * points) / pool.points },
    remainder: (pool.net * points) % pool.points,
  }));
  let left = shares.reduce((rest, { allocation }) => rest - allocation.amount, pool.net);
  // Sorting is stable: on equal remainders the order of beneficiaries decides.
  for (const { allocation } of shares.toSorted((a, b) => descending(a.remainder, b.remainder))) {
    if (left === 0n) break;
    allocation.amount++;
    left--;
  }
  pool.allocations = shares.map(({ allocation }) => allocation);
}

type Beneficiary = { kind: 'party' | 'suspense'; beneficiary: string; points: bigint };

/** Parties by id, then the suspense accounts, in the order that decides on equal fractions. */
function beneficiaries(pool: Pool): Beneficiary[] {
  const parties = new Map<string, bigint>();
  for (const { claim, points } of pool.statement.values()) {
    parties.set(claim.party, (parties.get(claim.party) ?? 0n) + points * claim.shareMillionths);
  }
  const held = (reason: string) => sum([...pool.held.values()].filter((cell) => cell.reason === reason));
  return [
    ...[...parties]
      .map(([beneficiary, points]): Beneficiary => ({ kind: 'party', beneficiary, points }))
      .sort((a, b) => byCodePoints(a.beneficiary, b.beneficiary)),
    { kind: 'suspense', beneficiary: 'unidentified', points: sum([...pool.unidentified.values()]) },
    { kind: 'suspense', beneficiary: 'unclaimed', points: held('unclaimed') },
    { kind: 'suspense', beneficiary: 'disputed', points: held('disputed') },
  ];
}

function sum(cells: readonly { points: bigint }[]): bigint {
  return cells.reduce((total, cell) => total + cell.points, 0n);
}

export function descending(a: bigint, b: bigint): number {
  return a === b ? 0 : a < b ? 1 : -1;
}

function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return groups;
}
