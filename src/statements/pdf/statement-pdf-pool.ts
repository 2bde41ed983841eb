import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { StatementHead } from './statement-document.js';
import type { RenderAnswer, RenderTask } from './statement-pdf-worker.js';

const WORKER = new URL('./statement-pdf-worker.js', import.meta.url);
// One document is drawn while the next lies ready; more would only hold memory.
const WAITING_FOR_EACH_THREAD = 2;

interface Job extends RenderTask {
  done: () => void;
  failed: (reason: Error) => void;
}

interface Thread {
  worker: Worker;
  job: Job | undefined;
}

/**
 * Draws statements on several threads. `render` settles when its file is written; `ready` settles when another document
 * is welcome, which keeps a caller with thousands of them from piling them up.
 */
export class StatementPdfPool {
  readonly #threads = new Set<Thread>();
  readonly #queue: Job[] = [];
  #resume: (() => void)[] = [];
  #closed = false;

  /** @param size number of threads; one a core by default. They are started when there is work for them. */
  constructor(private readonly size = availableParallelism()) {}

  /**
   * Draws one statement into a file, its lines from its CSV.
   * @throws Error with the name of the file if it cannot be drawn or written, or if the pool is closed.
   */
  render(head: StatementHead, csvPath: string, path: string): Promise<void> {
    if (this.#closed) return Promise.reject(new Error(`${path} was not written: the pool of statements is closed.`));
    return new Promise((done, failed) => {
      this.#queue.push({ head, csvPath, path, done, failed });
      this.#assign();
    });
  }

  /** Settles as soon as fewer documents wait than keep all threads busy. */
  async ready(): Promise<void> {
    while (this.#queue.length >= WAITING_FOR_EACH_THREAD * this.size) {
      await new Promise<void>((resume) => this.#resume.push(resume));
    }
  }

  /** Draws what was given so far, then ends the threads. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#queue.length > 0 || [...this.#threads].some(({ job }) => job !== undefined)) {
      await new Promise<void>((resume) => this.#resume.push(resume));
    }
    await Promise.all([...this.#threads].map(({ worker }) => worker.terminate()));
    this.#threads.clear();
  }

  #assign(): void {
    while (this.#queue.length > 0) {
      const idle = [...this.#threads].find(({ job }) => job === undefined) ?? this.#start();
      if (idle === undefined) return;
      const job = this.#queue.shift();
      if (job === undefined) return;
      idle.job = job;
      this.#send(idle, job);
    }
  }

  #send(thread: Thread, job: Job): void {
    const { head, csvPath, path } = job;
    thread.worker.ref();
    try {
      thread.worker.postMessage({ head, csvPath, path } satisfies RenderTask);
    } catch (cause) {
      this.#settle(thread, cause);
    }
  }

  #start(): Thread | undefined {
    if (this.#threads.size >= this.size) return undefined;
    const thread: Thread = { worker: new Worker(WORKER), job: undefined };
    thread.worker.on('message', (answer: RenderAnswer) => this.#settle(thread, answer.failure));
    thread.worker.on('error', (cause) => this.#lost(thread, cause));
    thread.worker.on('exit', (code) => this.#lost(thread, new Error(`the thread ended with code ${code}`)));
    this.#threads.add(thread);
    return thread;
  }

  #settle(thread: Thread, failure: unknown): void {
    const { job } = thread;
    thread.job = undefined;
    // An idle thread must not keep a program alive whose caller forgot to close the pool.
    thread.worker.unref();
    if (failure === undefined) job?.done();
    else job?.failed(new Error(`${job.path} was not written: ${reasonOf(failure)}`, { cause: failure }));
    this.#assign();
    const resume = this.#resume;
    this.#resume = [];
    for (const go of resume) go();
  }

  // A thread that died takes its statement with it; the next one gets a new thread.
  #lost(thread: Thread, cause: unknown): void {
    if (!this.#threads.delete(thread) || thread.job === undefined) return;
    this.#settle(thread, cause);
  }
}

function reasonOf(failure: unknown): string {
  // An error from another thread need not be an instance of this thread's Error.
  return typeof failure === 'object' && failure !== null && 'message' in failure
    ? String(failure.message)
    : String(failure);
}
