import type { Progress } from '../folder/index.js';

const REDRAW_MS = 100;

const SENTENCES: Record<string, string> = {
  read: 'Reading the master files',
  masters: 'Storing parties, works, claims and licences',
  intake: 'Taking usage in',
  gather: 'Gathering what the distribution was calculated from',
  lines: 'Writing usage lines',
  match: 'Matching titles to works',
  cells: 'Summing usage by work',
  entitle: 'Applying claims',
  allocate: 'Allocating money',
  post: 'Posting to the ledger',
  check: 'Checking the sums',
  tables: 'Writing tables and books',
  unidentified: 'Looking for candidates of unidentified titles',
  statements: 'Writing statements',
};

/** Draws the progress of a run on a terminal, one line a stage. Elsewhere nothing is drawn. */
export class TerminalProgress implements Progress {
  #started = performance.now();
  #drawn = 0;
  #sentence: string | undefined;
  #detail = '';

  constructor(private readonly terminal: NodeJS.WriteStream) {}

  stage(name: string): void {
    this.finish();
    this.#sentence = SENTENCES[name] ?? name;
    this.#detail = '';
    this.#started = performance.now();
    this.#draw();
  }

  lines(count: number): void {
    const now = performance.now();
    const rate = Math.round((count / Math.max(now - this.#started, 1)) * 1000);
    this.#detail = `  ${count.toLocaleString('en')} lines, ${rate.toLocaleString('en')} a second`;
    if (now - this.#drawn >= REDRAW_MS) this.#draw();
  }

  /** Ends the line of the stage that is running. */
  finish(): void {
    if (this.#sentence === undefined) return;
    const seconds = ((performance.now() - this.#started) / 1000).toFixed(1);
    this.#draw(`  ${seconds} s\n`);
    this.#sentence = undefined;
  }

  #draw(end = ' …'): void {
    this.#drawn = performance.now();
    if (this.terminal.isTTY) this.terminal.write(`\r\u001b[2K${this.#sentence}${this.#detail}${end}`);
  }
}
