import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { compareCodePoints } from '../../kernel/ids.js';
import { MatchingService } from '../../matching/index.js';
import { setLocal, type Tx } from '../../platform/database/database.js';
import {
  type StatementDocuments,
  type StatementHead,
  StatementPdfPool,
  StatementsService,
  type WrittenStatement,
} from '../../statements/index.js';
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
    await setLocal(tx, 'app.distribution', run.distributionId);
    stopwatch.enter('tables');
    sha256.set('allocations.csv', await writeAllocations(tx, directory));
    const books = await writeBooks(tx, directory);
    sha256.set('ledger.csv', books.csv).set('ledger.journal', books.journal);
    sha256.set('held.csv', await writeHeld(tx, directory));
    sha256.set('rejected.csv', await writeRejected(tx, directory));
    stopwatch.enter('unidentified');
    sha256.set('unidentified.csv', await writeUnidentified(tx, run, this.matching, directory));
    await this.#writeStatements(tx, run, directory, stopwatch, sha256);
    return new Map([...sha256].sort(([a], [b]) => compareCodePoints(a, b)));
  }

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
    const written: WrittenStatement[] = [];
    for await (const statement of this.statements.writeCsvs(tx, run.distributionId, statements)) {
      sha256.set(`statements/${statement.fileName}.csv`, statement.csvSha256);
      written.push(statement);
    }
    if (!run.pdf) return;
    const documents = await this.statements.documents(tx, run.societyName, run.distributionId);
    const pdfs = new StatementPdfs(documents, statements);
    try {
      for (const statement of written) await pdfs.start(statement);
      for (const [file, hash] of await pdfs.finish()) sha256.set(`statements/${file}`, hash);
    } finally {
      await pdfs.close();
    }
  }
}

/** PDFs that are made on other threads; the pool of them holds back what it cannot take. */
class StatementPdfs {
  readonly #pool = new StatementPdfPool();
  readonly #rendering: Promise<void>[] = [];
  readonly #sha256 = new Map<string, string>();
  #failure: Error | undefined;

  constructor(
    private readonly documents: StatementDocuments,
    private readonly directory: string,
  ) {}

  /** Resolves when another statement is welcome. @throws what an earlier one failed of */
  async start(written: WrittenStatement): Promise<void> {
    await this.#pool.ready();
    if (this.#failure !== undefined) throw this.#failure;
    const rendering = this.#render(written, await this.documents.of(written));
    this.#rendering.push(rendering.catch((error: Error) => void (this.#failure ??= error)));
  }

  /** @returns the SHA-256 of each PDF, by its name */
  async finish(): Promise<ReadonlyMap<string, string>> {
    await Promise.all(this.#rendering);
    if (this.#failure !== undefined) throw this.#failure;
    return this.#sha256;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #render({ fileName, csvPath }: WrittenStatement, head: StatementHead): Promise<void> {
    const file = `${fileName}.pdf`;
    const path = join(this.directory, file);
    await this.#pool.render(head, csvPath, path);
    this.#sha256.set(
      file,
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    );
  }
}

export async function writeSummary(directory: string, summary: object): Promise<void> {
  await writeFile(join(directory, SUMMARY), `${JSON.stringify(summary, null, 2)}\n`, { flag: 'wx' });
}
