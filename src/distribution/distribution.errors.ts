import { DomainError } from '../kernel/domain-error.js';
import type { Refusals } from '../platform/database/constraint.js';
import type { DistributionState } from './distribution.states.js';

export function distributionNotFound(id: number): DomainError {
  return new DomainError('not-found', 'distribution-not-found', `Distribution ${id} is not known.`);
}

export function notInState(id: number, state: DistributionState, needed: DistributionState): DomainError {
  const message = `Distribution ${id} is ${state} and would have to be ${needed}. Look at its history.`;
  return new DomainError('conflict', 'distribution-state', message);
}

export function inputsChanged(id: number): DomainError {
  const message = `Collections, reports, matches, claims or works of distribution ${id} have changed since it was calculated. Take it back to open and calculate it anew.`;
  return new DomainError('conflict', 'distribution-inputs-changed', message);
}

/** What the refusals of the database mean to whoever took a step of the distribution. */
export const refusalsOf = (id: number): Refusals => ({
  distribution_event_pkey: () =>
    new DomainError(
      'conflict',
      'distribution-state',
      `Somebody else has just taken distribution ${id} a step further. Look at its history.`,
    ),
  distribution_state_follows: () =>
    new DomainError(
      'conflict',
      'distribution-state',
      `Distribution ${id} is not in the state from which this step leads. Look at its history.`,
    ),
  distribution_approved_by_another: () =>
    new DomainError(
      'forbidden',
      'distribution-approved-by-maker',
      `Distribution ${id} was opened or calculated by you, and has to be approved by another person.`,
    ),
  distribution_what_if_never_posted: () =>
    new DomainError(
      'conflict',
      'distribution-what-if',
      `Distribution ${id} is a what-if run, which can be neither approved nor posted. Open a normal one.`,
    ),
  distribution_gates_passed: () =>
    new DomainError(
      'conflict',
      'distribution-gates',
      `Distribution ${id} is above the limit of a gate. Look at its gates, and take it back to open or waive them with a reason.`,
    ),
  gate_waiver_pkey: () =>
    new DomainError('conflict', 'gate-waived-before', `The gate of distribution ${id} has been waived before.`),
  distribution_by_published_rules: () =>
    new DomainError(
      'conflict',
      'rule-set-not-published',
      `Distribution ${id} follows rules that no resolution has put in force. Publish the rule set first.`,
    ),
});
