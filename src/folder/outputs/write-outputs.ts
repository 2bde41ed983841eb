import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { compareCodePoints } from '../../kernel/ids.js';
import { MatchingService } from '../../matching/index.js';
import type { Tx } from '../../platform/database/database.js';
import { StatementPdfPool, StatementsService, type WrittenStatement } from '../../statements/index.js';
import type { Stopwatch } from '../stopwatch.js';
import { writeBooks } from './books.js';
import { SUMMARY } from './output-directory.js';
import { writeAllocations, writeHeld, writeRejected, writeUnidentified } from './tables.js';

export interface OutputRun {
  society: number;
  societyName: string;
  distributionId: number;
  /** Whether PDFs are made. */
  pdf: boolean;
}

/** Writes the files of the contract (Output) from the stored rows. */
@Injectable()
export class WriteOutputs {
  constructor(
    private readonly matching: MatchingService,
    private readonly statements: StatementsService,
  ) {}

  /**
   * @param directory exists and is empty
   * @returns the SHA-256 of each file, by its path in the directory
   */
  async write(tx: Tx, run: OutputRun, directory: string, stopwatch: Stopwatch): Promise<Map<string, string>> {
    const sha256 = new Map<string, string>();
    stopwatch.enter('tables');
    sha256.set('allocations.csv', await writeAllocations(tx, run.distributionId, directory));
    const books = await writeBooks(tx, run.distributionId, directory);
    sha256.set('ledger.csv', books.csv).set('ledger.journal', books.journal);
    sha256.set('held.csv', await writeHeld(tx, run.distributionId, directory));
    sha256.set('rejected.csv', await writeRejected(tx, run.society, directory));
    stopwatch.enter('unidentified');
    sha256.set('unidentified.csv', await writeUnidentified(tx, run, this.matching, directory));
    await this.#writeStatements(tx, run, directory, stopwatch, sha256);
    return new Map([...sha256].sort(([a], [b]) => compareCodePoints(a, b)));
  }

  /** CSVs go ahead; each PDF starts as soon as its CSV is written, and the pool holds back what it cannot take. */
  async #writeStatements(
    tx: Tx,
    run: OutputRun,
    directory: string,
    stopwatch: Stopwatch,
    sha256: Map<string, string>,
  ): Promise<void> {
    const statements = join(directory, 'statements');
    await mkdir(statements);
    stopwatch.enter('statements');
    const pdfs = run.pdf ? new StatementPdfPool() : undefined;
    try {
      const rendering: Promise<void>[] = [];
      let failure: unknown;
      for await (const written of this.statements.writeCsvs(tx, run.societyName, run.distributionId, statements)) {
        sha256.set(`statements/${written.fileName}.csv`, written.csvSha256);
        if (!pdfs) continue;
        await pdfs.ready();
        if (failure !== undefined) break;
        rendering.push(
          renderPdf(pdfs, written, statements, sha256).catch((error: unknown) => void (failure ??= error)),
        );
      }
      await Promise.all(rendering);
      if (failure !== undefined) throw failure;
    } finally {
      await pdfs?.close();
    }
  }
}

async function renderPdf(
  pdfs: StatementPdfPool,
  { fileName, document }: WrittenStatement,
  directory: string,
  sha256: Map<string, string>,
): Promise<void> {
  const path = join(directory, `${fileName}.pdf`);
  await pdfs.render(document, path);
  sha256.set(
    `statements/${fileName}.pdf`,
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  );
}

export async function writeSummary(directory: string, summary: object): Promise<void> {
  await writeFile(join(directory, SUMMARY), `${JSON.stringify(summary, null, 2)}\n`, { flag: 'wx' });
}
