import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../random.js';
import { writeTable, type Record } from './dialect.js';
import { masterRecords, type MasterRecords } from './masters.js';
import { usageRecords } from './usage.js';

export interface RandomFolderOptions {
  /** About how many usage lines; 300 if not given. */
  lines?: number;
}

const COLUMNS: { [File in keyof MasterRecords]: { required: string; optional: string } } = {
  parties: { required: 'party_id name kind', optional: 'country ipi_name_number isni payout_currency' },
  works: {
    required: 'work_id title',
    optional: 'work_type year runtime_minutes eidr isan imdb_id alternative_titles',
  },
  aliases: { required: 'licensee resource_id work_id', optional: '' },
  claims: {
    required: 'claim_id work_id party_id right share',
    optional: 'role territories valid_from valid_to status',
  },
  licences: {
    required: 'licence_id licensee use_types valid_from valid_to currency metric',
    optional: 'territories',
  },
  collections: { required: 'collection_id licence_id period_start period_end amount', optional: '' },
  deductions: { required: 'deduction_id kind percent', optional: 'licence_id' },
  weights: { required: 'dimension key weight', optional: '' },
};
const OPTIONAL_FILES = ['aliases', 'deductions', 'weights'];
const USAGE_FILES = ['a.csv', 'B.csv', 'b.csv', 'é.csv', '🎬.csv', 'Ａ.csv', 'a, b.csv', '2026 Q1.csv', '北京.csv'];
const LINE_COLUMNS = 'licence_id use_type territory used_on'.split(' ');
const METRIC_COLUMNS = ['views', 'seconds', 'revenue'];
const ITEM_COLUMNS = 'resource_id title year eidr isan imdb_id'.split(' ');

/**
 * Writes a valid distribution folder full of traps, the same for the same seed.
 * @param path of a directory, which is made if there is none
 */
export function randomFolder(path: string, seed: number, options: RandomFolderOptions = {}): void {
  const random = new Random(seed);
  mkdirSync(join(path, 'usage'), { recursive: true });
  const masters = masterRecords(random);
  for (const file of Object.keys(COLUMNS) as (keyof MasterRecords)[]) {
    const records = masters[file];
    if (OPTIONAL_FILES.includes(file) && records.length === 0 && random.percent(70)) continue;
    const columns = columnsOf(random, file, records);
    writeFileSync(join(path, `${file}.csv`), writeTable(random, records, { columns }));
  }
  writeUsage(random, path, usageRecords(random, masters, options.lines ?? 300));
}

/** All required columns and those optional ones that are used, or for good measure those that are not. */
function columnsOf(random: Random, file: keyof MasterRecords, records: readonly Record[]): string[] {
  const { required, optional } = COLUMNS[file];
  const extra = optional.split(' ').filter((name) => name !== '');
  const used = extra.filter((name) => records.some((record) => (record[name] ?? '') !== ''));
  return [...required.split(' '), ...(random.percent(50) ? used : extra)];
}

function writeUsage(random: Random, path: string, lines: readonly Record[]): void {
  const names = random.some(USAGE_FILES, random.between(1, 4));
  names.forEach((name, index) => {
    const own = lines.filter((_, at) => at % names.length === index);
    const metrics = random.percent(93) ? METRIC_COLUMNS : random.some(METRIC_COLUMNS, random.between(0, 2));
    const items = random.percent(85) ? ITEM_COLUMNS : random.some(ITEM_COLUMNS, random.between(0, 5));
    const columns = [...LINE_COLUMNS, ...metrics, ...items, ...(random.percent(20) ? ['extra'] : [])];
    const text = writeTable(random, own, { columns, raggedPercent: 1, unclosedQuote: random.percent(10) });
    writeFileSync(join(path, 'usage', name), text);
    if (random.percent(5)) writeFileSync(join(path, 'usage', `same as ${name}`), text);
  });
}
