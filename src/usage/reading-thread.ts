import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import type { CsvFile } from '../platform/csv/read-csv.js';
import { IncomingRows, type RowBlock } from './incoming-rows.js';
import { ItemRegister } from './item-register.js';
import { ReportReader, type ReportFigures } from './report-reader.js';
import type { ReportFault } from './report-faults.js';
import { LineCheck, type LicenceTerms, type Period } from './rules/check-line.js';
import { UseRegister } from './use-register.js';

/** What the thread is to read. */
export interface ReadingTask {
  reports: readonly (CsvFile & { reportId: number })[];
  /** By the licence's id. */
  terms: ReadonlyMap<string, LicenceTerms>;
  /** The days of which a report of one licence tells; without it, every day of the licence. */
  reported?: Period;
}

/** What it sends: blocks, each of which it wants acknowledged by any message, and at last the outcomes. */
export type ReadingMessage =
  { block: RowBlock; /** Lines read so far. */ lines: number } | { outcomes: (ReportFigures | ReportFault[])[] };

/** Bytes of rows that are worth a way to the database and back. */
const BLOCK_BYTES = 1_000_000;
/** Blocks that may wait: enough to keep reading while the database is busy with the masters. */
const MOST_WAITING = 24;

const main = parentPort!;
const { reports, terms, reported } = workerData as ReadingTask;
const rows = new IncomingRows();
const lineCheck = new LineCheck(terms, reported);
const items = new ItemRegister(rows.item);
const uses = new UseRegister(rows.use);
const outcomes: (ReportFigures | ReportFault[])[] = [];
let linesBefore = 0;
const sent = { waiting: 0 };
main.on('message', () => sent.waiting--);

for (const { reportId, ...file } of reports) {
  const reader = new ReportReader(reportId, lineCheck, items, uses, rows, (lines) => send(BLOCK_BYTES, lines));
  const outcome = await reader.read(file);
  if (!Array.isArray(outcome)) linesBefore += outcome.accepted + outcome.rejected;
  outcomes.push(outcome);
}
await send(1, 0);
main.postMessage({ outcomes } satisfies ReadingMessage);
main.close();

/** Sends blocks that have grown long enough, and holds the reader back while too many wait. */
async function send(atLeast: number, linesOfReport: number): Promise<void> {
  for (const block of rows.take(atLeast)) {
    main.postMessage({ block, lines: linesBefore + linesOfReport } satisfies ReadingMessage, [block.rows.buffer]);
    sent.waiting++;
  }
  while (sent.waiting > MOST_WAITING) await once(main, 'message');
}
