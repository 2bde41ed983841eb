import { parentPort } from 'node:worker_threads';
import { renderStatement } from './render-statement.js';
import type { StatementDocument } from './statement-document.js';

/** What the pool sends: one statement to draw into one file. */
export interface RenderTask {
  document: StatementDocument;
  path: string;
}

/** What comes back: nothing but the reason why it failed, if it did. */
export interface RenderAnswer {
  failure?: unknown;
}

parentPort?.on('message', ({ document, path }: RenderTask) => {
  renderStatement(document, path).then(
    () => parentPort?.postMessage({} satisfies RenderAnswer),
    (failure: unknown) => parentPort?.postMessage({ failure } satisfies RenderAnswer),
  );
});
