import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { renderStatement } from '../../src/statements/pdf/render-statement.js';
import type { StatementDocument, StatementLine } from '../../src/statements/pdf/statement-document.js';
import { StatementPdfPool } from '../../src/statements/pdf/statement-pdf-pool.js';
import { sampleLine, sampleStatement } from '../support/sample-statement.js';

// Opening the fonts takes a second on a busy machine, once here and once in each thread.

const NAMES = [
  'Agnès Varda',
  '王家卫',
  '小津 安二郎',
  '봉준호',
  'Θόδωρος Αγγελόπουλος',
  'Андрей Тарковский',
  'Łódź Film',
];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'statement-pdf-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function drawnHere(document: StatementDocument): Promise<Buffer> {
  const path = join(folder, 'here.pdf');
  await renderStatement(document, path);
  return readFile(path);
}

/** Draws a document of which a thread gets the lines as it does in a run: from a CSV. */
async function render(pool: StatementPdfPool, { works, ...head }: StatementDocument, file: string): Promise<void> {
  const csvPath = join(folder, `${file}.csv`);
  await writeFile(csvPath, stringify(works.map(recordOf), { header: true, columns: [...LINE_COLUMNS] }));
  await pool.render(head, csvPath, join(folder, file));
}

const LINE_COLUMNS = [
  ...['collection_id', 'work_id', 'title', 'claim_id', 'right', 'use_type', 'territory', 'views', 'seconds'],
  ...['revenue', 'points', 'share', 'exact_amount', 'currency'],
];

function recordOf(line: StatementLine): Record<string, string> {
  return {
    collection_id: line.collectionId,
    work_id: line.workId,
    title: line.title,
    claim_id: line.claimId,
    right: line.right,
    use_type: line.useType,
    territory: line.territory,
    [line.metric]: line.quantity,
    points: line.points,
    share: line.share,
    exact_amount: line.exactAmount,
    currency: line.currency,
  };
}

describe('statements drawn on several threads', () => {
  it('are those that one thread draws', async () => {
    const documents = NAMES.map((name, index) => sampleStatement({ party: { code: `P${index}`, name } }));
    const pool = new StatementPdfPool(2);
    const written: Promise<void>[] = [];
    for (const document of documents) {
      await pool.ready();
      written.push(render(pool, document, `${document.party.code}.pdf`));
    }
    await Promise.all(written);
    await pool.close();
    for (const document of documents) {
      const threaded = await readFile(join(folder, `${document.party.code}.pdf`));
      expect(threaded.equals(await drawnHere(document))).toBe(true);
    }
  });

  it('fail one by one, naming the file that could not be written', async () => {
    const pool = new StatementPdfPool(1);
    await mkdir(join(folder, 'taken.pdf'), { recursive: true });
    const bad = sampleStatement({ works: [sampleLine({ exactAmount: 'lots' })] });
    const outcomes = await Promise.allSettled([
      render(pool, sampleStatement(), 'taken.pdf'),
      render(pool, bad, 'bad.pdf'),
      render(pool, { ...sampleStatement(), society: { name: Symbol('S') as unknown as string } }, 'odd.pdf'),
      render(pool, sampleStatement(), 'good.pdf'),
    ]);
    await pool.close();
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
    expect(String((outcomes[0] as PromiseRejectedResult).reason)).toContain('taken.pdf was not written: EISDIR');
    expect(String((outcomes[1] as PromiseRejectedResult).reason)).toContain('bad.pdf was not written: "lots" is not');
    expect(String((outcomes[2] as PromiseRejectedResult).reason)).toContain(
      'odd.pdf was not written: Symbol(S) could not',
    );
    expect((await readFile(join(folder, 'good.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('are refused once the pool is closed', async () => {
    const pool = new StatementPdfPool(1);
    await pool.close();
    await expect(render(pool, sampleStatement(), 'late.pdf')).rejects.toThrow('late.pdf was not written');
  });
});
