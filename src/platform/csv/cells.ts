import { isCalendarDay } from '../../kernel/calendar-day.js';
import { isId } from '../../kernel/ids.js';
import { isCurrency } from '../../kernel/money.js';
import { shown } from '../../kernel/shown.js';
import { isTerritory, parseTerritories, type TerritorySet } from '../../kernel/territory.js';
import { CellFault, type Column } from './table.js';

export function required<T>(read: (text: string) => T | CellFault): Column<T> {
  return { required: true, read, absent: undefined };
}

export function optional<T>(read: (text: string) => T | CellFault): Column<T | null> {
  return { required: false, read, absent: null };
}

export function withDefault<T>(read: (text: string) => T | CellFault, absent: T): Column<T> {
  return { required: false, read, absent };
}

export function id(text: string): string | CellFault {
  return isId(text) ? text : new CellFault(`${shown(text)} is not an id: 1 to 100 characters, no control character`);
}

export function freeText(text: string): string {
  return text;
}

export function oneOf<const T extends string>(values: readonly T[]): (text: string) => T | CellFault {
  return (text) =>
    (values as readonly string[]).includes(text)
      ? (text as T)
      : new CellFault(`${shown(text)} is none of ${values.join(', ')}`);
}

/** For values that a kernel function reads, or finds no meaning in. */
export function parsedBy<T>(parse: (text: string) => T | undefined, wanted: string): (text: string) => T | CellFault {
  return (text) => parse(text) ?? new CellFault(`${shown(text)} is not ${wanted}`);
}

export function wholeNumber(least: number, most: number): (text: string) => number | CellFault {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : undefined;
    if (value !== undefined && value >= least && value <= most) return value;
    return new CellFault(`${shown(text)} is not a whole number from ${least} to ${most}`);
  };
}

export const day = parsedBy(
  (text) => (isCalendarDay(text) ? text : undefined),
  'a calendar day in the form YYYY-MM-DD',
);

export const currency = parsedBy((text) => (isCurrency(text) ? text : undefined), 'an ISO 4217 currency in upper case');

export const country = parsedBy(
  (text) => (isTerritory(text) ? text : undefined),
  'an ISO 3166-1 alpha-2 code in upper case (the United Kingdom is GB)',
);

export const WORLD: TerritorySet = { except: true, codes: [] };

export function territories(text: string): TerritorySet | CellFault {
  const parsed = parseTerritories(text);
  return 'ok' in parsed ? parsed.ok : new CellFault(parsed.fault);
}
