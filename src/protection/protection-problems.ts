import { DomainError } from '../kernel/domain-error.js';
import type { Refusals } from '../platform/database/constraint.js';

const told = (cause: Error) => ({ cause, details: [cause.message] });

const movedMeanwhile = (cause: Error) =>
  new DomainError(
    'conflict',
    'moved-meanwhile',
    'Somebody else moved it at the same moment. Read it again, then decide.',
    told(cause),
  );

/** What the refusals of the database mean here; checks that the program makes first are not here. */
export const PROTECTION_PROBLEMS: Refusals = {
  listing_event_pkey: movedMeanwhile,
  listing_event_follows: movedMeanwhile,
  duty_event_pkey: movedMeanwhile,
  duty_event_follows: movedMeanwhile,
  service_version_pkey: movedMeanwhile,
  service_code_unique: (cause) =>
    new DomainError('conflict', 'service-exists', 'A service of that id is there. Choose another id.', told(cause)),
  listing_of_a_work_once: (cause) =>
    new DomainError(
      'conflict',
      'listing-of-a-work-once',
      'The work stands on that list already. Change the releases of that listing, or take it from the list first.',
      told(cause),
    ),
  listing_release_zone_known: (cause) =>
    new DomainError(
      'unprocessable',
      'time-zone-unknown',
      'The database knows no such time zone. Name one of the IANA list, such as Asia/Shanghai, or leave timeZone out.',
      told(cause),
    ),
  listing_listed_in_the_past: (cause) =>
    new DomainError(
      'unprocessable',
      'listing-in-the-future',
      'A work cannot have been listed on a day that has not begun. Mend listedOn.',
      told(cause),
    ),
};
