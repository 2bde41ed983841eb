import { DomainError } from '../kernel/domain-error.js';
import type { Refusals } from '../platform/database/constraint.js';
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

export function reportKnown(name: string, reportId: number): DomainError {
  return new DomainError(
    'conflict',
    'report-known',
    `The content of ${name} is that of report ${reportId}, of the same licence and period: sent again it would be that report. Look at it, or send what is different.`,
  );
}

export function reportNotFound(id: string): DomainError {
  return new DomainError(
    'not-found',
    'report-not-found',
    `Usage report ${id} is not known. GET /v1/usage-reports lists them.`,
  );
}

export function revisionNotFound(revision: number): DomainError {
  return new DomainError(
    'not-found',
    'report-revision-not-found',
    `There is no revision ${revision} of that report before the one that you name. GET /v1/usage-reports lists them with their numbers.`,
  );
}

/** What the refusals of the database mean to whoever imports usage files. */
export const IMPORT_REFUSALS: Refusals = {
  imported_days_not_reported: (cause) =>
    new DomainError(
      'conflict',
      'usage-reported',
      'A licensee has reported days of which the usage files tell, and they would count twice. Leave the lines of those licences and days out of the files.',
      { cause },
    ),
  imported_days_not_distributed: (cause) =>
    new DomainError(
      'conflict',
      'usage-distributed',
      'Usage files tell of days that are distributed, and what is distributed gets no further lines. Reverse the distribution first, or leave those lines out.',
      { cause },
    ),
};

/** What the refusals of the database mean to whoever sent or decided the report. */
export function refusalsOf(name: string): Refusals {
  const notInState = () =>
    new DomainError(
      'conflict',
      'report-state',
      `${name} is not in the state from which this step leads, or a later revision has taken its place. Look at its history.`,
    );
  return {
    usage_report_periods_apart: () =>
      new DomainError(
        'conflict',
        'report-period-crosses',
        `The period of ${name} crosses one that was reported before. Report the same period, or one that is apart from it.`,
      ),
    usage_report_period_in_order: () =>
      new DomainError('invalid', 'report-period-reversed', `The period of ${name} ends before it starts.`),
    report_not_of_distributed_period: () =>
      new DomainError(
        'conflict',
        'report-distributed',
        `Usage of the period of ${name} has been distributed, and what was distributed is not changed. Ask the society for an adjustment.`,
      ),
    report_not_imported_before: () =>
      new DomainError(
        'conflict',
        'report-imported',
        `Usage of the period of ${name} was imported with a folder, and would count twice. Reject the report; a later import can bring what is missing.`,
      ),
    report_event_pkey: notInState,
    report_state_follows: notInState,
    report_accepted_in_order: notInState,
    report_accepted_once_a_period: notInState,
  };
}
