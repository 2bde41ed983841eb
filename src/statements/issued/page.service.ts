import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { inTemporaryDirectory } from '../../platform/files/temporary-directory.js';
import type { StatementHead } from '../pdf/statement-document.js';
import { StatementPdfPool } from '../pdf/statement-pdf-pool.js';
import { csvOf } from './csv-rows.js';

/** Draws statements that were issued, on a thread beside the one that answers. */
@Injectable()
export class PageService implements OnModuleDestroy {
  readonly #pool = new StatementPdfPool(1);

  /** The bytes of the PDF: the same for the same statement. */
  async *draw(head: StatementHead, csvGzip: Buffer): AsyncGenerator<Buffer> {
    // A page shows a thousand lines at most: the file is small.
    yield await inTemporaryDirectory('page', async (directory) => {
      const [csv, pdf] = [join(directory, 'lines.csv'), join(directory, 'statement.pdf')];
      await writeFile(csv, await csvOf(csvGzip));
      await this.#pool.render(head, csv, pdf);
      return readFile(pdf);
    });
  }

  onModuleDestroy(): Promise<void> {
    return this.#pool.close();
  }
}
