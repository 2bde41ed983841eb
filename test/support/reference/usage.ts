import type { Folder, Row } from './folder.js';
import type { Licence } from './master-types.js';
import { covers, isDay, parseDecimal, unitsAt } from './values.js';
import { COUNTRIES } from './vocabulary.js';

/** Decimals in which metrics are kept. */
export const METRIC_SCALE = 12;

/** A usage line that is not rejected. */
export interface Line {
  licence: Licence;
  useType: string;
  territory: string;
  day: string;
  /** × 10^METRIC_SCALE. */
  metric: bigint;
  resourceId: string;
  title: string;
  year: string;
  eidr: string;
  isan: string;
  imdb: string;
}

export interface Rejection {
  file: string;
  line: number;
  code: string;
}

const REQUIRED = ['licence_id', 'use_type', 'territory', 'used_on'];
const OPTIONAL = ['views', 'seconds', 'revenue', 'resource_id', 'title', 'year', 'eidr', 'isan', 'imdb_id'];

/** Reads and validates all usage lines in reading order (contract ¶1). */
export function readUsage(
  folder: Folder,
  licences: ReadonlyMap<string, Licence>,
): { lines: Line[]; rejections: Rejection[] } {
  const lines: Line[] = [];
  const rejections: Rejection[] = [];
  for (const file of folder.usageFiles()) {
    for (const { line, row } of folder.table(file, REQUIRED, OPTIONAL, true)?.rows ?? []) {
      const outcome = row ? validate(row, licences) : 'bad_row';
      if (typeof outcome === 'string') rejections.push({ file, line, code: outcome });
      else lines.push(outcome);
    }
  }
  return { lines, rejections };
}

/** The line, or the first code of rejection that applies. */
function validate(row: Row, licences: ReadonlyMap<string, Licence>): Line | string {
  const licence = licences.get(row.get('licence_id'));
  if (!licence) return 'unknown_licence';
  const day = row.get('used_on');
  if (!isDay(day)) return 'bad_date';
  const territory = row.get('territory');
  if (!COUNTRIES.has(territory)) return 'bad_territory';
  const metric = parseDecimal(row.get(licence.metric), 18, licence.metric === 'revenue' ? METRIC_SCALE : 0);
  if (!metric) return 'bad_metric';
  const useType = row.get('use_type');
  if (!licence.useTypes.has(useType)) return 'use_type_not_licensed';
  if (!covers(licence.territories, territory)) return 'territory_not_licensed';
  if (day < licence.from || day > licence.to) return 'day_not_licensed';
  return {
    licence,
    useType,
    territory,
    day,
    metric: unitsAt(metric, METRIC_SCALE),
    resourceId: row.get('resource_id'),
    title: row.get('title'),
    year: row.get('year'),
    eidr: row.get('eidr'),
    isan: row.get('isan'),
    imdb: row.get('imdb_id'),
  };
}
