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

/**
 * A small piece of work that a module asks the queue for by itself (platform.enqueue_at), and that stands in a row of its
 * own: no caller sees it as a job. It is tried again until it ends, so it may be done twice. Errands wait for others for
 * the most part, and are done beside the jobs, so that neither keeps up the other.
 */
export abstract class Errand {
  /** noun.verb */
  abstract readonly kind: string;
  /** @param about the id that the queue was told */
  abstract run(society: number, about: string): Promise<void>;
}
