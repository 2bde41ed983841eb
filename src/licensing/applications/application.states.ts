import type { Move } from '../moves.js';

export const APPLICATION_STATES = ['received', 'incomplete', 'offered', 'refused'] as const;
export type ApplicationState = (typeof APPLICATION_STATES)[number];

/** Every step that there is. `licensing.move` holds the same rows, and the database refuses any other. */
export const APPLICATION_MOVES: readonly Move<ApplicationState>[] = [
  { from: 'none', to: 'received', by: ['licensee'] },
  { from: 'received', to: 'incomplete', by: ['licensing_officer'] },
  { from: 'incomplete', to: 'received', by: ['licensee'] },
  { from: 'received', to: 'offered', by: ['licensing_officer'] },
  { from: 'received', to: 'refused', by: ['licensing_officer'] },
];

/** Why an application may be refused: a reasonable one may not be, so each refusal is coded, reasoned and counted. */
export const REFUSAL_CODES = [
  'outside_scope',
  'outside_repertoire',
  'no_tariff',
  'exclusive_forbidden',
  'fees_unpaid',
  'reports_missing',
  'false_statements',
  'not_completed',
  'unreasonable',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];
