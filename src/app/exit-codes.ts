import type { DomainErrorKind } from '../kernel/domain-error.js';

/** What a command's exit code means; documented in docs/operations.md. */
export const EXIT = {
  done: 0,
  /** A defect or a broken environment: disk full, server gone. */
  failed: 1,
  /** The command line cannot be understood. */
  usage: 2,
  /** The input has faults; nothing was stored. */
  faults: 3,
  /** The state of things refuses it: a directory that is not empty, an old schema, an unknown id. */
  refused: 4,
} as const;

export function exitCodeOf(kind: DomainErrorKind): number {
  switch (kind) {
    case 'invalid':
    case 'unprocessable':
    case 'unconditional':
    case 'too-large':
      return EXIT.faults;
    case 'not-found':
    case 'conflict':
    case 'forbidden':
    case 'unauthenticated':
    case 'stale':
    case 'throttled':
      return EXIT.refused;
  }
}
