import { compareCodePoints } from '../../src/kernel/ids.js';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, type CommandResult } from '../support/command.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { filesIn, OWN_GOLDEN } from '../support/golden.js';
import { stableOutputs } from '../support/outputs.js';
import { PROJECT } from '../support/project.js';
import { newSociety } from '../support/society.js';
import { recordsIn } from '../support/table-rows.js';

const [TINY, EDGE] = ['tiny', 'edge'].map((wanted) => OWN_GOLDEN.find(({ name }) => name === wanted)!.path) as [
  string,
  string,
];

let db: TestDatabase;
let scratch: string;

beforeAll(async () => {
  db = await cloneDatabase();
});
afterAll(() => db.drop());
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'run-command-'));
});
afterEach(() => rmSync(scratch, { recursive: true }));

function cineledger(...args: string[]): Promise<CommandResult> {
  return command(args, db.environment);
}

function run(folder: string, ...options: string[]): Promise<CommandResult> {
  return cineledger('run', folder, '--out', join(scratch, 'out'), '--no-pdf', ...options);
}

async function done(result: Promise<CommandResult>): Promise<CommandResult> {
  const ended = await result;
  if (ended.code !== 0) throw new Error(`The command ended with ${ended.code}: ${ended.stderr}`);
  return ended;
}

async function societies(): Promise<string[]> {
  const rows = await db.dataSource.query<{ name: string }[]>('select name from identity.society order by name');
  return rows.map(({ name }) => name);
}

describe('cineledger, asked for help,', () => {
  it('names its commands, what the environment decides and what exit codes mean', async () => {
    const { stdout } = await done(cineledger('--help'));
    for (const word of ['run ', 'explain ', 'migrate ', 'CINELEDGER_HOME', 'DATABASE_URL', 'Exit codes']) {
      expect(stdout).toContain(word);
    }
    const run = (await done(cineledger('run', '--help'))).stdout;
    for (const word of ['--out <dir>', '--society <name>', '--force', '--no-pdf', 'usage/*.csv', 'Examples:']) {
      expect(run).toContain(word);
    }
    expect((await done(cineledger('explain', '--help'))).stdout).toContain('Example:');
    expect((await done(cineledger('help', 'migrate'))).stdout).toContain('backup');
  });

  it('answers a command line that it cannot understand with exit code 2 and what is wrong', async () => {
    const wrong: [string[], string][] = [
      [[], 'Usage:'],
      [['pay'], 'pay'],
      [['run', TINY], '--out'],
      [['run', '--out', 'out'], 'folder'],
      [['run', TINY, '--out', join(scratch, 'out'), '--quick'], '--quick'],
      [['explain', scratch, 'K1', 'chen', '--lines', 'many'], 'whole number'],
    ];
    const answers = await Promise.all(
      wrong.map(async ([args, reason]) => ({ args, reason, ...(await cineledger(...args)) })),
    );
    for (const { args, reason, code, stderr } of answers) {
      expect({ args, code, stderr }).toEqual({ args, code: 2, stderr: expect.stringContaining(reason) as string });
    }
    expect(readdirSync(scratch)).toEqual([]);
  });
});

describe('cineledger run', () => {
  it('distributes into a sandbox named after the folder, says what it paid, and is quiet elsewhere', async () => {
    const { stdout, stderr } = await done(run(TINY));
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^Society tiny: 1 collections, 2 works, 3 claims$/m);
    expect(stdout).toMatch(/^to parties +540\.00$/m);
    expect(stdout).toContain(join(scratch, 'out'));
    expect(await societies()).toContain('tiny');
    await done(run(TINY, '--force', '--society', 'What if Q1'));
    expect(await societies()).toEqual(expect.arrayContaining(['What if Q1', 'tiny']));
  });

  it('writes PDFs beside the CSVs of statements unless told not to', async () => {
    await done(cineledger('run', TINY, '--out', join(scratch, 'out')));
    const statements = readdirSync(join(scratch, 'out', 'statements'));
    expect(statements.filter((name) => name.endsWith('.pdf')).sort()).toEqual([
      'beijing-studio.pdf',
      'chen.pdf',
      'gaumont.pdf',
    ]);
    await done(run(TINY, '--force'));
    expect(readdirSync(join(scratch, 'out', 'statements')).some((name) => name.endsWith('.pdf'))).toBe(false);
  });

  it('refuses with exit code 4 a directory that is not empty, and without summary.json even by --force', async () => {
    const out = join(scratch, 'out');
    await done(run(TINY));
    const before = filesIn(out);
    const again = await run(EDGE);
    expect(again).toMatchObject({ code: 4, stderr: expect.stringContaining('--force') as string });
    expect(filesIn(out)).toEqual(before);

    rmSync(join(out, 'summary.json'));
    const foreign = await run(EDGE, '--force');
    expect(foreign).toMatchObject({ code: 4, stderr: expect.stringContaining('summary.json') as string });
    expect(filesIn(out).size).toBe(before.size - 1);
    expect(await societies()).not.toContain('edge');

    rmSync(out, { recursive: true });
    mkdirSync(out);
    await done(run(EDGE));
    expect(readdirSync(scratch)).toEqual(['out']);
  });

  it('refuses with exit code 4 a society that is no sandbox, and leaves its rows alone', async () => {
    await newSociety(db.dataSource, 'Real Society');
    const before = await db.dataSource.query<object[]>(`select * from identity.society where name = 'Real Society'`);
    const refused = await run(TINY, '--society', 'Real Society');
    expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining('not a sandbox') as string });
    expect(await db.dataSource.query(`select * from identity.society where name = 'Real Society'`)).toEqual(before);
    expect(before).toHaveLength(1);
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('runs for several societies at once, and twice at once for one, as if each were alone', async () => {
    const outs = ['one', 'other', 'same', 'too'].map((name) => join(scratch, name));
    const [one, other, same, too] = outs as [string, string, string, string];
    await Promise.all([
      done(cineledger('run', TINY, '--out', one, '--no-pdf', '--society', 'one')),
      done(cineledger('run', EDGE, '--out', other, '--no-pdf', '--society', 'other')),
      done(cineledger('run', TINY, '--out', same, '--no-pdf', '--society', 'same')),
      done(cineledger('run', TINY, '--out', too, '--no-pdf', '--society', 'same')),
    ]);
    expect(stableOutputs(too)).toEqual(stableOutputs(same));
    for (const [out, folder] of [
      [one, TINY],
      [other, EDGE],
      [same, TINY],
    ] as const) {
      const expected = readFileSync(join(folder, 'expected', 'allocations.csv'), 'utf8');
      expect(readFileSync(join(out, 'allocations.csv'), 'utf8')).toBe(expected);
    }
    expect((await societies()).filter((name) => name === 'same')).toHaveLength(1);
  });

  it('warns of columns and files that it ignores and of files that are twins, and runs all the same', async () => {
    const folder = join(scratch, 'folder');
    cpSync(TINY, folder, { recursive: true });
    const parties = readFileSync(join(folder, 'parties.csv'), 'utf8').trimEnd().split('\n');
    const noted = parties.map((line, index) => `${line},${index === 0 ? 'note' : 'x'}\n`);
    writeFileSync(join(folder, 'parties.csv'), noted.join(''));
    cpSync(join(folder, 'usage', 'q1.csv'), join(folder, 'usage', 'q1 (copy).csv'));
    writeFileSync(join(folder, 'usage', 'q2.xlsx'), 'PK');
    const { stderr } = await done(run(folder));
    expect(stderr.trimEnd().split('\n').sort()).toEqual([
      'warning: parties.csv:1: note: unknown column, ignored',
      expect.stringMatching(/^warning: usage\/q1\.csv: .*same bytes as usage\/q1 \(copy\)\.csv/) as string,
      expect.stringMatching(/^warning: usage\/q2\.xlsx: .*ignored/) as string,
    ]);
    const summary = JSON.parse(readFileSync(join(scratch, 'out', 'summary.json'), 'utf8')) as object;
    expect(summary).toMatchObject({ counts: { lines: 14 }, warnings: expect.any(Array) as unknown[] });
  });

  it('lets every pool undistributed where there is no usage, and says so', async () => {
    const folder = join(scratch, 'folder');
    cpSync(TINY, folder, { recursive: true });
    rmSync(join(folder, 'usage'), { recursive: true });
    const { stderr } = await done(run(folder));
    expect(stderr).toMatch(/^warning: usage\/: .*undistributed\n$/);
    expect(recordsIn(readFileSync(join(scratch, 'out', 'allocations.csv'), 'utf8'))).toEqual([
      expect.objectContaining({ beneficiary: 'admin', amount: '100.00' }),
      expect.objectContaining({ beneficiary: 'undistributed', amount: '900.00' }),
    ]);
  });

  it('on examples/ shows every way in which money is held, and titles in three scripts', async () => {
    await done(run(join(PROJECT, 'examples')));
    const allocations = recordsIn(readFileSync(join(scratch, 'out', 'allocations.csv'), 'utf8'));
    const held = allocations.filter(({ beneficiary_kind }) => beneficiary_kind === 'suspense');
    expect([...new Set(held.map(({ beneficiary }) => beneficiary ?? ''))].sort(compareCodePoints)).toEqual([
      'disputed',
      'unclaimed',
      'undistributed',
      'unidentified',
    ]);
    expect(new Set(allocations.map(({ collection_id }) => collection_id)).size).toBeGreaterThanOrEqual(3);
    const titles = [...filesIn(join(scratch, 'out', 'statements')).values()].join('');
    for (const script of [/\p{Script=Han}/u, /[éÉ]/, /\p{Script=Hiragana}/u]) expect(titles).toMatch(script);
    const candidates = recordsIn(readFileSync(join(scratch, 'out', 'unidentified.csv'), 'utf8'));
    expect(candidates.some((row) => row.candidates !== '')).toBe(true);
  });
});

describe('cineledger explain', () => {
  it('leads from an amount over claims and points to the usage lines', async () => {
    const out = join(scratch, 'out');
    await done(run(TINY));
    const { stdout } = await done(cineledger('explain', out, '2026Q1', 'beijing-studio'));
    expect(stdout).toContain('beijing-studio (北京电影制片厂) got 200.00 CNY of collection 2026Q1.');
    expect(stdout).toContain('10 % of the collected = 100.00 CNY');
    expect(stdout).toContain('900.00 × 66.666667 ÷ 300 = 200.000001 CNY exactly');
    expect(stdout).toMatch(/claim 1: 66\.666667 % of making_available/);
    expect(stdout).toMatch(/^ +usage\/q1\.csv:2: 2026-01-15, 100 views/m);
    expect(stdout).not.toContain('usage/q1.csv:3');
  });

  it('gives the amounts of a run to the cent, and the unit that rounding left over', async () => {
    const out = join(scratch, 'out');
    await done(run(EDGE));
    const parties = recordsIn(readFileSync(join(EDGE, 'expected', 'allocations.csv'), 'utf8')).filter(
      ({ beneficiary_kind }) => beneficiary_kind === 'party',
    );
    expect(parties.map(({ beneficiary }) => beneficiary)).toEqual(['a', 'b', 'Ａ', '🎬']);
    const texts = await Promise.all(
      parties.map(({ beneficiary }) => cineledger('explain', out, 'z', beneficiary!, '--lines', '2')),
    );
    parties.forEach(({ beneficiary, amount }, index) => {
      const { code, stdout } = texts[index]!;
      expect({ beneficiary, code, stdout }).toEqual({
        beneficiary,
        code: 0,
        stdout: expect.stringContaining(`got ${amount} EUR of collection z.`) as string,
      });
      // Exactly b is owed 2356.038… cents: of the four only that fraction is too small for one of the units left over.
      const unit = beneficiary === 'b' ? 'the units left over went to larger fractions' : 'left over went here';
      expect(stdout).toContain(unit);
    });
    expect(texts[0]!.stdout).toContain('87.51 × 14.3333334 ÷ 130 = 9.6485385064 EUR exactly');
    expect(texts[0]!.stdout).toContain('rounded down to 9.64 EUR');
    expect(texts[1]!.stdout).toContain('from 3 usage lines, the first 2 shown');
    expect(texts[1]!.stdout).toContain('usage/u.csv:11:');
    expect(texts[1]!.stdout).not.toContain('usage/u.csv:13:');
    expect(texts[2]!.stdout).toContain('claim c1: 50 % of making_available, the world, any day to 2026-01-15');
    expect(texts[3]!.stdout).toContain('usage/u.csv:4: 2026-01-31, 10 views, an identifier alone matched by imdb');
  });

  it('says what is not there, and with exit code 4 that another run took the place in the database', async () => {
    const out = join(scratch, 'out');
    await done(run(EDGE, '--society', 'replaced'));
    const questions: [string[], string][] = [
      [[out, 'y', 'a'], 'no points in collection "y"'],
      [[out, 'q', 'a'], '"q" is not in this distribution'],
      [[out, 'z', 'nobody'], '"nobody" is not known'],
      [[scratch, 'z', 'a'], 'not written by a run'],
    ];
    for (const [args, reason] of questions) {
      const answer = await cineledger('explain', ...args);
      expect(answer).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining(reason) as string });
    }
    const other = join(scratch, 'other');
    await done(cineledger('run', TINY, '--out', other, '--no-pdf', '--society', 'replaced'));
    const late = await cineledger('explain', out, 'z', 'a');
    expect(late).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringContaining('Run the folder again') as string,
    });
    await done(cineledger('explain', other, '2026Q1', 'chen'));
  });
});
