import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LicenceTerms } from '../../src/usage/rules/check-line.js';
import { UsageReading } from '../../src/usage/usage-reading.js';

const TERMS: LicenceTerms = {
  licenceId: 7,
  licenseeId: 3,
  code: 'L1',
  metric: 'views',
  useTypes: new Set(['svod']),
  territoriesExcept: true,
  territoryCodes: new Set(),
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
};
const HEADER = 'licence_id,use_type,territory,used_on,views,title\n';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usage-reading-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function reading(paths: readonly string[], onProgress: (lines: number) => void = () => undefined): UsageReading {
  const reports = paths.map((path, index) => ({ reportId: index + 1, path }));
  return new UsageReading({ reports, terms: new Map([['L1', TERMS]]) }, onProgress);
}

async function report(name: string, lines: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, HEADER + lines);
  return path;
}

/** The rows that come, by kind. */
async function rowsOf(reader: UsageReading): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for await (const { kind, rows } of reader.blocks()) {
    texts[kind] = (texts[kind] ?? '') + Buffer.from(rows).toString('utf8');
  }
  await reader.close();
  return texts;
}

describe('Reports that are read on a thread of their own', () => {
  it('share items and uses, whose number is that of the first line of either report', async () => {
    const first = await report('first.csv', 'L1,svod,FR,2026-01-01,10,Été\nL1,svod,DE,2026-01-02,20,Été\n');
    const second = await report('second.csv', 'L1,svod,FR,2026-01-03,30,Été\nL1,svod,FR,2027-01-03,30,Été\n');
    const heard: number[] = [];
    const reader = reading([first, second], (lines) => heard.push(lines));
    const { line, use, item, rejection } = await rowsOf(reader);
    expect(line).toBe(
      '10000000002\t10000000002\t10000000002\t2026-01-01\t10\n' +
        '10000000003\t10000000002\t10000000003\t2026-01-02\t20\n' +
        '20000000002\t10000000002\t10000000002\t2026-01-03\t30\n',
    );
    expect(use).toBe('10000000002\t7\tsvod\tFR\n10000000003\t7\tsvod\tDE\n');
    expect(item?.split('\t').slice(0, 4)).toEqual(['10000000002', '3', '', 'Été']);
    expect(rejection).toMatch(/^20000000003\tday_not_licensed\t/);
    expect(reader.outcomes).toMatchObject([
      { accepted: 2, rejected: 0 },
      { accepted: 1, rejected: 1 },
    ]);
    expect(heard.at(-1)).toBe(4);
  });

  it('wait, when they are longer than what is taken of them, and then go on to their last line', async () => {
    const titles = 60_000;
    const lines = Array.from({ length: titles }, (_, n) => `L1,svod,FR,2026-01-01,1,${'long title '.repeat(80)}${n}\n`);
    const reader = reading([await report('long.csv', lines.join(''))]);
    await new Promise((resume) => setTimeout(resume, 1_500));
    const { line } = await rowsOf(reader);
    expect(line?.split('\n')).toHaveLength(titles + 1);
  });

  it('that cannot be read any more fail, and say which file it is', async () => {
    const reader = reading([join(folder, 'gone.csv')]);
    await expect(rowsOf(reader)).rejects.toThrow(/ENOENT.*gone\.csv/);
    await reader.close();
  });

  it('are left alone when the run they were for fails', async () => {
    const lines = 'L1,svod,FR,2026-01-01,1,Title\n'.repeat(200_000);
    const reader = reading([await report('left.csv', lines)]);
    await reader.close();
    await expect(rowsOf(reader)).rejects.toThrow('ended before it was through');
  });
});
