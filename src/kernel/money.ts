import currencyCodes from 'currency-codes';
import { formatFixed, parseDecimal, rescale } from './decimal.js';

// ISO 4217 gives these no minor unit ("N.A."): metals, bond units, the SDR and the like, the test code and "no currency".
const WITHOUT_MINOR_UNIT = new Set('XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'.split(' '));

// Amendments 176 (2025-03-31) and 179 (2025): later than the list that currency-codes 2.2.0 carries.
const LATER_THAN_LIBRARY: readonly [string, number][] = [
  ['XCG', 2],
  ['XAD', 2],
];

// Not Intl: CLDR says how many decimals people print (HUF and TWD 0, IQD 0), ISO 4217 how many the money has.
const MINOR_UNITS: ReadonlyMap<string, number> = new Map([
  ...currencyCodes.data
    .filter(({ code }) => !WITHOUT_MINOR_UNIT.has(code))
    .map(({ code, digits }): [string, number] => [code, digits]),
  ...LATER_THAN_LIBRARY,
]);

// What a PostgreSQL bigint holds with room to sum: 10^18 - 1 against 9.2 × 10^18.
const MOST_MINOR_UNITS = 10n ** 18n - 1n;
const MOST_AMOUNT_LENGTH = 100;

/** Decimals of an ISO 4217 currency (EUR 2, JPY 0, KWD 3); undefined for anything in which nothing can be paid. */
export function minorUnits(currency: string): number | undefined {
  return MINOR_UNITS.get(currency);
}

/** Whether the text is an upper-case ISO 4217 code of a currency that has a minor unit (so not `XXX`, `XTS` or `XAU`). */
export function isCurrency(text: string): boolean {
  return MINOR_UNITS.has(text);
}

/**
 * Reads an amount in major units (`1000.5` in EUR) as minor units (100050n).
 * Undefined if it is not a plain decimal ≥ 0, has more decimals than the currency, needs more than 18 digits in minor
 * units, or the currency is unknown (contract, `collections.csv`).
 */
export function parseAmount(text: string, currency: string): bigint | undefined {
  const scale = MINOR_UNITS.get(currency);
  if (scale === undefined || text.length > MOST_AMOUNT_LENGTH) return undefined;
  const amount = parseDecimal(text);
  if (amount === undefined || amount.scale > scale) return undefined;
  const { units } = rescale(amount, scale);
  return units <= MOST_MINOR_UNITS ? units : undefined;
}

/**
 * Writes minor units in major units with all decimals of the currency: 100000n is `1000.00` EUR, `100000` JPY and
 * `100.000` KWD.
 * @throws RangeError if the currency is unknown.
 */
export function formatAmount(minor: bigint, currency: string): string {
  const scale = MINOR_UNITS.get(currency);
  if (scale === undefined) throw new RangeError(`${currency} is not an ISO 4217 currency with a minor unit.`);
  return formatFixed(minor, scale);
}
