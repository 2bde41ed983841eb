import type { Metric } from './vocabulary.js';

const WHOLE = /^[0-9]{1,18}$/;
const DECIMAL = /^[0-9]{1,18}(?:\.[0-9]{1,12})?$/;

/**
 * Reads the metric cell of a usage line: views and seconds are whole, revenue may have decimals; at most 18 digits
 * before and 12 after the point, counted as written (contract, `usage/*.csv`).
 * @returns plain digits without leading zeros or trailing decimal zeros (`007.50` is `7.5`); undefined is `bad_metric`.
 */
export function parseMetric(metric: Metric, text: string): string | undefined {
  if (metric !== 'revenue') return WHOLE.test(text) ? withoutLeadingZeros(text) : undefined;
  if (!DECIMAL.test(text)) return undefined;
  return withoutLeadingZeros(text.includes('.') ? text.replace(/\.?0+$/, '') : text);
}

function withoutLeadingZeros(digits: string): string {
  return digits.charCodeAt(0) === 0x30 ? digits.replace(/^0+(?=[0-9])/, '') : digits;
}
