import { DomainError } from '../kernel/domain-error.js';
import { readably as readablyBy, type Refusals } from '../platform/database/constraint.js';

type Refusal = (more: { cause?: unknown; details?: string[] }) => DomainError;

const makerApproves: Refusal = (more) =>
  new DomainError(
    'forbidden',
    'maker-approves',
    'Whoever made it cannot approve it. Have another person with the role of an approver do so.',
    more,
  );

export const movedMeanwhile: Refusal = (more) =>
  new DomainError(
    'conflict',
    'moved-meanwhile',
    'Somebody else moved it at the same moment. Read it again, then decide.',
    more,
  );

const termOutOfOrder: Refusal = (more) =>
  new DomainError('invalid', 'term-out-of-order', 'The last day lies before the first. Change one of them.', more);

const useTypesMissing: Refusal = (more) =>
  new DomainError(
    'invalid',
    'use-types-missing',
    'Name at least one use type: what is not named is not granted.',
    more,
  );

const referenceUnknown: Refusal = (more) =>
  new DomainError(
    'invalid',
    'reference-unknown',
    'It names a tariff, a licensee, an application or a licence that the society does not have. Look the number up.',
    more,
  );

const tariffBackdated: Refusal = (more) =>
  new DomainError(
    'conflict',
    'tariff-backdated',
    'A later version is in force already. Let this one begin after it: what was quoted stays explainable.',
    more,
  );

/** By the name of the constraint; what the database said of the row stands in the details. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  tariff_publication_by_another: makerApproves,
  quote_approval_by_another: makerApproves,
  licence_transition_follows: movedMeanwhile,
  licence_transition_pkey: movedMeanwhile,
  application_transition_follows: movedMeanwhile,
  application_transition_pkey: movedMeanwhile,
  tariff_transition_follows: movedMeanwhile,
  tariff_transition_pkey: movedMeanwhile,
  tariff_version_once: movedMeanwhile,
  licence_term_in_order: termOutOfOrder,
  application_term_in_order: termOutOfOrder,
  tariff_publication_term_in_order: termOutOfOrder,
  approved_scope_term_in_order: termOutOfOrder,
  licence_use_types_named: useTypesMissing,
  application_use_types_named: useTypesMissing,
  tariff_version_use_types_named: useTypesMissing,
  quote_licensee_fkey: referenceUnknown,
  application_licensee_fkey: referenceUnknown,
  application_tariff_fkey: referenceUnknown,
  licence_terms_application_fkey: referenceUnknown,
  licence_terms_renewed_fkey: referenceUnknown,
  application_missing_named: (more) =>
    new DomainError(
      'invalid',
      'missing-not-named',
      'Say what the application lacks, so that it can be supplied.',
      more,
    ),
  licensee_name_unique: (more) =>
    new DomainError(
      'conflict',
      'licensee-exists',
      'A licensee of that name is there. Change it with PATCH, or choose another name.',
      more,
    ),
  tariff_code_unique: (more) =>
    new DomainError('conflict', 'tariff-code-taken', 'A tariff has that code already. Choose another one.', more),
  tariff_version_use_types_of_right: (more) =>
    new DomainError('invalid', 'tariff-of-two-rights', 'A tariff prices one right: name use types of it alone.', more),
  tariff_publication_goes_forward: tariffBackdated,
  tariff_publication_day_once: tariffBackdated,
  tariff_publication_after_resolution: (more) =>
    new DomainError(
      'invalid',
      'tariff-before-resolution',
      'A tariff is in force no earlier than the day of the resolution that adopted it. Choose a later first day.',
      more,
    ),
  tariff_publication_only_ends: (more) =>
    new DomainError(
      'conflict',
      'tariff-ending-invalid',
      'A published version can only be ended, on a day that is not over and before it would end anyway. Choose another last day.',
      more,
    ),
  quote_approval_pkey: (more) =>
    new DomainError(
      'conflict',
      'quote-approved-already',
      'The discount is approved. There is nothing left to do.',
      more,
    ),
  licence_code_unique: (more) =>
    new DomainError('conflict', 'licence-code-taken', 'A licence has that id already. Choose another one.', more),
  licence_terms_quote_once: (more) =>
    new DomainError(
      'conflict',
      'quote-used',
      'Another licence was made of that quote. Make a quote for this one.',
      more,
    ),
  licence_terms_frozen: (more) =>
    new DomainError(
      'conflict',
      'licence-terms-frozen',
      'Only a draft can be changed. Withdraw the offer and make a new one; change an active licence by a new licence.',
      more,
    ),
  licence_within_tariff: (more) =>
    new DomainError(
      'unprocessable',
      'licence-outside-tariff',
      'The tariff does not price all of these use types and territories, or not in this currency. Quote another tariff.',
      more,
    ),
  licence_quote_is_its_licensees: (more) =>
    new DomainError('conflict', 'quote-of-another', 'That quote was made for another licensee. Make a new one.', more),
  licence_application_is_its_licensees: (more) =>
    new DomainError(
      'conflict',
      'application-of-another',
      'The licence answers the application of another licensee. Draft it anew for the right one.',
      more,
    ),
  licence_off_tariff_approved: (more) =>
    new DomainError(
      'forbidden',
      'discount-not-approved',
      'The quote lies below the tariff and nobody has approved that. Have an approver decide first.',
      more,
    ),
  licence_within_scope: (more) =>
    new DomainError(
      'forbidden',
      'licence-outside-scope',
      'The society has no approval for that right in all of these territories on all of these days. Narrow the licence.',
      more,
    ),
  licence_within_repertoire: (more) =>
    new DomainError(
      'unprocessable',
      'licence-outside-repertoire',
      'No work that the society may license has one of these rights in these territories and this term. Look at GET /v1/repertoire, and change the licence.',
      more,
    ),
  licence_exclusive_by_mandate: (more) =>
    new DomainError(
      'forbidden',
      'licence-exclusive-unmandated',
      'Some works that it would cover are mandated without exclusivity, so that others may license them too. Offer it as a non-exclusive one, or narrow it.',
      more,
    ),
  licence_profile_followed: (more) =>
    new DomainError(
      'conflict',
      'profile-not-chosen',
      'The society follows no rule profile, so that the longest term is not known. Choose its jurisdiction first.',
      more,
    ),
  licence_term_at_most: (more) =>
    new DomainError(
      'forbidden',
      'licence-too-long',
      'The licence runs longer than the rule profile allows. Shorten it, and renew it when it ends.',
      more,
    ),
  licence_exclusive_allowed: (more) =>
    new DomainError(
      'forbidden',
      'licence-exclusive-forbidden',
      'The rule profile forbids exclusive licences. Offer it as a non-exclusive one.',
      more,
    ),
  licence_exclusives_apart: (more) =>
    new DomainError(
      'conflict',
      'licence-exclusive-overlap',
      'It covers the same use as another licence, and one of the two is exclusive. Narrow it, or wait until that one ends.',
      more,
    ),
  licence_renewal_follows: (more) =>
    new DomainError(
      'invalid',
      'renewal-does-not-follow',
      'A renewal begins after the licence that it renews, for the same licensee. Change its first day.',
      more,
    ),
  licence_offer_in_time: (more) =>
    new DomainError('conflict', 'offer-over', 'The offer does not stand any more. Ask for a new quote.', more),
};

const REFUSED: Refusals = Object.fromEntries(
  Object.entries(REFUSALS).map(([constraint, refusal]) => [
    constraint,
    (cause: Error) => refusal({ cause, details: [cause.message] }),
  ]),
);

/** Runs a statement whose refusal is to be read by people. */
export function readably<T>(statement: Promise<T>): Promise<T> {
  return readablyBy(statement, REFUSED);
}
