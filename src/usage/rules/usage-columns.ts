import type { Metric } from '../../kernel/vocabulary.js';

/** Names of the columns of a usage file (contract, Input). */
export const REQUIRED_COLUMNS = ['licence_id', 'use_type', 'territory', 'used_on'] as const;
export const ITEM_COLUMNS = ['resource_id', 'title', 'year', 'eidr', 'isan', 'imdb_id'] as const;
const METRIC_COLUMNS: readonly Metric[] = ['views', 'seconds', 'revenue'];
const KNOWN_COLUMNS: readonly string[] = [...REQUIRED_COLUMNS, ...METRIC_COLUMNS, ...ITEM_COLUMNS];

/** Where each column stands in a row; -1 where the file has no such column. */
export interface UsageColumns {
  count: number;
  licence: number;
  useType: number;
  territory: number;
  usedOn: number;
  metric: Record<Metric, number>;
  /** In the order of ITEM_COLUMNS. */
  item: number[];
  unknown: string[];
}

export interface ColumnFault {
  column: string;
  message: string;
}

/** Finds the columns by the header row of a usage file, or says all that is wrong with it. */
export function findUsageColumns(header: readonly string[]): UsageColumns | ColumnFault[] {
  const faults: ColumnFault[] = [];
  const known = new Set(KNOWN_COLUMNS);
  const seen = new Set<string>();
  for (const name of header) {
    if (known.has(name) && seen.has(name)) faults.push({ column: name, message: 'the header names this column twice' });
    seen.add(name);
  }
  for (const name of REQUIRED_COLUMNS) {
    if (!seen.has(name)) faults.push({ column: name, message: 'required column is missing from the header' });
  }
  if (faults.length > 0) return faults;
  const at = (name: string) => header.indexOf(name);
  return {
    count: header.length,
    licence: at('licence_id'),
    useType: at('use_type'),
    territory: at('territory'),
    usedOn: at('used_on'),
    metric: { views: at('views'), seconds: at('seconds'), revenue: at('revenue') },
    item: ITEM_COLUMNS.map(at),
    unknown: [...new Set(header)].filter((name) => !known.has(name)),
  };
}
