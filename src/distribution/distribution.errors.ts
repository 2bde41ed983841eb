import { DomainError } from '../kernel/domain-error.js';
import type { Refusals } from '../platform/database/constraint.js';
import type { DistributionState } from './distribution.states.js';
import { releaseRefusalsOf } from './releases/release.errors.js';

/** @param id its number, or what somebody wrote in its place */
export function distributionNotFound(id: number | string): DomainError {
  return new DomainError(
    'not-found',
    'distribution-not-found',
    `Distribution ${JSON.stringify(String(id))} is not known. GET /v1/distributions lists those that are.`,
  );
}

export const collectionNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'collection-not-found',
    `Collection ${JSON.stringify(id)} is not known. GET /v1/collections lists those that are.`,
  );

export const licenceNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'licence-not-found',
    `Licence ${JSON.stringify(id)} is not known. Look its id up in the licences.`,
  );

export const partyNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'party-not-found',
    `Party ${JSON.stringify(id)} is not known. GET /v1/parties?q= finds parties by name.`,
  );

export const collectionReversed = () =>
  new DomainError(
    'unprocessable',
    'collection-period-reversed',
    'The period would end before it starts. Mend periodStart or periodEnd; both days belong to it.',
  );

export const amountNotOfCurrency = (amount: string, currency: string, decimals: number) =>
  new DomainError(
    'unprocessable',
    'amount-not-of-currency',
    `${JSON.stringify(amount)} is not an amount in ${currency}: it has at most ${decimals} decimals and 18 digits.`,
  );

export const collectionPosted = (id: string, cause?: Error) =>
  new DomainError(
    'conflict',
    'collection-posted',
    `Collection ${JSON.stringify(id)} is in the books. Reverse the distribution that posted it, then correct it.`,
    { cause },
  );

const periodsOverlap = (cause: Error) =>
  new DomainError(
    'conflict',
    'collection-periods-overlap',
    'Another collection of this licence holds a day of the period. A day of a licence belongs to one pool: look at the collections of the licence.',
    { cause },
  );

/** What the refusals of the database mean to whoever enters or corrects a collection. */
export const COLLECTION_REFUSALS: Refusals = {
  collection_code_unique: (cause) =>
    new DomainError(
      'conflict',
      'collection-exists',
      'A collection of that id is there. Correct it with PATCH, or choose another id.',
      { cause },
    ),
  collection_periods_apart: periodsOverlap,
};

export const ruleSetNotFound = (id: string) =>
  new DomainError(
    'not-found',
    'rule-set-not-found',
    `Rule set ${JSON.stringify(id)} is not known. GET /v1/rule-sets lists those that are.`,
  );

/** What the refusals of the database mean to whoever records or publishes rules. */
export const RULE_SET_REFUSALS: Refusals = {
  rule_set_version_once: (cause) =>
    new DomainError('conflict', 'rule-set-meanwhile', 'Somebody else has just recorded rules. Send yours again.', {
      cause,
    }),
  deduction_code_unique: (cause) =>
    new DomainError('unprocessable', 'rule-set-ambiguous', 'Two deductions have the same id. Give each its own.', {
      cause,
    }),
  weight_pkey: (cause) =>
    new DomainError(
      'unprocessable',
      'rule-set-ambiguous',
      'Two weights are for the same dimension and key. Leave one out.',
      { cause },
    ),
  gate_limit_pkey: (cause) =>
    new DomainError('unprocessable', 'rule-set-ambiguous', 'Two limits are for the same gate. Leave one out.', {
      cause,
    }),
  deductions_at_most_100: (cause) =>
    new DomainError(
      'unprocessable',
      'deductions-above-hundred',
      'The deductions that apply to one licence add up to more than 100 %. Lower one of them.',
      { cause },
    ),
  rule_set_published_by_another: (cause) =>
    new DomainError(
      'forbidden',
      'rule-set-published-by-maker',
      'Whoever recorded the rules does not publish them. Have another person with the role of an approver do so.',
      { cause },
    ),
  rule_set_publication_pkey: (cause) =>
    new DomainError('conflict', 'rule-set-published', 'The rule set is in force already. Look at its publication.', {
      cause,
    }),
};

export function notInState(id: number, state: string, needed: DistributionState): DomainError {
  const message = `Distribution ${id} is ${state} and would have to be ${needed}. Look at its history.`;
  return new DomainError('conflict', 'distribution-state', message);
}

export const gateNotMeasured = (gate: string) =>
  new DomainError(
    'not-found',
    'gate-not-measured',
    `The last calculation has no gate ${JSON.stringify(gate)}. Look at the gates of the distribution.`,
  );

export function inputsChanged(id: number): DomainError {
  const message = `Collections, reports, matches, claims or works of distribution ${id} have changed since it was calculated. Take it back to open and calculate it anew.`;
  return new DomainError('conflict', 'distribution-inputs-changed', message);
}

export const reversalStands = (id: number) =>
  new DomainError(
    'conflict',
    'reversal-not-calculated',
    `Distribution ${id} is a reversal, which has nothing to calculate anew. Leave it unapproved if it should not happen.`,
  );

/** What the refusals of the database mean to whoever took a step of the distribution. */
export const refusalsOf = (id: number): Refusals => ({
  ...releaseRefusalsOf(id),
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
  distribution_reversed_once: () =>
    new DomainError(
      'conflict',
      'distribution-reversed',
      `A reversal of distribution ${id} is there already. GET /v1/distributions?kind=reversal lists it.`,
    ),
  distribution_reverses_posted: () =>
    new DomainError(
      'conflict',
      'distribution-not-posted',
      `Distribution ${id} is not in the books, so that there is nothing to reverse. Take it back to open instead.`,
    ),
  posted_pool_collection_once: () =>
    new DomainError(
      'conflict',
      'collection-posted-already',
      `A collection of distribution ${id} is in the books by another distribution. Reverse that one first, or open one without it.`,
    ),
  distribution_gates_passed: () =>
    new DomainError(
      'conflict',
      'distribution-gates',
      `Distribution ${id} is above the limit of a gate. Look at its gates, and take it back to open or waive them with a reason.`,
    ),
  gate_waived_by_another: () =>
    new DomainError(
      'forbidden',
      'gate-waived-by-maker',
      `Distribution ${id} was opened or calculated by you, so that another person has to look at its gates.`,
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
