import type { Fault } from '../../platform/csv/fault.js';
import { type Columns, readTableFile, type Table } from '../../platform/csv/table.js';
import type { FolderFiles } from '../folder-files.js';

/**
 * Reads a master file of the folder whole and checks it cell by cell.
 * @param faults every fault that is found is added
 */
export async function readTable<C extends Columns>(
  files: FolderFiles,
  file: string,
  columns: C,
  options: { required: boolean },
  faults: Fault[],
): Promise<Table<C>> {
  const state = await files.check(file);
  if (state === 'readable') return readTableFile({ path: files.path(file) }, file, columns, faults);
  if (state !== 'missing') faults.push(state);
  else if (options.required) faults.push({ file, message: 'the file is missing' });
  const whole = state === 'missing' && !options.required;
  return { rows: [], whole, columns: new Set(), unknownColumns: [], sha256: undefined };
}
