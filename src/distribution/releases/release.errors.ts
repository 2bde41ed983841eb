import { DomainError } from '../../kernel/domain-error.js';
import type { Refusals } from '../../platform/database/constraint.js';

export const distributionReleased = (id: number, releases: readonly number[]) =>
  new DomainError(
    'conflict',
    'distribution-released',
    `What distribution ${id} holds has been released by ${releases.join(', ')}. Reverse the releases first, the last one first: GET /v1/distributions?kind=adjustment lists them.`,
  );

export const nothingToRelease = (id: number) =>
  new DomainError(
    'conflict',
    'release-nothing-held',
    `Distribution ${id} holds nothing that could be released: its suspense is empty, or a pool had no points and is undistributed as a whole.`,
  );

export const releaseTooLate = (
  id: number,
  { code, until, source }: { code: string; until: string | null; source: string | null },
) =>
  new DomainError(
    'unprocessable',
    'release-too-late',
    `What distribution ${id} holds can be released no more: the last day for collection ${JSON.stringify(code)} was ${until} (look_back_years of the rule profile: ${source}).`,
  );

export const releaseGivesNothing = (id: number) =>
  new DomainError(
    'conflict',
    'release-gives-nothing',
    `Adjustment ${id} would give nothing to anybody: no match, claim or dispute has been decided since. Decide one, then calculate again.`,
  );

export const releaseOvertaken = (id: number, cause?: Error) =>
  new DomainError(
    'conflict',
    'release-overtaken',
    `What adjustment ${id} was opened for has been released or taken back since. Open another adjustment; this one can be left as it is.`,
    { cause },
  );

/** What the refusals of the database mean to whoever took a step of a release, or reverses what was released. */
export const releaseRefusalsOf = (id: number): Refusals => ({
  distribution_adjusts_posted: () =>
    new DomainError(
      'conflict',
      'distribution-not-posted',
      `Distribution ${id} is not in the books, or is a release itself, so that there is nothing to release. Name the distribution that holds the money.`,
    ),
  posted_pool_released_once: (cause) => releaseOvertaken(id, cause),
  reversed_pool_is_the_last: () =>
    new DomainError(
      'conflict',
      'distribution-released',
      `What distribution ${id} takes back has been released since. Reverse the releases first: GET /v1/distributions?kind=adjustment lists them.`,
    ),
  pool_result_releases_what_is_held: (cause) =>
    new DomainError(
      'conflict',
      'release-differs',
      `What usage and matches say now of adjustment ${id} is not what was held: rows of a distributed period were changed past the service. Compare them with a backup.`,
      { cause },
    ),
});
