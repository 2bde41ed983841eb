import { Logger } from '@nestjs/common';
import type { Database, Tx } from '../database/database.js';

/** Often enough for who watches, seldom enough to cost nothing. */
const PROGRESS_MS = 500;

/** Is told that a job has ended, in the transaction that says so. */
export type JobEnded = (tx: Tx, id: string) => Promise<void>;

interface Of {
  id: string;
  society: number;
  askedBy: string;
}

/** An attempt at a job, as its handler sees it. */
export class RunningJob {
  readonly id: string;
  readonly society: number;
  /** Who asked, for the audit trail. */
  readonly askedBy: string;
  readonly #log = new Logger('jobs');
  #toldAt = 0;
  #telling: Promise<unknown> = Promise.resolve();
  #concluded = false;

  constructor(
    { id, society, askedBy }: Of,
    private readonly database: Database,
    private readonly ended: JobEnded,
  ) {
    this.id = id;
    this.society = society;
    this.askedBy = askedBy;
  }

  get concluded(): boolean {
    return this.#concluded;
  }

  /** Says how far the work is; call it as often as you like. */
  progress(done: number, total: number): void {
    const now = Date.now();
    if (this.#concluded || now - this.#toldAt < PROGRESS_MS) return;
    this.#toldAt = now;
    this.#telling = this.database
      .write(this.society, (tx) =>
        tx.query(`update platform.job set done = $2, total = $3 where job_id = $1 and ended_at is null`, [
          ...[this.id, Math.min(done, total), total],
        ]),
      )
      // Work goes on unwatched; what it needs of the database will fail by itself.
      .catch((error: unknown) => this.#log.warn({ job: this.id, progressNotStored: String(error) }));
  }

  /**
   * Does the last piece of the work, or all of it, in the transaction that also says that the job is done: after a crash
   * both are so, or neither.
   * @param work whose result, as JSON, is the job's
   */
  async conclude(work: (tx: Tx) => Promise<object | undefined>): Promise<void> {
    await this.database.write(this.society, async (tx) => {
      const result = await work(tx);
      this.#concluded = true;
      await this.#telling;
      await tx.query(
        `update platform.job set state = 'done', ended_at = clock_timestamp(), done = coalesce(total, done), result = $2
         where job_id = $1`,
        [this.id, result ?? null],
      );
      await this.ended(tx, this.id);
    });
  }
}
