import type { Move } from '../moves.js';

export const TARIFF_STATES = ['draft', 'submitted', 'published', 'withdrawn'] as const;
export type TariffState = (typeof TARIFF_STATES)[number];

/** Every step that there is after a version was made. `licensing.move` holds the same rows. A change is a step too. */
export const TARIFF_MOVES: readonly Move<TariffState>[] = [
  { from: 'draft', to: 'draft', by: ['licensing_officer'] },
  { from: 'draft', to: 'submitted', by: ['licensing_officer'] },
  { from: 'submitted', to: 'draft', by: ['licensing_officer', 'approver'] },
  { from: 'submitted', to: 'published', by: ['approver'] },
  { from: 'draft', to: 'withdrawn', by: ['licensing_officer'] },
  { from: 'submitted', to: 'withdrawn', by: ['licensing_officer'] },
  { from: 'published', to: 'withdrawn', by: ['approver'] },
];
