import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { renderStatement } from '../../src/statements/pdf/render-statement.js';
import { MOST_LINES, type StatementDocument } from '../../src/statements/pdf/statement-document.js';
import { readPdf, type ReadPdf } from '../support/read-pdf.js';
import { manyLines, sampleHeld, sampleLine, samplePool, sampleStatement } from '../support/sample-statement.js';

const TITLES = [
  'The Night Train',
  '卧虎藏龙',
  '七人の侍',
  '기생충',
  'Amélie — le fabuleux destin',
  'Żółć i Łzy',
  'Μια αιωνιότητα και μια μέρα',
  'Летят журавли',
  'Ein Titel, der gar nicht enden will und der darum über zwei Zeilen gehen muss, wenn man ihn ganz lesen möchte, was nicht immer gelingt, weil auch andere Spalten Platz brauchen',
];

// Opening the fonts takes a second on a busy machine.

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'statement-pdf-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function bytesOf(document: StatementDocument): Promise<Buffer> {
  const path = join(folder, 'statement.pdf');
  await renderStatement(document, path);
  return readFile(path);
}

async function read(document: StatementDocument): Promise<ReadPdf> {
  return readPdf(await bytesOf(document));
}

/** Pairs of texts on one line of which one begins before the other ends. */
function overlaps({ pieces }: ReadPdf): string[] {
  const found: string[] = [];
  for (const line of groupLines(pieces).values()) {
    line.sort((one, other) => one.left - other.left);
    line.forEach((piece, index) => {
      const next = line[index + 1];
      if (next !== undefined && next.left < piece.right - 0.5) found.push(`${piece.text} | ${next.text}`);
    });
  }
  return found;
}

function groupLines(pieces: ReadPdf['pieces']): Map<string, ReadPdf['pieces']> {
  const lines = new Map<string, ReadPdf['pieces']>();
  for (const piece of pieces) {
    const key = `${piece.page}:${piece.baseline.toFixed(1)}`;
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [piece]);
    else line.push(piece);
  }
  return lines;
}

describe('the PDF statement of a rights holder', () => {
  it('says who pays whom for which period, and how the amount comes about', async () => {
    const { pages } = await read(sampleStatement({ pools: [samplePool({ roundingUnit: true })] }));
    expect(pages).toHaveLength(1);
    for (const text of [
      'Society of Film Makers',
      'Royalty statement',
      'Zoë Łukasińska',
      '1 January to 31 March 2025',
      'EUR 1,085.92',
      'Collected 100,000.00',
      'Administration fee, 10 % (ADM) −10,000.00',
      'Social and cultural fund, 2 % (SOC) −2,000.00',
      'Net shared among all 88,000.00',
      'Your part 1,085.92',
      'You have 1,234 of 100,000 points (1.2340 %): 88,000.00 × 1,234 ÷ 100,000 = 1,085.9200000000',
      'rounded down, plus one left-over unit of 0.01',
      'SVOD · making available · CL-1 FR 2,468 views 2,468 50 % 1,085.9200000000',
      'The file P1.csv beside this statement has every line',
      'Write to Society of Film Makers with your party code P1',
    ]) {
      expect(pages[0]).toContain(text);
    }
  });

  it('shows each pool from the collection down when there are several, and totals by currency', async () => {
    const yen = samplePool({
      collectionId: 'C2',
      licensee: 'ジャパン放送',
      currency: 'JPY',
      gross: 1_000_000n,
      deductions: [{ code: 'RES', kind: 'reserve', percent: '12.5', amount: 125_000n }],
      net: 875_000n,
      partyAmount: 10_797n,
    });
    const { pages } = await read(sampleStatement({ pools: [samplePool(), yen] }));
    const text = pages.join('');
    expect(text).toContain('EUR · 1 pool JPY · 1 pool');
    expect(text).toContain('Collected 100,000.00 1,000,000');
    expect(text).toContain('Your part 1,085.92 10,797');
    expect(text).toContain(
      'Collected 1,000,000Reserve, 12.5 % (RES) −125,000Net shared among all 875,000Your part 10,797',
    );
  });

  it('sets Chinese, Japanese, Korean, Greek, Cyrillic and accented names in embedded fonts, in under 200 kB', async () => {
    const works = TITLES.slice(0, 6).map((title, index) => sampleLine({ workId: `W${index}`, title }));
    const document = sampleStatement({
      works,
      pools: [samplePool({ licensee: `${TITLES[6]} · ${TITLES[7]}` })],
      society: { name: '中国电影著作权协会' },
      party: { code: '北京', name: '박찬욱 · 黒澤 明' },
    });
    const bytes = await bytesOf(document);
    const { pages, fonts } = await readPdf(bytes);
    expect(pages).toHaveLength(1);
    for (const text of [...TITLES.slice(0, 8), '中国电影著作权协会', '박찬욱 · 黒澤 明', 'party 北京']) {
      expect(pages[0]?.replaceAll(' ', '')).toContain(text.replaceAll(' ', ''));
    }
    expect(fonts.map(({ name }) => name.replace(/^[A-Z]{6}\+/, '')).sort()).toEqual([
      'NotoSans-Bold',
      'NotoSans-Regular',
      'NotoSansJP-Regular',
      'NotoSansKR-Regular',
      'NotoSansSC-Regular',
    ]);
    expect(fonts.every(({ embedded }) => embedded)).toBe(true);
    expect(bytes.length).toBeLessThan(200_000);
  });

  it('bears title, author and language, in the metadata packet too, whatever signs the names have', async () => {
    const document = sampleStatement({
      society: { name: 'Son & Lumière <Paris>' },
      party: { code: 'P', name: 'A & B <C>' },
    });
    const { title, author, xmpTitle, language } = await read(document);
    expect(title).toBe('Royalty statement for A & B <C>, 1 January to 31 March 2025');
    expect(xmpTitle).toBe(title);
    expect(author).toBe('Son & Lumière <Paris>');
    expect(language).toBe('en');
  });

  it('numbers its pages, repeats the table head on each and leaves no title alone at the foot', async () => {
    const { pages } = await read(sampleStatement({ works: manyLines(300, TITLES) }));
    expect(pages.length).toBeGreaterThan(5);
    pages.forEach((text, index) => {
      expect(text).toContain(`page ${index + 1} of ${pages.length}`);
      if (index > 0) {
        expect(text).toContain('Royalty statement for Zoë Łukasińska');
        expect(text).toContain('collection C1 (continued)Work, use and claim Terr. Use Points Share Exact amount, EUR');
      }
      expect(text).not.toMatch(/W\d{4} [\d,.]+Society of Film Makers · party P1/);
    });
    expect(pages.join('').match(/W\d{4}/g)).toHaveLength(100);
  });

  it('aligns amounts at the right edge, and lets no text run into another or off the page', async () => {
    const extreme = sampleStatement({
      society: {
        name: 'Gesellschaft zur Wahrnehmung von Film- und Fernsehrechten mit einem sehr langen Namen '.repeat(3),
      },
      party: { code: 'x'.repeat(100), name: '電影'.repeat(100) },
      works: [
        ...manyLines(30, TITLES),
        sampleLine({
          workId: '\u{20000}'.repeat(100),
          title: 'W'.repeat(400),
          claimId: 'c'.repeat(100),
          points: '999999999999999999.123456789012345678',
          exactAmount: '9999999999999999.9999999999',
          quantity: '999999999999999999.999999999999',
          metric: 'revenue',
          share: '33.333333',
        }),
      ],
      pools: [
        samplePool({
          licensee: 'Ł'.repeat(300),
          gross: 10n ** 18n - 1n,
          net: 10n ** 18n - 1n,
          partyAmount: 10n ** 18n - 1n,
        }),
        samplePool({ collectionId: '彡'.repeat(100), licenceId: 'L'.repeat(100), currency: 'JPY' }),
      ],
      held: [
        sampleHeld({
          title: '千と千尋の神隠し'.repeat(30),
          collectionId: '-'.repeat(100),
          exactAmount: '9999999999999999.5',
        }),
      ],
    });
    const pdf = await read(extreme);
    expect(overlaps(pdf)).toEqual([]);
    expect(pdf.pieces.filter(({ left, right }) => left < 47.5 || right > 548)).toEqual([]);
    const amounts = pdf.pieces.filter(({ text }) => /^[\d,]+\.\d\d$|^\d{8}$/.test(text) && text.length > 3);
    const atEdge = amounts.filter(({ right }) => Math.abs(right - 547.28) < 0.1);
    expect(atEdge.length).toBeGreaterThan(40);
  });

  it('stops after a thousand lines and names the file that has them all', async () => {
    const { pages } = await read(
      sampleStatement({ works: manyLines(MOST_LINES + 5, ['The Night Train']), totalLines: 12_345 }),
    );
    const text = pages.join('');
    expect(text).toContain('The first 1,000 lines of 12,345 lines are shown. The complete list is the file P1.csv.');
    expect(text.match(/· CL-1/g)).toHaveLength(MOST_LINES);
  });

  it('says what is held for the works of the party, and why', async () => {
    const held = [
      sampleHeld({ exactAmount: '1234.5' }),
      sampleHeld({ workId: 'W2', title: '기생충', reason: 'unclaimed', exactAmount: '0.0000000001' }),
    ];
    const text = (await read(sampleStatement({ held }))).pages.join('');
    expect(text).toContain('Held for your works: in dispute 1,234.50');
    expect(text).toContain('Held for your works: unclaimed 0.00');
    expect(text).toContain('In dispute: the claims on the right add up to more than 100 %');
    expect(text).toContain('Unclaimed: part of the right that was used is claimed by nobody.');
    expect(text).toContain('기생충 C1 unclaimed 99 EUR 0.0000000001');
  });

  it('counts as held what was left out of the list for its length', async () => {
    const heldTotals = [{ currency: 'EUR', reason: 'disputed' as const, exactAmount: '98765.4321', rows: 4321 }];
    const text = (await read(sampleStatement({ held: [sampleHeld()], heldTotals }))).pages.join('');
    expect(text).toContain('Held for your works: in dispute 98,765.43');
    expect(text).toContain('Shown: 1 row of 4,321 rows; the summary holds them all.');
  });

  it('is a whole document when there is nothing to show', async () => {
    const { pages, title } = await read(sampleStatement({ pools: [], works: [] }));
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain('nothing was allocated to you and nothing is held for your works');
    expect(title).toBe('Royalty statement for Zoë Łukasińska');
  });

  it('shows a gap for what no font has, drops signs that reorder text, and never fails on a name', async () => {
    const { pages } = await read(sampleStatement({ party: { code: 'P\u202e1', name: '🎬 Studio\u200b\tX' } }));
    expect(pages[0]).toContain('\ufffd Studio X');
    expect(pages[0]).toContain('party P1');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 80 }), async (name) => {
        const bytes = await bytesOf(
          sampleStatement({ party: { code: name, name }, works: [sampleLine({ title: name })] }),
        );
        expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      }),
      { numRuns: 60 },
    );
  });

  it('is the same to the byte whenever it is made from the same data', async () => {
    const document = sampleStatement({ works: manyLines(40, TITLES), held: [sampleHeld()] });
    const first = await bytesOf(document);
    await bytesOf(sampleStatement({ party: { code: 'Q', name: '别人' } }));
    expect((await bytesOf(document)).equals(first)).toBe(true);
  });
});
