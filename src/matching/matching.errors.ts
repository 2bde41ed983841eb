import { DomainError } from '../kernel/domain-error.js';
import type { Refusals } from '../platform/database/constraint.js';

export const titleGroupNotFound = () =>
  new DomainError(
    'not-found',
    'unidentified-not-found',
    'No usage of that licensee, resource id, title and year waits for a match. GET /v1/unidentified lists what is held; name it exactly as it stands there.',
  );

/** What the refusals of the database mean to whoever decides a match. */
export const DECISION_REFUSALS: Refusals = {
  decision_once: (cause) =>
    new DomainError('conflict', 'match-decided', 'That work has been confirmed or rejected for this title before.', {
      cause,
    }),
  decision_confirmed_once: (cause) =>
    new DomainError(
      'conflict',
      'match-decided',
      'Another work is confirmed for this title. GET /v1/matches?licensee= lists what is decided.',
      { cause },
    ),
  alias_names_one_work: (cause) =>
    new DomainError(
      'conflict',
      'alias-exists',
      'The licensee’s resource id names a work already, which the next calculation matches. If that is the wrong work, ask the licensee to report under another id.',
      { cause },
    ),
};
