import { DomainError } from '../../kernel/domain-error.js';
import { type Fault, formatFault } from '../../platform/csv/fault.js';

/** At most this many are told at once. */
export const MOST_TOLD = 1000;

/** Every fault of the file; nothing was stored. */
export class ImportFaultsError extends DomainError {
  constructor(faults: readonly Fault[]) {
    const count = faults.length === 1 ? '1 fault was' : `${faults.length} faults were`;
    super(
      'unprocessable',
      'import-has-faults',
      `${count} found in the file and nothing was stored. Mend them and send it again; dryRun=true gives each with its code.`,
      { details: faults.slice(0, MOST_TOLD).map(formatFault) },
    );
  }
}

export const importTooLarge = (most: number) =>
  new DomainError(
    'too-large',
    'import-too-large',
    `A file of more than ${most / 1024 ** 2} MiB is not taken at once. Split it: each part is taken by itself.`,
  );

export const importNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'import-not-found',
    `Import ${JSON.stringify(id)} is not known. GET /v1/imports lists those that are.`,
  );

export const nothingToApprove = (id: string) =>
  new DomainError(
    'conflict',
    'import-approved',
    `Import ${id} has no mandate that waits for approval. Agreements with sister societies are approved one by one, with the day of their filing.`,
  );
