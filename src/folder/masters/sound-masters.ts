import type { Fault } from '../../platform/csv/fault.js';
import { checkReport } from '../../usage/index.js';
import { FolderFaultsError } from '../faults.js';
import { type FolderFiles, NOT_A_REGULAR_FILE } from '../folder-files.js';
import { type Masters, readMasters } from './masters.js';

/** Reads the master files, and sees that the usage files can be read. @throws folder-has-faults with every fault found */
export async function readSoundMasters(files: FolderFiles): Promise<Masters> {
  const faults: Fault[] = [];
  const masters = await readMasters(files, faults);
  const readable = await checkUsageFiles(files, faults);
  if (faults.length === 0) return masters;
  // The run cannot go on, so that the usage files are looked through now: all that is wrong is said at once.
  for (const file of readable) {
    for (const fault of await checkReport(files.path(file))) faults.push({ file, ...fault });
  }
  throw new FolderFaultsError(faults);
}

/** Whether each usage file is one; the readable ones are given back. */
async function checkUsageFiles(files: FolderFiles, faults: Fault[]): Promise<string[]> {
  faults.push(...files.faults);
  const readable: string[] = [];
  for (const file of files.usage) {
    const state = await files.check(file);
    if (state === 'readable') readable.push(file);
    else faults.push(state === 'missing' ? { file, message: NOT_A_REGULAR_FILE } : state);
  }
  return readable;
}
