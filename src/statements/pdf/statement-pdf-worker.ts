import { parentPort } from 'node:worker_threads';
import { renderStatement } from './render-statement.js';
import type { StatementHead } from './statement-document.js';
import { readStatementLines } from './statement-lines.js';

/** What the pool sends: one statement to draw into one file. */
export interface RenderTask {
  head: StatementHead;
  /** The statement's CSV, whose lines it shows. */
  csvPath: string;
  path: string;
}

/** What comes back: nothing but the reason why it failed, if it did. */
export interface RenderAnswer {
  failure?: unknown;
}

async function render({ head, csvPath, path }: RenderTask): Promise<void> {
  await renderStatement({ ...head, ...(await readStatementLines(csvPath)) }, path);
}

parentPort?.on('message', (task: RenderTask) => {
  render(task).then(
    () => parentPort?.postMessage({} satisfies RenderAnswer),
    (failure: unknown) => parentPort?.postMessage({ failure } satisfies RenderAnswer),
  );
});
