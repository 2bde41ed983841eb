import { DomainError } from '../kernel/domain-error.js';
import { constraintOf } from '../platform/database/constraint.js';
import type { ReportFault } from './report-faults.js';

export function licenceNotFound(code: string): DomainError {
  return new DomainError(
    'not-found',
    'licence-not-found',
    `Licence "${code}" is not known. Ids compare character by character.`,
  );
}

export function reportUnreadable(name: string, faults: readonly ReportFault[]): DomainError {
  return new DomainError(
    'unprocessable',
    'report-unreadable',
    `${name} cannot be taken in, and nothing of it was stored. Mend what is listed and send it again.`,
    { details: faults.map(({ line, column, message }) => [line, column, message].filter(Boolean).join(': ')) },
  );
}

/** By the constraint with which the database refuses a report or a step of it. */
const REFUSALS: Readonly<Record<string, (name: string) => DomainError>> = {
  usage_report_periods_apart: (name) =>
    new DomainError(
      'conflict',
      'report-period-crosses',
      `The period of ${name} crosses one that was reported before. Report the same period, or one that is apart from it.`,
    ),
  usage_report_period_in_order: (name) =>
    new DomainError('invalid', 'report-period-reversed', `The period of ${name} ends before it starts.`),
  report_not_of_distributed_period: (name) =>
    new DomainError(
      'conflict',
      'report-distributed',
      `Usage of the period of ${name} has been distributed, and what was distributed is not changed. Ask the society for an adjustment.`,
    ),
  ...Object.fromEntries(
    ['report_event_pkey', 'report_state_follows', 'report_accepted_in_order', 'report_accepted_once_a_period'].map(
      (constraint) => [
        constraint,
        (name: string) =>
          new DomainError(
            'conflict',
            'report-state',
            `${name} is not in the state from which this step leads, or a later revision has taken its place. Look at its history.`,
          ),
      ],
    ),
  ),
};

/** What a refusal by the database means to whoever sent or decided the report; other errors stay what they are. */
export function refusalOf(error: unknown, name: string): unknown {
  return REFUSALS[constraintOf(error) ?? '']?.(name) ?? error;
}
