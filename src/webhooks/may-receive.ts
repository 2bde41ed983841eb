import type { Role } from '../identity/index.js';

/** Who may have events sent: all but who supervises, and only reads. */
export const MAY_RECEIVE = ['RO', 'LO', 'DO', 'FO', 'PO', 'AP', 'L', 'H'] as const satisfies readonly Role[];
