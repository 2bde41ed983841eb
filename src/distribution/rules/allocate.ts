import { rescale, type Scaled } from '../../kernel/decimal.js';

export interface Allotment {
  /** Minor units. */
  amount: bigint;
  /** Whether one of the units left over after rounding down went here. */
  roundingUnit: boolean;
}

/**
 * Shares `net` out by points, rounding once by largest remainder (contract ¶7): everyone gets the floor of the
 * exact amount, the units left over go one each to the largest fractional parts, and on equal fractions to
 * whoever stands first. The amounts always sum to `net`.
 * @param net minor units, not negative
 * @param points one for each beneficiary, in the order in which equal fractions are served
 * @returns one allotment for each beneficiary, in the same order
 * @throws RangeError if no one has a point: such a pool is undistributed, and its caller's to book
 */
export function allocate(net: bigint, points: readonly Scaled[]): Allotment[] {
  const scale = points.reduce((widest, value) => Math.max(widest, value.scale), 0);
  const units = points.map((value) => rescale(value, scale).units);
  const all = units.reduce((sum, value) => sum + value, 0n);
  if (all === 0n) throw new RangeError('A pool without points has no one to share it out to.');

  const floors = units.map((value) => (net * value) / all);
  const remainders = units.map((value) => (net * value) % all);
  const leftOver = Number(net - floors.reduce((sum, value) => sum + value, 0n));
  const served = units
    .map((_, index) => index)
    .sort((a, b) => descending(remainders[a]!, remainders[b]!) || a - b)
    .slice(0, leftOver);
  const lucky = new Set(served);
  return floors.map((floor, index) => ({
    amount: lucky.has(index) ? floor + 1n : floor,
    roundingUnit: lucky.has(index),
  }));
}

function descending(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}
