import { parseDecimal } from '../../kernel/decimal.js';

/**
 * Takes deductions from a pool (contract ¶6): each is a percentage of the gross, rounded half up to the minor
 * unit, and at most what the earlier ones left.
 * @param gross minor units
 * @param percents plain decimals, in the order in which they are taken
 * @returns the amounts taken, in the same order; what is left of the gross is the net
 */
export function takeDeductions(gross: bigint, percents: readonly string[]): bigint[] {
  let left = gross;
  return percents.map((percent) => {
    const due = percentOf(gross, percent);
    const taken = due < left ? due : left;
    left -= taken;
    return taken;
  });
}

/** Half up; the operands are not negative. */
function percentOf(gross: bigint, percent: string): bigint {
  const value = parseDecimal(percent);
  if (!value) throw new RangeError(`${percent} is not a plain decimal.`);
  const divisor = 100n * 10n ** BigInt(value.scale);
  return (2n * gross * value.units + divisor) / (2n * divisor);
}
