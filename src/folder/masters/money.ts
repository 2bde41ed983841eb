import type { NewCollection, NewDeduction, NewWeight } from '../../distribution/index.js';
import { minorUnits, parseAmount } from '../../kernel/money.js';
import { exceedsHundred, parsePercent, parseWeight } from '../../kernel/share.js';
import { DEDUCTION_KINDS, USE_TYPES, WORK_TYPES } from '../../kernel/vocabulary.js';
import type { Licence } from '../../licensing/index.js';
import type { Fault } from '../../platform/csv/fault.js';
import type { FolderFiles } from '../folder-files.js';
import { day, freeText, id, oneOf, optional, parsedBy, required } from '../../platform/csv/cells.js';
import { shown } from '../../kernel/shown.js';
import type { LicenceTable } from './licences.js';
import type { Row, Table } from '../../platform/csv/table.js';
import { readTable } from './read-table.js';
import { Keys } from '../../platform/csv/keys.js';

const COLLECTION_COLUMNS = {
  collection_id: required(id),
  licence_id: required(id),
  period_start: required(day),
  period_end: required(day),
  amount: required(freeText), // read with the licence's currency
};

const DEDUCTION_COLUMNS = {
  deduction_id: required(id),
  kind: required(oneOf(DEDUCTION_KINDS)),
  percent: required(parsedBy(parsePercent, 'a percent from 0 to 100, such as 12.5')),
  licence_id: optional(id),
};

const WEIGHT_COLUMNS = {
  dimension: required(oneOf(['use_type', 'work_type'])),
  key: required(freeText),
  weight: required(parsedBy(parseWeight, 'a weight: a decimal of 0 or more with at most 6 decimals')),
};

export interface MoneyTables {
  collections: Table<typeof COLLECTION_COLUMNS>;
  deductions: Table<typeof DEDUCTION_COLUMNS>;
  weights: Table<typeof WEIGHT_COLUMNS>;
}

export async function readMoney(
  files: FolderFiles,
  licences: { table: LicenceTable; keys: Keys },
  faults: Fault[],
): Promise<MoneyTables> {
  const collections = await readTable(files, 'collections.csv', COLLECTION_COLUMNS, { required: true }, faults);
  checkCollections(collections, licences, faults);
  const deductions = await readTable(files, 'deductions.csv', DEDUCTION_COLUMNS, { required: false }, faults);
  checkDeductions(deductions, licences, faults);
  const weights = await readTable(files, 'weights.csv', WEIGHT_COLUMNS, { required: false }, faults);
  checkWeights(weights, faults);
  return { collections, deductions, weights };
}

function checkCollections(
  { rows }: MoneyTables['collections'],
  licences: { table: LicenceTable; keys: Keys },
  faults: Fault[],
): void {
  const file = 'collections.csv';
  const keys = new Keys(file, 'collection_id', faults);
  const currencies = new Map(licences.table.rows.map(({ cells }) => [cells.licence_id, cells.currency]));
  for (const { line, cells } of rows) {
    keys.add(cells.collection_id, line);
    licences.keys.refer(cells.licence_id, file, line, 'licence_id');
    if (cells.period_start && cells.period_end && cells.period_end < cells.period_start) {
      const message = `${cells.period_end} lies before period_start ${cells.period_start}`;
      faults.push({ file, line, column: 'period_end', message });
    }
    const currency = currencies.get(cells.licence_id);
    if (currency && cells.amount && parseAmount(cells.amount, currency) === undefined) {
      const message = `${shown(cells.amount)} is not an amount in ${currency}: a plain decimal of 0 or more with at most ${minorUnits(currency)} decimals and 18 digits`;
      faults.push({ file, line, column: 'amount', message });
    }
  }
  checkOverlaps(rows, faults);
}

/** A day of a licence belongs to one pool at most. */
function checkOverlaps(rows: readonly Row<typeof COLLECTION_COLUMNS>[], faults: Fault[]): void {
  const latest = new Map<string, Row<typeof COLLECTION_COLUMNS>>();
  const dated = rows.filter(({ cells }) => cells.licence_id && cells.period_start && cells.period_end);
  for (const row of dated.sort((a, b) => (a.cells.period_start < b.cells.period_start ? -1 : 1))) {
    const before = latest.get(row.cells.licence_id);
    if (before && row.cells.period_start <= before.cells.period_end) {
      const [first, second] = before.line < row.line ? [before, row] : [row, before];
      const message = `the period overlaps that of ${shown(first.cells.collection_id)} in line ${first.line}, of the same licence`;
      faults.push({ file: 'collections.csv', line: second.line, column: 'period_start', message });
    }
    if (!before || row.cells.period_end > before.cells.period_end) latest.set(row.cells.licence_id, row);
  }
}

function checkDeductions(
  { rows }: MoneyTables['deductions'],
  licences: { table: LicenceTable; keys: Keys },
  faults: Fault[],
): void {
  const file = 'deductions.csv';
  const keys = new Keys(file, 'deduction_id', faults);
  for (const { line, cells } of rows) {
    keys.add(cells.deduction_id, line);
    licences.keys.refer(cells.licence_id, file, line, 'licence_id');
  }
  const sound = rows.filter(({ cells }) => cells.percent !== undefined && cells.licence_id !== undefined);
  const general = sound.filter(({ cells }) => cells.licence_id === null);
  for (const licence of new Set([null, ...sound.map(({ cells }) => cells.licence_id)])) {
    const applying =
      licence === null
        ? general
        : sound.filter(({ cells }) => cells.licence_id === null || cells.licence_id === licence);
    if (!exceedsHundred(applying.map(({ cells }) => cells.percent))) continue;
    const message = `the percents that apply to ${licence === null ? 'every licence' : `licence ${shown(licence)}`} exceed 100`;
    faults.push({ file, line: applying.at(-1)!.line, column: 'percent', message });
    if (licence === null) return; // every licence would say the same again
  }
}

function checkWeights({ rows }: MoneyTables['weights'], faults: Fault[]): void {
  const file = 'weights.csv';
  const keys = new Keys(file, 'key', faults);
  for (const { line, cells } of rows) {
    if (!cells.dimension || !cells.key) continue;
    keys.add(`${cells.dimension} ${cells.key}`, line);
    const known: readonly string[] = cells.dimension === 'use_type' ? USE_TYPES : WORK_TYPES;
    if (!known.includes(cells.key)) {
      faults.push({ file, line, column: 'key', message: `${shown(cells.key)} is none of ${known.join(', ')}` });
    }
  }
}

export function collectionsOf({ collections }: MoneyTables, licences: ReadonlyMap<string, Licence>): NewCollection[] {
  return collections.rows.map(({ cells }, ordinal) => {
    const { licenceId, currency } = licences.get(cells.licence_id)!;
    return {
      code: cells.collection_id,
      ordinal,
      licenceId,
      periodStart: cells.period_start,
      periodEnd: cells.period_end,
      amountMinor: parseAmount(cells.amount, currency)!,
      currency,
      minorUnits: minorUnits(currency)!,
    };
  });
}

export function deductionsOf({ deductions }: MoneyTables, licences: ReadonlyMap<string, Licence>): NewDeduction[] {
  return deductions.rows.map(({ cells }, ordinal) => ({
    code: cells.deduction_id,
    ordinal,
    kind: cells.kind,
    percent: cells.percent,
    licenceId: cells.licence_id === null ? null : licences.get(cells.licence_id)!.licenceId,
  }));
}

export function weightsOf({ weights }: MoneyTables): NewWeight[] {
  return weights.rows.map(({ cells }) => ({ ...cells }));
}
