import { DomainError } from '../kernel/domain-error.js';

/** Something wrong with the folder, at its place. */
export interface Fault {
  file: string;
  line?: number;
  column?: string;
  message: string;
}

/** `file:line: column: what is wrong` (contract, Input). */
export function formatFault({ file, line, column, message }: Fault): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return column === undefined ? `${place}: ${message}` : `${place}: ${column}: ${message}`;
}

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
