import { DomainError } from '../kernel/domain-error.js';
import { type Fault, formatFault } from '../platform/csv/fault.js';

/** Every fault that was found; nothing was stored. */
export class FolderFaultsError extends DomainError {
  constructor(faults: readonly Fault[]) {
    const count = faults.length === 1 ? '1 fault was' : `${faults.length} faults were`;
    super(
      'invalid',
      'folder-has-faults',
      `${count} found in the folder and nothing was stored. Mend them and run again.`,
      {
        details: faults.map(formatFault),
      },
    );
  }
}
