import { DomainError } from '../kernel/domain-error.js';
import type { Actor } from '../identity/index.js';

/**
 * For a step that leads on from some states only.
 * @param what the thing with its name: `Mandate "m01"`
 * @param done what is to be done with it, as a participle: `signed`
 * @throws move-not-possible
 */
export function requireState(what: string, state: string, from: readonly string[], done: string): void {
  if (from.includes(state)) return;
  throw new DomainError(
    'conflict',
    'move-not-possible',
    `${what} is ${state.replace('_', ' ')}; only one that is ${from.join(' or ').replace('_', ' ')} can be ${done}.`,
  );
}

/** In which role somebody acts who is either a holder or an officer of the repertoire. */
export function holderOrOfficer({ roles }: Actor): 'H' | 'RO' {
  return roles.includes('H') ? 'H' : 'RO';
}
