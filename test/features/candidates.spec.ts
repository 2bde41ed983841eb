import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../src/app/app.module.js';
import { FolderService } from '../../src/folder/index.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { OWN_GOLDEN } from '../support/golden.js';
import { parseCsv } from '../support/reference/index.js';

const TINY = OWN_GOLDEN.find(({ name }) => name === 'tiny')!.path;

const WORKS = [
  'farewell,霸王别姬,1993,Farewell My Concubine|Adieu ma concubine',
  'leon,Léon,1994,The Professional|这个杀手不太冷',
  'alive,活着,1994,To Live',
  'carmen-1915,Carmen,1915,',
  'carmen-1983,Carmen,1983,',
  'carmen-1984,Carmen,1984,',
  // Two works that are as like as two can be: U+1F3AC comes after U+FF21, which is U+D83C in UTF-16 and before it.
  'Ａ,Bridgerton: Season 1,,',
  '🎬,Bridgerton: Season 1,,',
  'nameless,…,,',
];

let db: TestDatabase;
let application: INestApplicationContext;
let scratch: string;

beforeAll(async () => {
  db = await cloneDatabase();
  application = await NestFactory.createApplicationContext(AppModule.on(db.dataSource), { logger: ['error'] });
  scratch = mkdtempSync(join(tmpdir(), 'candidates-'));
});
afterAll(async () => {
  await application.close();
  await db.drop();
  rmSync(scratch, { recursive: true, force: true });
});

/** Runs a folder with these works and a usage line for each `title,year`; gives the candidates of each. */
async function candidates(
  society: string,
  works: readonly string[],
  reported: readonly string[],
): Promise<Record<string, string>> {
  const folder = join(scratch, society);
  const out = join(scratch, `${society}-out`);
  cpSync(TINY, folder, { recursive: true, filter: (path) => !path.endsWith('.csv') || !path.includes('usage') });
  writeFileSync(join(folder, 'works.csv'), `work_id,title,year,alternative_titles\n${works.join('\n')}\n`);
  const lines = reported.map((titleAndYear) => `L1,svod,FR,2026-02-01,10,${titleAndYear}`);
  writeFileSync(
    join(folder, 'usage', 'u.csv'),
    `licence_id,use_type,territory,used_on,views,title,year\n${lines.join('\n')}\n`,
  );
  await application
    .get(FolderService)
    .run({ folder, out, society, force: false, pdf: false }, { stage: () => undefined, lines: () => undefined });
  const [header = [], ...rows] = parseCsv(readFileSync(join(out, 'unidentified.csv'), 'utf8')).map(
    ({ cells }) => cells ?? [],
  );
  const cell = (row: readonly string[], name: string): string => row[header.indexOf(name)] ?? '';
  return Object.fromEntries(rows.map((row) => [`${cell(row, 'title')},${cell(row, 'year')}`, cell(row, 'candidates')]));
}

describe('unidentified.csv', () => {
  const EXPECTED = {
    // Several works bear the title, or none of the year given: which one is for a person to say.
    'Carmen,': 'carmen-1915|carmen-1983|carmen-1984',
    'CARMEN,1982': 'carmen-1983|carmen-1915|carmen-1984',
    'Carmen,1985': 'carmen-1984|carmen-1915|carmen-1983',
    // Written otherwise.
    'Farewel my Concubine,': 'farewell',
    '霸王別姬,': 'farewell',
    '活着 (纪念版),': 'alive',
    '杀手不太冷,1995': 'leon',
    'Leons,': 'leon',
    'Bridgerton: Season 2,': 'Ａ|🎬',
    // Like nothing.
    'Zazie,': '',
    '???,': '',
  };

  it('names for each title the works that it may mean, the likeliest first', async () => {
    expect(await candidates('titles', WORKS, Object.keys(EXPECTED))).toEqual(EXPECTED);
  });

  it('names them whatever the order of works and lines', async () => {
    const titles = Object.keys(EXPECTED).toReversed();
    expect(await candidates('reversed', WORKS.toReversed(), titles)).toEqual(EXPECTED);
  });

  it('never names works of another society', async () => {
    const works = WORKS.filter((work) => !work.startsWith('carmen'));
    expect(await candidates('without-carmen', works, ['Carmen,'])).toEqual({ 'Carmen,': '' });
  });
});
