import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { renderStatement } from '../../src/statements/pdf/render-statement.js';
import type { StatementDocument } from '../../src/statements/pdf/statement-document.js';
import { StatementPdfPool } from '../../src/statements/pdf/statement-pdf-pool.js';
import { sampleLine, sampleStatement } from '../support/sample-statement.js';

// Opening the fonts takes a second on a busy machine, once here and once in each thread.
jest.setTimeout(60_000);

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

describe('statements drawn on several threads', () => {
  it('are those that one thread draws', async () => {
    const documents = NAMES.map((name, index) => sampleStatement({ party: { code: `P${index}`, name } }));
    const pool = new StatementPdfPool(2);
    const written: Promise<void>[] = [];
    for (const document of documents) {
      await pool.ready();
      written.push(pool.render(document, join(folder, `${document.party.code}.pdf`)));
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
      pool.render(sampleStatement(), join(folder, 'taken.pdf')),
      pool.render(bad, join(folder, 'bad.pdf')),
      pool.render(
        { ...sampleStatement(), society: { name: Symbol('S') as unknown as string } },
        join(folder, 'odd.pdf'),
      ),
      pool.render(sampleStatement(), join(folder, 'good.pdf')),
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
    await expect(pool.render(sampleStatement(), join(folder, 'late.pdf'))).rejects.toThrow('late.pdf was not written');
  });
});
