import type { Fault } from '../../platform/csv/fault.js';
import type { FolderFiles } from '../folder-files.js';
import { freeText, id, required } from '../../platform/csv/cells.js';
import type { Table } from '../../platform/csv/table.js';
import { readTable } from './read-table.js';
import { Keys } from '../../platform/csv/keys.js';

const FILE = 'aliases.csv';

const ALIAS_COLUMNS = {
  licensee: required(freeText),
  resource_id: required(freeText),
  work_id: required(id),
};

export type AliasTable = Table<typeof ALIAS_COLUMNS>;

export async function readAliases(files: FolderFiles, works: Keys, faults: Fault[]): Promise<AliasTable> {
  const table = await readTable(files, FILE, ALIAS_COLUMNS, { required: false }, faults);
  const keys = new Keys(FILE, 'resource_id', faults);
  for (const { line, cells } of table.rows) {
    if (cells.licensee && cells.resource_id) {
      keys.add(JSON.stringify([cells.licensee, cells.resource_id]), line, cells.resource_id);
    }
    works.refer(cells.work_id, FILE, line, 'work_id');
  }
  return table;
}
