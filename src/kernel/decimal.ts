import { Decimal as DecimalJs } from 'decimal.js';

/**
 * decimal.js with room for every value of the contract. The library's own default keeps 20 significant digits and
 * rounds silently; 200 digits hold any sum of values that `share.ts` accepts, and nothing prints with an exponent.
 */
export const Decimal = DecimalJs.clone({ precision: 200, toExpNeg: -9e15, toExpPos: 9e15 });

/** An exact non-negative decimal: `units` × 10^-`scale`, e.g. 12.50 is `{ units: 1250n, scale: 2 }`. */
export type Scaled = { units: bigint; scale: number };

const PLAIN = /^[0-9]+(?:\.[0-9]+)?$/;

/**
 * Reads a plain decimal: ASCII digits, at most one point with digits on both sides; no sign, exponent or separator.
 * The scale is the number of decimals written, so `1.50` keeps scale 2. Length is the caller's to bound.
 */
export function parseDecimal(text: string): Scaled | undefined {
  if (!PLAIN.test(text)) return undefined;
  const point = text.indexOf('.');
  if (point < 0) return { units: BigInt(text), scale: 0 };
  return { units: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 };
}

/** Writes a decimal without exponent and without trailing zeros: `{ 1250n, 2 }` is `12.5`. Negative units are allowed. */
export function formatScaled({ units, scale }: Scaled): string {
  const fixed = formatFixed(units, scale);
  return scale === 0 ? fixed : fixed.replace(/\.?0+$/, '');
}

/** Writes `units` × 10^-`scale` with exactly `scale` decimals: `(1250n, 2)` is `12.50`, `(5n, 0)` is `5`. */
export function formatFixed(units: bigint, scale: number): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-scale)}`;
}

/**
 * The same value at another scale.
 * @throws RangeError if the value has more decimals than the new scale: rounding is never this function's to decide.
 */
export function rescale(value: Scaled, scale: number): Scaled {
  if (scale >= value.scale) return { units: value.units * 10n ** BigInt(scale - value.scale), scale };
  const divisor = 10n ** BigInt(value.scale - scale);
  if (value.units % divisor !== 0n) {
    throw new RangeError(
      `${formatScaled(value)} has more than ${scale} decimals: round it where the contract says so.`,
    );
  }
  return { units: value.units / divisor, scale };
}
