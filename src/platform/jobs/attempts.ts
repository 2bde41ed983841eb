import { Logger } from '@nestjs/common';
import { traceOf } from '../trace-of.js';
import { DomainError } from '../../kernel/domain-error.js';
import { type Refusals, refusalOf } from '../database/constraint.js';
import type { Database } from '../database/database.js';
import type { Payload } from './dead-workers.js';
import type { JobProblem } from './job.js';
import type { JobHandler } from './job-handler.js';
import { type JobEnded, RunningJob } from './running-job.js';

/** How an attempt ended; `again` when another one follows. */
export type Outcome = 'done' | 'failed' | 'again' | 'gone';

const givenUp = () =>
  new DomainError(
    'conflict',
    'job-given-up',
    'The job was begun several times and never came to its end. What failed stands in the log of the worker. Nothing of it was kept; ask for it again.',
  );

/** Carries jobs from queued to done or failed. */
export class Attempts {
  readonly #log = new Logger('jobs');

  constructor(
    private readonly database: Database,
    private readonly refusals: Refusals,
    private readonly ended: JobEnded,
  ) {}

  /**
   * @param last whether the queue will not try the job again
   * @returns how it ended; `gone` if the job had ended before, or went with its sandbox
   * @throws what is no refusal, after which the job is tried again
   */
  async make(handler: JobHandler, { society, job: id }: Payload, last: boolean): Promise<Outcome> {
    const begun = await this.#begin(society, id!);
    if (begun === undefined) return 'gone';
    const job = new RunningJob({ id: id!, society, askedBy: begun.askedBy }, this.database, this.ended);
    try {
      await handler.run(begun.input, job);
      if (!job.concluded) throw new Error(`the handler of ${handler.kind} did not conclude job ${id}`);
      return 'done';
    } catch (error) {
      const refusal = error instanceof DomainError ? error : refusalOf(error, this.refusals);
      if (refusal !== undefined) {
        await this.#fail(society, id!, refusal);
        return 'failed';
      }
      this.#log.error({ job: id, kind: handler.kind, society, failed: traceOf(error) });
      if (last) await this.giveUp({ society, job: id! });
      else await this.#requeue(society, id!);
      throw error;
    }
  }

  /** For a job whose last attempt came to no end. */
  async giveUp({ society, job }: Payload): Promise<void> {
    if (job !== undefined) await this.#fail(society, job, givenUp());
  }

  async #begin(society: number, id: string): Promise<{ input: object; askedBy: string } | undefined> {
    return this.database.write(society, async (tx) => {
      // TypeORM gives an update's rows and their count.
      const [[begun]] = await tx.query<[{ input: object; askedBy: string }[], number]>(
        `update platform.job set state = 'running', started_at = clock_timestamp(), done = 0, total = null
         where job_id = $1 and ended_at is null returning input, asked_by as "askedBy"`,
        [id],
      );
      return begun;
    });
  }

  #requeue(society: number, id: string): Promise<unknown> {
    return this.database.write(society, (tx) =>
      tx.query(`update platform.job set state = 'queued' where job_id = $1 and ended_at is null`, [id]),
    );
  }

  #fail(society: number, id: string, { code, message: detail, details }: DomainError): Promise<void> {
    const problem: JobProblem = { code, detail, details };
    return this.database.write(society, async (tx) => {
      const [failed] = await tx.query<[object[], number]>(
        `update platform.job set state = 'failed', ended_at = clock_timestamp(), problem = $2
         where job_id = $1 and ended_at is null returning job_id`,
        [id, problem],
      );
      if (failed.length > 0) await this.ended(tx, id);
    });
  }
}
