import type { RunningJob } from './running-job.js';

/** Does the jobs of one kind. It may be run again after a crash, from the start: what it did is then undone or checked. */
export abstract class JobHandler {
  /** noun.verb, as in the audit trail. */
  abstract readonly kind: string;
  /**
   * Ends with `job.conclude`. A DomainError fails the job; any other error has it tried again.
   * @param input as JobsService.enqueue was told it
   */
  abstract run(input: object, job: RunningJob): Promise<void>;
}

/** What the calendar does in each society, by itself. It runs every hour, and may have missed some: it catches up. */
export abstract class CalendarTask {
  /** noun.verb */
  abstract readonly kind: string;
  abstract run(society: number, now: Date): Promise<void>;
}
