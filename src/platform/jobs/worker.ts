import { Logger as HouseLogger } from '@nestjs/common';
import { type JobHelpers, Logger, LogLevel, run, type Runner, type RunnerOptions } from 'graphile-worker';
import type { TaskList, WorkerEvents } from 'graphile-worker';
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { traceOf } from '../trace-of.js';
import type { Refusals } from '../database/constraint.js';
import type { Database, Tx } from '../database/database.js';
import { Attempts, type Outcome } from './attempts.js';
import { freeJobsOfTheDead, type Payload, showLife } from './dead-workers.js';
import type { CalendarTask, Errand, JobHandler } from './job-handler.js';
import { CALENDAR, HOURLY, queuePool } from './queue.js';
import type { JobEnded } from './running-job.js';

/** Jobs of a process at once. They wait for the database for the most part; more work takes more processes. */
const AT_ONCE = 2;
/** Errands at once, beside the jobs. They wait for other people's machines, without a connection in their hands. */
const ERRANDS_AT_ONCE = 8;
/** Each lane of the queue listens on one and shows life on one; the others are for taking and returning work. */
const CONNECTIONS = 2 * 2 + AT_ONCE + 2;
/** How long the jobs of a killed process lie at most, before another takes them up. */
const SWEEP_MS = 5_000;

export interface WorkerOptions {
  database: Database;
  /** Of the database, as the role that the service logs in as. */
  url: string;
  handlers: readonly JobHandler[];
  tasks: readonly CalendarTask[];
  errands: readonly Errand[];
  /** The numbers of all societies; the transaction is of none. */
  societies: (tx: Tx) => Promise<number[]>;
  refusals: Refusals;
  ended: JobEnded;
  observe?: (kind: string, outcome: Outcome, seconds: number) => void;
}

/** Does the jobs of all societies, beside other processes that do the same. */
export class Worker {
  readonly #log = new HouseLogger('jobs');
  readonly #pool: pg.Pool;
  readonly #attempts: Attempts;
  readonly #lanes: { runner: Runner; endLife: () => void }[] = [];
  #sweep!: NodeJS.Timeout;

  private constructor(private readonly options: WorkerOptions) {
    this.#pool = queuePool(options.url, CONNECTIONS, (error) => this.#log.warn({ queue: String(error) }));
    this.#attempts = new Attempts(options.database, options.refusals, options.ended);
  }

  static async start(options: WorkerOptions): Promise<Worker> {
    const worker = new Worker(options);
    await worker.#start();
    return worker;
  }

  async #start(): Promise<void> {
    await this.#openLane({ concurrency: AT_ONCE, taskList: this.#taskList(), parsedCronItems: HOURLY });
    await this.#openLane({ concurrency: ERRANDS_AT_ONCE, taskList: this.#errandList(), parsedCronItems: [] });
    this.#sweep = setInterval(() => void this.#freeJobs(), SWEEP_MS);
    await this.#freeJobs();
  }

  /** Takes work of some kinds from the queue, and of no others. */
  async #openLane(lane: Pick<RunnerOptions, 'concurrency' | 'taskList' | 'parsedCronItems'>): Promise<void> {
    const events: WorkerEvents = new EventEmitter();
    const named = new Promise<string>((resolve) =>
      events.once('pool:create', ({ workerPool }) => resolve(workerPool.id)),
    );
    const runner = await run({
      ...lane,
      ...{ pgPool: this.#pool, noHandleSignals: true, events },
      logger: new Logger(() => (level, message) => {
        if (level === LogLevel.ERROR || level === LogLevel.WARNING) this.#log.warn({ queue: message });
      }),
    });
    const endLife = await showLife(this.#pool, await named, (error) => {
      this.#log.error({ queue: `The sign of life is gone; others take over what is at work here: ${error.message}` });
    });
    this.#lanes.push({ runner, endLife });
  }

  /**
   * Begins nothing more, and ends what has begun if that can be done in time.
   * @returns whether it could; what did not end is begun anew by another worker, and keeps connections until then
   */
  async stop(patienceMs: number): Promise<boolean> {
    clearInterval(this.#sweep);
    const stopped = Promise.all(this.#lanes.map(({ runner }) => runner.stop()));
    const ended = await Promise.race([stopped.then(() => true), sleep(patienceMs, false, { ref: false })]);
    for (const { endLife } of this.#lanes) endLife();
    const closed = stopped.then(() => this.#pool.end());
    if (ended) await closed;
    return ended;
  }

  #taskList(): TaskList {
    const { handlers, tasks } = this.options;
    return {
      [CALENDAR]: () => this.#callCalendar(),
      ...Object.fromEntries(
        handlers.map((handler) => [
          handler.kind,
          (payload: unknown, { job }: JobHelpers) =>
            this.#observed(handler.kind, payload as Payload, () =>
              this.#attempts.make(handler, payload as Payload, job.attempts >= job.max_attempts),
            ),
        ]),
      ),
      ...Object.fromEntries(
        tasks.map((task) => [
          task.kind,
          (payload: unknown) =>
            this.#observed(task.kind, payload as Payload, async () => {
              await task.run((payload as Payload).society, new Date());
              return 'done' as const;
            }),
        ]),
      ),
    };
  }

  #errandList(): TaskList {
    return Object.fromEntries(
      this.options.errands.map((errand) => [
        errand.kind,
        (payload: unknown) =>
          this.#observed(errand.kind, payload as Payload, async () => {
            const { society, about } = payload as Payload;
            await errand.run(society, about!);
            return 'done' as const;
          }),
      ]),
    );
  }

  /** Each task for each society is a job of its own, so that one that fails keeps up no other. */
  async #callCalendar(): Promise<void> {
    const { database, tasks } = this.options;
    const societies = await database.read(undefined, this.options.societies);
    await this.#pool.query(
      `select graphile_worker.add_job(kind, json_build_object('society', society), max_attempts => 5,
         job_key => kind || ' ' || society)
       from unnest($1::text[]) as kind, unnest($2::integer[]) as society`,
      [tasks.map(({ kind }) => kind), societies],
    );
  }

  async #observed(kind: string, { society, job, about }: Payload, work: () => Promise<Outcome>): Promise<void> {
    const begun = performance.now();
    let outcome: Outcome = 'again';
    try {
      outcome = await work();
    } finally {
      const seconds = (performance.now() - begun) / 1000;
      this.options.observe?.(kind, outcome, seconds);
      this.#log.log({ job: job ?? about ?? null, kind, society, outcome, ms: Math.round(seconds * 1000) });
    }
  }

  async #freeJobs(): Promise<void> {
    try {
      for (const lost of await freeJobsOfTheDead(this.#pool)) await this.#attempts.giveUp(lost);
    } catch (error) {
      this.#log.warn({ queue: `The jobs of dead workers were not looked for: ${traceOf(error)}` });
    }
  }
}
