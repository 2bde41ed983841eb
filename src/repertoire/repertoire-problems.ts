import { DomainError } from '../kernel/domain-error.js';
import type { Refusals } from '../platform/database/constraint.js';

/** What the database said names the thing, of which a file may bring many. */
const told = (cause: Error) => ({ cause, details: [cause.message] });

const movedMeanwhile = (cause: Error) =>
  new DomainError(
    'conflict',
    'moved-meanwhile',
    'Somebody else moved it at the same moment. Read it again, then decide.',
    told(cause),
  );

/** What the refusals of mandates and disputes by the database mean; checks that the program makes first are not here. */
export const REPERTOIRE_PROBLEMS: Refusals = {
  mandate_event_pkey: movedMeanwhile,
  mandate_event_follows: movedMeanwhile,
  mandate_withdrawal_pkey: movedMeanwhile,
  dispute_event_pkey: movedMeanwhile,
  dispute_event_follows: movedMeanwhile,
  mandate_code_unique: (cause) =>
    new DomainError('conflict', 'mandate-exists', 'A mandate of that id is there. Choose another id.', told(cause)),
  mandate_consents_of_sister: (cause) =>
    new DomainError(
      'unprocessable',
      'mandate-consents-misplaced',
      'Only a representation agreement names deductions that are consented to. Leave consentedDeductions out.',
      told(cause),
    ),
  mandate_line_covers_something: (cause) =>
    new DomainError(
      'unprocessable',
      'mandate-line-nowhere',
      'A line of the mandate covers no territory: what it lists, it excludes. Mend its territories.',
      told(cause),
    ),
  mandate_approved_by_another: (cause) =>
    new DomainError(
      'forbidden',
      'maker-approves',
      'Whoever made the mandate or took its signature cannot approve it. Have another person with the role AP do so.',
      told(cause),
    ),
  mandate_agreement_filed: (cause) =>
    new DomainError(
      'unprocessable',
      'mandate-filing-missing',
      'A representation agreement comes into force once it is filed, and only such an agreement is. Say filedOn for it, no later than today.',
      told(cause),
    ),
  mandate_signed_in_the_past: (cause) =>
    new DomainError(
      'unprocessable',
      'mandate-signed-later',
      'The mandate cannot have been signed on a day to come. Mend signedOn.',
      told(cause),
    ),
  mandate_consented: (cause) =>
    new DomainError(
      'unprocessable',
      'mandate-consent-missing',
      'A line of the mandate is consented to only on a day to come. Wait for it, or discard the mandate and make it anew.',
      told(cause),
    ),
  mandate_profile_followed: (cause) =>
    new DomainError(
      'conflict',
      'profile-not-chosen',
      'The society follows no rule profile, so that the longest notice is not known. Choose its jurisdiction first.',
      told(cause),
    ),
  mandate_notice_at_most: (cause) =>
    new DomainError(
      'forbidden',
      'mandate-notice-too-long',
      'The mandate asks for a longer notice than the rule profile allows. Discard it and make it anew with a shorter one.',
      told(cause),
    ),
  mandate_exclusives_apart: (cause) =>
    new DomainError(
      'conflict',
      'mandate-exclusive-overlap',
      'The party has given an exclusive mandate for some of the same right, works, territories and days. Discard this one, and make it anew beside the other.',
      told(cause),
    ),
  mandate_tail_covers_licences: (cause) =>
    new DomainError(
      'unprocessable',
      'mandate-tail-too-short',
      'Licences that were granted under the mandate run longer than that. Mark the day that `details` names, or a later one.',
      told(cause),
    ),
  mandate_withdrawal_as_agreed: (cause) =>
    new DomainError(
      'unprocessable',
      'mandate-withdrawal-dated',
      'Notice is given today; of an earlier letter an officer records the day on which it came. Mend notifiedOn.',
      told(cause),
    ),
  dispute_evidence_once: (cause) =>
    new DomainError(
      'conflict',
      'evidence-brought',
      'The party has brought that file already. There is nothing left to do.',
      {
        cause,
      },
    ),
  dispute_over: (cause) =>
    new DomainError('conflict', 'dispute-over', 'The dispute is over. What is new needs a new one.', told(cause)),
  dispute_resolved_at_most_100: (cause) =>
    new DomainError(
      'unprocessable',
      'dispute-still-overlapping',
      'After these changes the claims would still exceed 100 % somewhere on some day. Say what becomes of the rest.',
      told(cause),
    ),
  dispute_default_after_deadline: (cause) =>
    new DomainError(
      'conflict',
      'dispute-not-due',
      'The parties have time for their evidence until the deadline is over; only then does silence count. Wait for it, or resolve it otherwise.',
      told(cause),
    ),
  dispute_event_recommendation_made: (cause) =>
    new DomainError(
      'conflict',
      'recommendation-missing',
      'Nothing was recommended yet that the parties could follow. Recommend first, or name another outcome.',
      told(cause),
    ),
};
