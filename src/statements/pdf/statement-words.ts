import { minorUnits, formatAmount } from '../../kernel/money.js';
import { grouped, inWords, useTypeInWords } from '../../kernel/words.js';

export { grouped, inWords };

// The words and the forms of figures and days of the English statement.

const KIND_NAMES: Readonly<Record<string, string>> = {
  admin_fee: 'Administration fee',
  social_cultural: 'Social and cultural fund',
  reserve: 'Reserve',
  other: 'Other deduction',
};

const WITH_RIGHT: ReadonlySet<string> = new Set(['making_available', 'clip_use']);

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const MOST_DECIMALS = 6;
const MINUS = '\u2212';

export function kindName(kind: string): string {
  return KIND_NAMES[kind] ?? inWords(kind);
}

/** What a pool is made of: money that came in, or what was held of it. */
export function grossName(released = false): string {
  return released ? 'Held until now' : 'Collected';
}

/** The licensee's name, where its licence lets it be shown. */
export function licenseeOf({ licensee, licenceId }: { licensee: string; licenceId: string }): string {
  return licensee === '' ? `Licensee of ${licenceId}` : licensee;
}

/** A use type, with the right that it exercises where the name does not say it: `SVOD · making available`, `Rental`. */
export function useInWords(useType: string, right: string): string {
  const use = capitalised(useTypeInWords(useType));
  return WITH_RIGHT.has(right) ? `${use} · ${inWords(right)}` : use;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** An amount in major units with thousands separators and a real minus sign: -123456n EUR is `−1,234.56`. */
export function money(minor: bigint, currency: string): string {
  return (minor < 0n ? MINUS : '') + grouped(formatAmount(minor < 0n ? -minor : minor, currency));
}

/** Points or a quantity for a narrow column: decimals beyond the sixth become an ellipsis; the CSV has them all. */
export function shortened(decimal: string): string {
  const point = decimal.indexOf('.');
  const cut = point >= 0 && decimal.length - point - 1 > MOST_DECIMALS;
  return cut ? `${grouped(decimal.slice(0, point + 1 + MOST_DECIMALS))}…` : grouped(decimal);
}

/** An exact amount cut after the currency's own decimals: what is payable, and the rest that shows how exact it is. */
export function payableAndRest(exactAmount: string, currency: string): [payable: string, rest: string] {
  const point = exactAmount.indexOf('.');
  if (point < 0) return [grouped(exactAmount), ''];
  const decimals = minorUnits(currency) ?? 2;
  const end = decimals === 0 ? point : point + 1 + decimals;
  return [grouped(exactAmount.slice(0, end)), exactAmount.slice(end)];
}

/** `2025-03-31` as `31 March 2025`. */
export function dayInWords(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? month} ${Number(year)}`;
}

/** `1 January to 31 March 2025`; the year stands once where it is the same. */
export function periodInWords(start: string, end: string): string {
  if (start === end) return dayInWords(start);
  const from = dayInWords(start);
  return `${start.slice(0, 4) === end.slice(0, 4) ? from.slice(0, from.lastIndexOf(' ')) : from} to ${dayInWords(end)}`;
}

/** `1 pool`, `1,234 pools`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(String(count))} ${count === 1 ? one : many}`;
}
