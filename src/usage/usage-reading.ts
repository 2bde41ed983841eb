import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { RowBlock } from './incoming-rows.js';
import type { ReadingMessage, ReadingTask } from './reading-thread.js';
import type { ReportFault } from './report-faults.js';
import type { ReportFigures } from './report-reader.js';

const THREAD = new URL('./reading-thread.js', import.meta.url);

/**
 * Reports that are being read on a thread of their own, so that the program has a core for them while the database and
 * its connection have the other. It reads ahead as far as some blocks of rows, and is to be closed whatever happens.
 */
export class UsageReading {
  readonly #thread: Worker;
  readonly #messages: AsyncIterator<[ReadingMessage]>;
  /** In the order of the reports, once all blocks have been taken. */
  outcomes: (ReportFigures | ReportFault[])[] = [];

  constructor(
    task: ReadingTask,
    private readonly onProgress: (lines: number) => void,
  ) {
    this.#thread = new Worker(THREAD, { workerData: task });
    this.#messages = on(this.#thread, 'message', { close: ['exit'] }) as AsyncIterator<[ReadingMessage]>;
  }

  /** @throws what the thread threw, such as a file that cannot be read any more */
  async *blocks(): AsyncGenerator<RowBlock> {
    for (;;) {
      const { value, done } = await this.#messages.next();
      if (done) throw new Error('the thread that read the usage reports ended before it was through');
      const [message] = value;
      if ('outcomes' in message) {
        this.outcomes = message.outcomes;
        return;
      }
      yield message.block;
      this.onProgress(message.lines);
      this.#thread.postMessage('stored');
    }
  }

  async close(): Promise<void> {
    await this.#thread.terminate();
  }
}
