import { DomainError } from '../../kernel/domain-error.js';
import type { Refusals } from '../../platform/database/constraint.js';
import { PROTECTION_PROBLEMS } from '../../protection/index.js';
import { REPERTOIRE_PROBLEMS } from '../../repertoire/index.js';

/**
 * What a named constraint of the database means to whoever runs into it. Checks that a DTO makes first are not here: for
 * them to be refused by the database is a defect.
 */
export const CONSTRAINT_PROBLEMS: Refusals = {
  party_code_unique: (cause) =>
    new DomainError(
      'conflict',
      'party-exists',
      'A party of that id is there. Change it with PATCH, or choose another id.',
      { cause },
    ),
  work_code_unique: (cause) =>
    new DomainError(
      'conflict',
      'work-exists',
      'A work of that id is there. Change it with PATCH, or choose another id.',
      { cause },
    ),
  work_identifier_borne_once: (cause) =>
    new DomainError(
      'conflict',
      'work-identifier-taken',
      'Another work bears that EIDR, ISAN or IMDb id. Look it up with GET /v1/works?q=; it may be the same work.',
      { cause },
    ),
  claim_code_current: (cause) =>
    new DomainError(
      'conflict',
      'claim-exists',
      'A claim of that id is there. Change it with PATCH, or choose another id.',
      { cause },
    ),
  ...REPERTOIRE_PROBLEMS,
  ...PROTECTION_PROBLEMS,
};
