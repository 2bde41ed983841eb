import type { Row } from './folder.js';
import { isDay, isId, parseDecimal, parseTerritories, unitsAt, type Decimal, type Territories } from './values.js';

/** Keys that a file defines; undefined where the file could not be read, so that nothing can be said about references. */
export type Keys = Set<string> | undefined;

const ANY_LENGTH = Number.MAX_SAFE_INTEGER;

export function key(row: Row, column: string, seen: Set<string>): string {
  const id = row.get(column);
  if (!isId(id)) row.fault(column, 'an id is 1 to 100 characters with no control character');
  else if (seen.has(id)) row.fault(column, 'another row bears this id');
  seen.add(id);
  return id;
}

export function reference(row: Row, column: string, ids: Keys): void {
  const id = row.get(column);
  if (id === '') row.fault(column, 'is empty');
  else if (ids && !ids.has(id)) row.fault(column, 'nothing bears this id');
}

export function required(row: Row, column: string, accepts: (text: string) => boolean = () => true): string {
  const text = row.get(column);
  if (text === '') row.fault(column, 'is empty');
  else if (!accepts(text)) row.fault(column, 'is not what it should be');
  return text;
}

export function optional(row: Row, column: string, accepts: (text: string) => boolean): void {
  const text = row.get(column);
  if (text !== '' && !accepts(text)) row.fault(column, 'is not what it should be');
}

export function oneOf(row: Row, column: string, values: readonly string[]): string {
  return required(row, column, (text) => values.includes(text));
}

export function territories(row: Row): Territories {
  const parsed = parseTerritories(row.get('territories'));
  if (!parsed) row.fault('territories', 'not territory codes, exclusions or * separated by spaces');
  return parsed ?? { world: false, included: new Set(), excluded: new Set() };
}

export function term(row: Row, fromColumn: string, toColumn: string): [string, string] {
  const from = required(row, fromColumn, isDay);
  const to = required(row, toColumn, isDay);
  if (isDay(from) && isDay(to) && to < from) row.fault(toColumn, `lies before ${fromColumn}`);
  return [from, to];
}

export function identifier(
  row: Row,
  column: string,
  canonical: (text: string) => string | undefined,
  borne: Set<string>,
): string | undefined {
  if (row.get(column) === '') return undefined;
  const value = canonical(row.get(column));
  if (value === undefined) row.fault(column, 'malformed, or its check character is wrong');
  else if (borne.has(`${column}\0${value}`)) row.fault(column, 'another work bears it');
  else borne.add(`${column}\0${value}`);
  return value;
}

export function parseAmount(text: string): Decimal | undefined {
  return parseDecimal(text, ANY_LENGTH, ANY_LENGTH);
}

/** @param decimals of the currency; undefined where it is not known, which is another fault and says enough */
export function isAmount(text: string, decimals: number | undefined): boolean {
  if (decimals === undefined) return true;
  const amount = parseAmount(text);
  return amount !== undefined && amount.scale <= decimals && unitsAt(amount, decimals) < 10n ** 18n;
}
