import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvText } from '../../src/platform/csv/csv-text.js';
import { disagreements } from '../support/agreement.js';
import { startApplication, type TestApplication } from '../support/application.js';
import { readPdf } from '../support/read-pdf.js';

/** As ids: no control characters. The last start as a row that names a party does, as far as an id may. */
const IDS = ['"', '""', 'a,b', ',', `'`, '\\.', '\\', 'a  "b" c', '\u{FEFF}x', '🎬', '"1",,,', '",,,,,,,,,,,,,,,,,,,'];

/** As titles, which may hold anything but NUL; the last look like the start of a row, of a cell or of a party. */
const TITLES = [
  'a\nb',
  'a\rb',
  'a\r\nb',
  'a\n"\rb',
  '"\n"\r"',
  '"',
  'a,\n"\r,"b',
  '"\n"',
  'a\n\\.\nb',
  '\u{1}',
  '-\n"\r-,,,',
];

let application: TestApplication;
let scratch: string;

beforeAll(async () => {
  application = await startApplication();
  scratch = mkdtempSync(join(tmpdir(), 'odd-texts-'));
});
afterAll(async () => {
  await application.stop();
  rmSync(scratch, { recursive: true });
});

/** A folder in which every odd id is a party, a work, a claim and a collection; claims leave a quarter unclaimed. */
function oddFolder(): string {
  const folder = join(scratch, 'folder');
  mkdirSync(join(folder, 'usage'), { recursive: true });
  const write = (file: string, rows: (string | number)[][]) => writeFileSync(join(folder, file), csvText(rows));
  const titles = IDS.map((_, index) => TITLES[index % TITLES.length]!);
  write('parties.csv', [['party_id', 'name', 'kind'], ...IDS.map((id, index) => [id, titles[index]!, 'person'])]);
  write('works.csv', [['work_id', 'title'], ...IDS.map((id, index) => [id, titles[index]!])]);
  write('claims.csv', [
    ['claim_id', 'work_id', 'party_id', 'right', 'share'],
    ...IDS.flatMap((id, index) => [
      [`${id}1`, id, id, 'making_available', 50],
      [`${id}2`, id, IDS[(index + 1) % IDS.length]!, 'making_available', 25],
    ]),
  ]);
  write('licences.csv', [
    ['licence_id', 'licensee', 'use_types', 'valid_from', 'valid_to', 'currency', 'metric'],
    ...IDS.map((id, index) => [
      id,
      titles[index]!,
      'svod',
      '2026-01-01',
      '2026-12-31',
      ['EUR', 'JPY', 'KWD', 'CLF'][index % 4]!,
      ['views', 'seconds', 'revenue'][index % 3]!,
    ]),
  ]);
  write('collections.csv', [
    ['collection_id', 'licence_id', 'period_start', 'period_end', 'amount'],
    ...IDS.map((id, index) => [id, id, '2026-01-01', '2026-12-31', 1 + index]),
  ]);
  write('deductions.csv', [['deduction_id', 'kind', 'percent'], ...IDS.slice(0, 3).map((id) => [id, 'other', 0.1])]);
  write('aliases.csv', [
    ['licensee', 'resource_id', 'work_id'],
    ...[...new Set(titles)].flatMap((licensee) => IDS.map((id) => [licensee, id, id])),
  ]);
  write('usage/a "b",\n.csv', [
    ['licence_id', 'use_type', 'territory', 'used_on', 'views', 'seconds', 'revenue', 'resource_id', 'title'],
    ...IDS.flatMap((licence) => IDS.map((id) => [licence, 'svod', 'FR', '2026-02-01', 7, 7, 7, id, ''])),
    ...TITLES.map((title) => [title, 'svod', 'FR', '2026-02-01', 7, 7, 7, '', title]),
    ...TITLES.map((title) => [IDS[0]!, 'svod', 'FR', '2026-02-01', 7, 7, 7, '', `unknown ${title}`]),
  ]);
  return folder;
}

describe('Ids and titles that hold quotes, commas and line breaks', () => {
  it('stand in every file as an independent writer of CSV has them, and in the PDF', async () => {
    const folder = oddFolder();
    const out = join(scratch, 'out');
    const summary = await application.run(folder, out, { pdf: true });
    expect(disagreements(folder, { summary, out })).toEqual([]);
    const unknownLicences = TITLES.filter((title) => !IDS.includes(title));
    expect(summary.counts.rejected).toBe(unknownLicences.length);
    const pdf = await readPdf(readFileSync(join(out, 'statements', '%22.pdf')));
    expect(pdf.pages.join(' ')).toContain('a b');
  });
});
