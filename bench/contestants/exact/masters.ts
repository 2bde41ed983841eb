import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { type Arithmetic, scaled } from './arithmetic.js';

export type Row = Record<string, string>;

export interface Claim<N> {
  readonly party: string;
  readonly right: string;
  /** In percent. */
  readonly share: N;
  readonly disputed: boolean;
  readonly covers: (territory: string) => boolean;
  readonly from: string;
  readonly to: string;
}

export interface Work<N> {
  readonly id: string;
  readonly year: string;
  readonly type: string;
  readonly claims: Claim<N>[];
}

export interface Pool<N> {
  readonly id: string;
  readonly licence: Licence<N>;
  readonly start: string;
  readonly end: string;
  /** In minor units. */
  readonly gross: bigint;
  /** Points by beneficiary, `party:ID` or `suspense:KIND`, in percent of a point. */
  readonly points: Map<string, N>;
}

export interface Licence<N> {
  readonly id: string;
  readonly licensee: string;
  readonly useTypes: Set<string>;
  readonly covers: (territory: string) => boolean;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly metric: string;
  readonly pools: Pool<N>[];
}

export interface Deduction {
  readonly id: string;
  readonly licence: string;
  /** In 1/10⁶ percent. */
  readonly percent: bigint;
}

/** Minor units of the currencies that have not two (ISO 4217). */
const DIGITS: Readonly<Record<string, number>> = { JPY: 0, KRW: 0, KWD: 3, BHD: 3, OMR: 3, TND: 3 };
export const digitsOf = (currency: string): number => DIGITS[currency] ?? 2;

export function read(folder: string, name: string): Row[] {
  const file = join(folder, name);
  if (!existsSync(file)) return [];
  return parse(readFileSync(file), { columns: true, bom: true, trim: true });
}

export const value = (row: Row, column: string): string => row[column] ?? '';

function territories(expression: string): (territory: string) => boolean {
  const codes = expression.split(/\s+/).filter((code) => code !== '');
  const excluded = new Set(codes.filter((code) => code.startsWith('-')).map((code) => code.slice(1)));
  const included = new Set(codes.filter((code) => !code.startsWith('-')));
  const world = included.size === 0 || included.has('*');
  return (territory) => !excluded.has(territory) && (world || included.has(territory));
}

export function readWorks<N>(folder: string, exact: Arithmetic<N>): { rows: Row[]; works: Map<string, Work<N>> } {
  const rows = read(folder, 'works.csv');
  const works = new Map<string, Work<N>>();
  for (const row of rows) {
    const id = value(row, 'work_id');
    works.set(id, { id, year: value(row, 'year'), type: value(row, 'work_type'), claims: [] });
  }
  for (const row of read(folder, 'claims.csv')) {
    works.get(value(row, 'work_id'))?.claims.push({
      party: value(row, 'party_id'),
      right: value(row, 'right'),
      share: exact.decimal(value(row, 'share'), 6),
      disputed: row['status'] === 'disputed',
      covers: territories(value(row, 'territories')),
      from: value(row, 'valid_from') || '0001-01-01',
      to: value(row, 'valid_to') || '9999-12-31',
    });
  }
  return { rows, works };
}

export function readLicences<N>(folder: string): { licences: Map<string, Licence<N>>; pools: Pool<N>[] } {
  const licences = new Map<string, Licence<N>>();
  for (const row of read(folder, 'licences.csv')) {
    licences.set(value(row, 'licence_id'), {
      id: value(row, 'licence_id'),
      licensee: value(row, 'licensee'),
      useTypes: new Set(value(row, 'use_types').split(/\s+/)),
      covers: territories(value(row, 'territories')),
      from: value(row, 'valid_from'),
      to: value(row, 'valid_to'),
      currency: value(row, 'currency'),
      metric: value(row, 'metric'),
      pools: [],
    });
  }
  const pools: Pool<N>[] = [];
  for (const row of read(folder, 'collections.csv')) {
    const licence = licences.get(value(row, 'licence_id'));
    if (!licence) throw new Error(`collection ${value(row, 'collection_id')} names an unknown licence`);
    const pool = {
      id: value(row, 'collection_id'),
      licence,
      start: value(row, 'period_start'),
      end: value(row, 'period_end'),
      gross: scaled(value(row, 'amount'), digitsOf(licence.currency)),
      points: new Map<string, N>(),
    };
    pools.push(pool);
    licence.pools.push(pool);
  }
  return { licences, pools };
}

export function readDeductions(folder: string): Deduction[] {
  return read(folder, 'deductions.csv').map((row) => ({
    id: value(row, 'deduction_id'),
    licence: value(row, 'licence_id'),
    percent: scaled(value(row, 'percent'), 6),
  }));
}

/** Weights by `dimension:key`. */
export function readWeights<N>(folder: string, exact: Arithmetic<N>): Map<string, N> {
  const rows = read(folder, 'weights.csv');
  return new Map(rows.map((row) => [`${row['dimension']}:${row['key']}`, exact.decimal(value(row, 'weight'), 6)]));
}
