import { Decimal } from './decimal.js';

const SIX_DECIMALS = /^[0-9]{1,18}(?:\.[0-9]{1,6})?$/;
// The contract sets no limit to the decimals of a percent; thirty is beyond any use and keeps a cell from being a book.
const THIRTY_DECIMALS = /^[0-9]{1,18}(?:\.[0-9]{1,30})?$/;

/**
 * Reads a claim's share in percent: 0 < share ≤ 100, at most 6 decimals as written (contract, `claims.csv`).
 * @returns the canonical decimal (`050.00` is `50`), or undefined.
 */
export function parseShare(text: string): string | undefined {
  const share = parseDigits(text, SIX_DECIMALS);
  return share === undefined || share.isZero() || share.greaterThan(100) ? undefined : share.toFixed();
}

/**
 * Reads a deduction's percent: 0 to 100, at most 30 decimals (contract, `deductions.csv`).
 * @returns the canonical decimal (`12.50` is `12.5`), or undefined.
 */
export function parsePercent(text: string): string | undefined {
  const percent = parseDigits(text, THIRTY_DECIMALS);
  return percent === undefined || percent.greaterThan(100) ? undefined : percent.toFixed();
}

/**
 * Reads a weight: ≥ 0, at most 18 digits before the point and 6 after it (contract, `weights.csv`).
 * @returns the canonical decimal, or undefined.
 */
export function parseWeight(text: string): string | undefined {
  return parseDigits(text, SIX_DECIMALS)?.toFixed();
}

/** Whether percents or shares (canonical decimals) sum to more than 100: exactly, so 33.333333 + 66.666667 does not. */
export function exceedsHundred(percents: readonly string[]): boolean {
  return total(percents).greaterThan(100);
}

/** The sum of percents or shares, exactly, as a canonical decimal. */
export function sumOfPercents(percents: readonly string[]): string {
  return total(percents).toFixed();
}

function total(percents: readonly string[]): InstanceType<typeof Decimal> {
  return percents.reduce((sum, percent) => sum.plus(percent), new Decimal(0));
}

function parseDigits(text: string, form: RegExp): InstanceType<typeof Decimal> | undefined {
  return form.test(text) ? new Decimal(text) : undefined;
}
