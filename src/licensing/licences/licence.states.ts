import type { Move } from '../moves.js';

/** Where a licence stands. Renewal is a new licence, so that nothing leads out of the last four. */
export const LICENCE_STATES = [
  'draft',
  'offered',
  'active',
  'suspended',
  'lapsed',
  'withdrawn',
  'expired',
  'terminated',
] as const;
export type LicenceState = (typeof LICENCE_STATES)[number];

/** Every step that there is. `licensing.move` holds the same rows, and the database refuses any other. */
export const LICENCE_MOVES: readonly Move<LicenceState>[] = [
  { from: 'none', to: 'draft', by: ['licensing_officer'] },
  { from: 'draft', to: 'draft', by: ['licensing_officer'] },
  { from: 'draft', to: 'offered', by: ['licensing_officer'] },
  { from: 'offered', to: 'active', by: ['licensee'] },
  { from: 'offered', to: 'lapsed', by: ['system'] },
  { from: 'offered', to: 'withdrawn', by: ['licensing_officer'] },
  { from: 'active', to: 'suspended', by: ['licensing_officer'] },
  { from: 'suspended', to: 'active', by: ['licensing_officer'] },
  { from: 'active', to: 'expired', by: ['system'] },
  { from: 'active', to: 'terminated', by: ['licensing_officer', 'licensee'] },
  { from: 'suspended', to: 'terminated', by: ['licensing_officer', 'licensee'] },
];

/** Why a licence may be suspended. */
export const SUSPENSION_CAUSES = ['unpaid', 'no_report', 'false_report'] as const;
export type SuspensionCause = (typeof SUSPENSION_CAUSES)[number];
