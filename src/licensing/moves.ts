import { DomainError } from '../kernel/domain-error.js';
import { type Actor, type ActorRole, roleMissing } from './actor.js';

/** A step from one state to another, and the roles that may take it. `none` is the state before the first step. */
export interface Move<State extends string> {
  from: State | 'none';
  to: State;
  by: readonly ActorRole[];
}

/**
 * In which role the actor may take the step.
 * @param what the thing, with its name: `licence L1`
 * @throws move-not-possible if no such step leads from the state; role-missing if it is another's to take
 */
export function roleForMove<State extends string>(
  moves: readonly Move<State>[],
  what: string,
  from: State | 'none',
  to: State,
  actor: Actor,
): ActorRole {
  const onward = moves.filter((move) => move.from === from);
  const move = onward.find((candidate) => candidate.to === to);
  if (move === undefined) {
    const possible = onward.map((candidate) => candidate.to).join(', ') || 'nothing else';
    throw new DomainError(
      'conflict',
      'move-not-possible',
      `The ${what} is ${from === 'none' ? 'new' : from} and cannot become ${to}. It can become ${possible}.`,
    );
  }
  const role = move.by.find((candidate) => actor.roles.includes(candidate));
  if (role === undefined) throw roleMissing(move.by, `bring the ${what} from ${from} to ${to}`);
  return role;
}

/**
 * For a step that only makes sense from one of the states that lead to the same one.
 * @param can what is to be done, as a participle: `accepted`
 * @throws move-not-possible
 */
export function mustBe<State extends string>(what: string, state: State | 'none', needed: State, can: string): void {
  if (state === needed) return;
  throw new DomainError(
    'conflict',
    'move-not-possible',
    `The ${what} is ${state === 'none' ? 'new' : state}; only one that is ${needed} can be ${can}.`,
  );
}
