import { createHash } from 'node:crypto';
import { COUNTRIES } from './vocabulary.js';

/** An exact decimal ≥ 0: `units` × 10^-`scale`. */
export interface Decimal {
  units: bigint;
  scale: number;
}

/** Reads a plain decimal of ASCII digits with at most so many digits before and behind the point, as written. */
export function parseDecimal(text: string, mostWhole: number, mostDecimals: number): Decimal | undefined {
  const parts = /^([0-9]+)(?:\.([0-9]+))?$/.exec(text);
  if (!parts) return undefined;
  const [, whole = '', decimals = ''] = parts;
  if (whole.length > mostWhole || decimals.length > mostDecimals) return undefined;
  return { units: BigInt(whole + decimals), scale: decimals.length };
}

/** The units of a decimal at a scale that is at least its own. */
export function unitsAt(value: Decimal, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}

/** `150n, 2` is `1.5`: no exponent, no trailing zeros. */
export function formatDecimal(units: bigint, scale: number): string {
  const fixed = formatFixed(units, scale);
  return fixed.includes('.') ? fixed.replace(/0+$/, '').replace(/\.$/, '') : fixed;
}

/** `150n, 2` is `1.50`: all decimals. */
export function formatFixed(units: bigint, scale: number): string {
  const digits = String(units).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** a ÷ b to the nearest whole, halves up; a ≥ 0, b > 0. */
export function divideHalfUp(a: bigint, b: bigint): bigint {
  return (2n * a + b) / (2n * b);
}

/** A day of the years 0001–9999 as YYYY-MM-DD; such texts compare as the days do. */
export function isDay(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) || text.startsWith('0000')) return false;
  // Date shifts impossible days into the next month instead of refusing them.
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

/** 1 to 100 characters, no control character. */
export function isId(text: string): boolean {
  const length = [...text].length;
  return length >= 1 && length <= 100 && !/\p{Cc}/u.test(text);
}

/** A whole number written in ASCII digits, without the leading zeros; undefined for any other text. */
export function wholeNumber(text: string): string | undefined {
  return /^[0-9]+$/.test(text) ? text.replace(/^0+(?=[0-9])/, '') : undefined;
}

/** A whole number of at most nine ASCII digits within bounds. */
export function isWholeNumber(text: string, least: number, most: number): boolean {
  return /^[0-9]{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most;
}

/** What a territory expression names. */
export interface Territories {
  world: boolean;
  included: Set<string>;
  excluded: Set<string>;
}

/** Reads `*`, codes and `-XX` exclusions, separated by spaces; undefined where a part is none of these. */
export function parseTerritories(text: string): Territories | undefined {
  const territories: Territories = { world: false, included: new Set(), excluded: new Set() };
  for (const part of text.split(' ').filter((each) => each !== '')) {
    if (part === '*') territories.world = true;
    else if (COUNTRIES.has(part)) territories.included.add(part);
    else if (part[0] === '-' && COUNTRIES.has(part.slice(1))) territories.excluded.add(part.slice(1));
    else return undefined;
  }
  if (territories.included.size === 0) territories.world = true;
  return territories;
}

export function covers(territories: Territories, code: string): boolean {
  return !territories.excluded.has(code) && (territories.world || territories.included.has(code));
}

/** Order by code points: that of the UTF-8 bytes. */
export function byCodePoints(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const MOST_NAME_BYTES = 255 - '.csv'.length;

/**
 * The name of a party's statement without its ending. A name that no file system can hold is cut behind the last
 * whole character (or its escape) that leaves room for `~` and the SHA-256 of the id in hexadecimal digits.
 */
export function statementName(id: string): string {
  const pieces = [...id].map((character, index) => {
    const safe = /^[\p{L}\p{N}._-]$/u.test(character) && !(index === 0 && character === '.');
    if (safe) return character;
    return [...Buffer.from(character)].map((byte) => '%' + byte.toString(16).toUpperCase().padStart(2, '0')).join('');
  });
  if (Buffer.byteLength(pieces.join('')) <= MOST_NAME_BYTES) return pieces.join('');
  const ending = '~' + createHash('sha256').update(id).digest('hex');
  while (Buffer.byteLength(pieces.join('') + ending) > MOST_NAME_BYTES) pieces.pop();
  return pieces.join('') + ending;
}
