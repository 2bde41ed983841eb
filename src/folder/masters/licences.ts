import { METRICS, USE_TYPES, type UseType } from '../../kernel/vocabulary.js';
import type { NewLicence } from '../../licensing/index.js';
import type { Fault } from '../../platform/csv/fault.js';
import type { FolderFiles } from '../folder-files.js';
import {
  currency,
  day,
  freeText,
  id,
  oneOf,
  required,
  territories,
  withDefault,
  WORLD,
} from '../../platform/csv/cells.js';
import { shown } from '../../kernel/shown.js';
import { CellFault, type Row, type Table } from '../../platform/csv/table.js';
import { readTable } from './read-table.js';
import { Keys } from '../../platform/csv/keys.js';

const FILE = 'licences.csv';

const LICENCE_COLUMNS = {
  licence_id: required(id),
  licensee: required(freeText),
  use_types: required(useTypes),
  territories: withDefault(territories, WORLD),
  valid_from: required(day),
  valid_to: required(day),
  currency: required(currency),
  metric: required(oneOf(METRICS)),
};

export type LicenceTable = Table<typeof LICENCE_COLUMNS>;
export type LicenceRow = Row<typeof LICENCE_COLUMNS>;

export async function readLicences(files: FolderFiles, faults: Fault[]): Promise<{ table: LicenceTable; keys: Keys }> {
  const table = await readTable(files, FILE, LICENCE_COLUMNS, { required: true }, faults);
  const keys = new Keys(FILE, 'licence_id', faults, table.whole);
  for (const { line, cells } of table.rows) {
    keys.add(cells.licence_id, line);
    if (cells.valid_from && cells.valid_to && cells.valid_to < cells.valid_from) {
      const message = `${cells.valid_to} lies before valid_from ${cells.valid_from}`;
      faults.push({ file: FILE, line, column: 'valid_to', message });
    }
  }
  return { table, keys };
}

function useTypes(text: string): UseType[] | CellFault {
  const named = text.split(' ').filter((part) => part !== '');
  const unknown = named.find((part) => !(USE_TYPES as readonly string[]).includes(part));
  if (unknown === undefined) return [...new Set(named as UseType[])];
  return new CellFault(`${shown(unknown)} is none of ${USE_TYPES.join(', ')}`);
}

export function licencesOf({ rows }: LicenceTable): NewLicence[] {
  return rows.map(({ cells }) => ({
    code: cells.licence_id,
    licensee: cells.licensee,
    useTypes: cells.use_types,
    territoriesExcept: cells.territories.except,
    territoryCodes: cells.territories.codes,
    validFrom: cells.valid_from,
    validTo: cells.valid_to,
    currency: cells.currency,
    metric: cells.metric,
  }));
}
