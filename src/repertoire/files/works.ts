import { trimCell } from '../../kernel/trim.js';
import { WORK_TYPES } from '../../kernel/vocabulary.js';
import { canonicalEidr, canonicalImdb, canonicalIsan } from '../../kernel/work-identifiers.js';
import {
  freeText,
  id,
  oneOf,
  optional,
  parsedBy,
  required,
  wholeNumber,
  withDefault,
} from '../../platform/csv/cells.js';
import type { Fault } from '../../platform/csv/fault.js';
import { Keys } from '../../platform/csv/keys.js';
import type { Table } from '../../platform/csv/table.js';
import type { NewWork } from '../works/works.service.js';

export const WORKS_FILE = 'works.csv';

export const WORK_COLUMNS = {
  work_id: required(id),
  title: required(freeText),
  work_type: optional(oneOf(WORK_TYPES)),
  year: optional(wholeNumber(1, 9999)),
  runtime_minutes: optional(wholeNumber(0, 999_999)),
  eidr: optional(parsedBy(canonicalEidr, 'an EIDR (10.5240/ with 20 hexadecimal digits and their check character)')),
  isan: optional(
    parsedBy(canonicalIsan, 'an ISAN (16 hexadecimal digits; check characters, where given, must be right)'),
  ),
  imdb_id: optional(parsedBy(canonicalImdb, 'an IMDb id (tt and a number)')),
  alternative_titles: withDefault(splitTitles, []),
};

export type WorkTable = Table<typeof WORK_COLUMNS>;

/** The keys of the file; neither they nor identifiers stand twice. @param faults every fault that is found is added */
export function keysOfWorks({ rows, whole }: WorkTable, faults: Fault[]): Keys {
  const keys = new Keys(WORKS_FILE, 'work_id', faults, whole);
  const identifiers = (['eidr', 'isan', 'imdb_id'] as const).map((column) => ({
    column,
    keys: new Keys(WORKS_FILE, column, faults),
  }));
  for (const { line, cells } of rows) {
    keys.add(cells.work_id, line);
    for (const { column, keys: borne } of identifiers) borne.add(cells[column] ?? undefined, line);
  }
  return keys;
}

export function worksOf({ rows }: WorkTable): NewWork[] {
  return rows.map(({ cells }) => ({
    code: cells.work_id,
    workType: cells.work_type,
    year: cells.year,
    runtimeMinutes: cells.runtime_minutes,
    titles: [cells.title, ...cells.alternative_titles],
    identifiers: {
      ...(cells.eidr === null ? {} : { eidr: cells.eidr }),
      ...(cells.isan === null ? {} : { isan: cells.isan }),
      ...(cells.imdb_id === null ? {} : { imdb: cells.imdb_id }),
    },
  }));
}

function splitTitles(text: string): string[] {
  return text
    .split('|')
    .map(trimCell)
    .filter((title) => title !== '');
}
