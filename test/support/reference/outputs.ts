import { descending, LINE_SCALE, POINT_SCALE, type Distribution, type Pool } from './calculate.js';
import { formatCsv } from './csv.js';
import { METRIC_SCALE, type Rejection } from './usage.js';
import { byCodePoints, divideHalfUp, formatDecimal, formatFixed, statementName } from './values.js';
import { CURRENCY_DECIMALS, METRICS } from './vocabulary.js';

const EXACT_SCALE = 10;
const SUSPENSE_ORDER = ['unidentified', 'unclaimed', 'disputed', 'undistributed'];

/** The files that the contract's Output section wants, by their path in the output folder. */
export function writeOutputs(distribution: Distribution, rejections: readonly Rejection[]): Map<string, string> {
  const { pools } = distribution;
  return new Map([
    ['allocations.csv', allocationsFile(pools)],
    ...statementFiles(pools),
    ['ledger.csv', ledgerFile(pools)],
    ['held.csv', heldFile(pools)],
    ['unidentified.csv', unidentifiedFile(pools)],
    ['rejected.csv', rejectedFile(rejections)],
  ]);
}

function allocationsFile(pools: readonly Pool[]): string {
  const rows = pools.flatMap((pool) => {
    const deductions = pool.deductions.map(({ deduction, amount }) => ['deduction', deduction.id, amount] as const);
    const others = pool.allocations
      .filter(({ amount }) => amount > 0n)
      .map(({ kind, beneficiary, amount }) => [kind, beneficiary, amount] as const);
    return [...deductions, ...others]
      .sort((a, b) => byCodePoints(a[0], b[0]) || byCodePoints(a[1], b[1]))
      .map(([kind, who, amount]) => [pool.collection.id, kind, who, currency(pool), money(pool, amount)]);
  });
  return formatCsv([['collection_id', 'beneficiary_kind', 'beneficiary', 'currency', 'amount'], ...rows]);
}

const STATEMENT_HEADER = [
  'collection_id licence_id licensee period_start period_end work_id title claim_id right use_type territory',
  'views seconds revenue points share pool_points pool_net exact_amount currency',
].flatMap((part) => part.split(' '));

function statementFiles(pools: readonly Pool[]): [string, string][] {
  const rowsOf = new Map<string, string[][]>();
  for (const pool of pools) {
    for (const { kind, beneficiary, amount } of pool.allocations) {
      if (kind === 'party' && amount > 0n) rowsOf.set(beneficiary, []);
    }
  }
  for (const pool of pools) {
    for (const [party, row] of statementRows(pool)) rowsOf.get(party)?.push(row);
  }
  return [...rowsOf].map(([party, rows]) => [
    `statements/${statementName(party)}.csv`,
    formatCsv([STATEMENT_HEADER, ...rows]),
  ]);
}

function statementRows(pool: Pool): [string, string[]][] {
  const { id, licence, start, end } = pool.collection;
  const cells = [...pool.statement.values()].filter(({ points }) => points > 0n);
  cells.sort(
    (a, b) =>
      byCodePoints(a.work.id, b.work.id) ||
      byCodePoints(a.claim.id, b.claim.id) ||
      byCodePoints(a.useType, b.useType) ||
      byCodePoints(a.territory, b.territory),
  );
  return cells.map(({ work, claim, useType, territory, metric, points }) => [
    claim.party,
    [
      id,
      licence.id,
      licence.licensee,
      start,
      end,
      work.id,
      work.title,
      claim.id,
      claim.right,
      useType,
      territory,
      ...METRICS.map((name) => (name === licence.metric ? formatDecimal(metric, METRIC_SCALE) : '')),
      formatDecimal(points, LINE_SCALE),
      formatDecimal(claim.shareMillionths, 6),
      formatDecimal(pool.points, POINT_SCALE),
      money(pool, pool.net),
      exactAmount(pool, points * claim.shareMillionths),
      currency(pool),
    ],
  ]);
}

function ledgerFile(pools: readonly Pool[]): string {
  const header = ['transaction_id', 'booked_on', 'account', 'currency', 'debit', 'credit', 'collection_id', 'memo'];
  const rows = pools.flatMap((pool) => {
    const { id, licence, start, end } = pool.collection;
    const memo = `Royalties of ${licence.id}, ${start} to ${end}`;
    return postings(pool)
      .filter(({ amount }) => amount > 0n)
      .map(({ account, amount }, index) => {
        const sides = index === 0 ? [money(pool, amount), ''] : ['', money(pool, amount)];
        return [id, end, account, currency(pool), ...sides, id, memo];
      });
  });
  return formatCsv([header, ...rows]);
}

/** ¶8: the debit first, then the credits. */
function postings(pool: Pool): { account: string; amount: bigint }[] {
  const suspense = pool.allocations.filter(({ kind }) => kind === 'suspense');
  suspense.sort((a, b) => SUSPENSE_ORDER.indexOf(a.beneficiary) - SUSPENSE_ORDER.indexOf(b.beneficiary));
  return [
    { account: `assets:collections:${pool.collection.licence.id}`, amount: pool.collection.amount },
    ...pool.deductions.map(({ deduction: { kind, id }, amount }) => ({
      account: `${kind === 'social_cultural' || kind === 'reserve' ? 'liabilities' : 'income'}:${kind}:${id}`,
      amount,
    })),
    ...pool.allocations
      .filter(({ kind }) => kind === 'party')
      .map(({ beneficiary, amount }) => ({ account: `liabilities:parties:${beneficiary}`, amount })),
    ...suspense.map(({ beneficiary, amount }) => ({ account: `liabilities:suspense:${beneficiary}`, amount })),
  ];
}

function heldFile(pools: readonly Pool[]): string {
  const header = 'collection_id reason work_id title right use_type territory points exact_amount currency'.split(' ');
  const rows = pools.flatMap((pool) =>
    [...pool.held.values()]
      .filter(({ points }) => points > 0n)
      .sort(
        (a, b) =>
          byCodePoints(a.work.id, b.work.id) ||
          byCodePoints(a.reason, b.reason) ||
          byCodePoints(a.useType, b.useType) ||
          byCodePoints(a.territory, b.territory),
      )
      .map(({ work, reason, right, useType, territory, points }) => [
        pool.collection.id,
        reason,
        work.id,
        work.title,
        right,
        useType,
        territory,
        formatDecimal(points, POINT_SCALE),
        exactAmount(pool, points),
        currency(pool),
      ]),
  );
  return formatCsv([header, ...rows]);
}

function unidentifiedFile(pools: readonly Pool[]): string {
  const header = [
    'collection_id',
    'licensee',
    'resource_id',
    'title',
    'year',
    'lines',
    'metric',
    'points',
    'exact_amount',
    'currency',
    'candidates',
  ];
  const rows = pools.flatMap((pool) =>
    [...pool.unidentified.values()]
      .sort(
        (a, b) =>
          descending(a.points, b.points) ||
          byCodePoints(a.resourceId, b.resourceId) ||
          byCodePoints(a.title, b.title) ||
          byCodePoints(a.year, b.year),
      )
      .map(({ resourceId, title, year, lines, metric, points }) => [
        pool.collection.id,
        pool.collection.licence.licensee,
        resourceId,
        title,
        year,
        String(lines),
        formatDecimal(metric, METRIC_SCALE),
        formatDecimal(points, POINT_SCALE),
        exactAmount(pool, points),
        currency(pool),
        '',
      ]),
  );
  return formatCsv([header, ...rows]);
}

function rejectedFile(rejections: readonly Rejection[]): string {
  return formatCsv([['file', 'line', 'code'], ...rejections.map(({ file, line, code }) => [file, String(line), code])]);
}

function currency(pool: Pool): string {
  return pool.collection.licence.currency;
}

function money(pool: Pool, minorUnits: bigint): string {
  return formatFixed(minorUnits, CURRENCY_DECIMALS.get(currency(pool))!);
}

/** @param points × 10^POINT_SCALE @returns net × points ÷ all points, in major units, to 10 decimals */
function exactAmount(pool: Pool, points: bigint): string {
  if (points === 0n) return '0';
  const minorUnitsInMajor = 10n ** BigInt(CURRENCY_DECIMALS.get(currency(pool))!);
  const exact = divideHalfUp(pool.net * points * 10n ** BigInt(EXACT_SCALE), pool.points * minorUnitsInMajor);
  return formatDecimal(exact, EXACT_SCALE);
}
