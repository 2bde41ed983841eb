import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disagreements, serviceResult, SOAK } from '../support/agreement.js';
import { startApplication, type TestApplication } from '../support/application.js';
import { command, type CommandResult } from '../support/command.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { OWN_GOLDEN } from '../support/golden.js';
import { mutate } from '../support/mutate.js';
import { randomFolder } from '../support/random-folder/index.js';
import { placeOf } from '../support/reference/index.js';

const TINY = OWN_GOLDEN.find(({ name }) => name === 'tiny')!.path;
const MUTATIONS = SOAK ? 5_000 : 500;
/** Among the first hundred are a million rows with four faults each, which alone take a minute: left to the soak. */
const FIRST = SOAK ? 0 : 100;
const BLOCK = 50;
/** Several times what the worst takes on two cores that have other work, too. */
const LONGEST_MS = 120_000;
/** `file:line: column: what is wrong`; a directory or a file as a whole has no line, a row as a whole no column. */
const PLACED = /^(usage|usage\/[^]*\.csv|[a-z]+\.csv)(:[1-9]\d*)?: ./;

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'bad-input-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('A spoilt folder', () => {
  let application: TestApplication;
  beforeAll(async () => {
    application = await startApplication();
  });
  afterAll(() => application.stop());

  const counts = { faulty: 0, sound: 0 };
  const blocks = Array.from({ length: MUTATIONS / BLOCK }, (_, block) => FIRST + block * BLOCK);

  it.each(blocks)(
    'gets from seed %i and the 49 after it the answer of the reference, and nothing is stored of a faulty one',
    async (first) => {
      const wrong: object[] = [];
      for (let seed = first; seed < first + BLOCK; seed++) {
        const folder = join(scratch, 'folder');
        randomFolder(folder, seed, { lines: 40 });
        const done = mutate(folder, seed);
        const problems = await problemsOf(folder);
        if (problems.length > 0) wrong.push({ seed, done, problems: problems.slice(0, 5) });
        rmSync(folder, { recursive: true });
      }
      expect(wrong).toEqual([]);
    },
    BLOCK * LONGEST_MS,
  );

  it('was refused in some of these cases and distributed in others', async () => {
    expect(await stored()).toMatch(/"parties":"[1-9].*"distributions":"1"/);
    expect(counts.faulty).toBeGreaterThan(MUTATIONS * 0.2);
    expect(counts.sound).toBeGreaterThan(MUTATIONS * 0.2);
  });

  /** Anything but outputs or faults, an exception say, is a problem too, and told with the seed like the others. */
  async function problemsOf(folder: string): Promise<string[]> {
    const out = join(scratch, 'out');
    rmSync(out, { recursive: true, force: true });
    const storedBefore = await stored();
    const began = performance.now();
    try {
      const result = await serviceResult(application.run(folder, out), out);
      const ms = performance.now() - began;
      const problems = [...disagreements(folder, result)];
      if (ms > LONGEST_MS) problems.push(`it takes ${Math.round(ms)} ms`);
      if ('summary' in result) {
        counts.sound++;
        return problems;
      }
      counts.faulty++;
      const unplaced = result.faults.filter((fault) => !PLACED.test(fault));
      if (result.faults.length === 0) problems.push('it is refused without a fault');
      if ((await stored()) !== storedBefore) problems.push('rows were stored of a folder that has faults');
      const left = readdirSync(scratch).filter((name) => name !== 'folder');
      return [...problems, ...unplaced, ...left.map((name) => `${name} was left behind`)];
    } catch (error) {
      return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    }
  }

  /** The societies and, of the one that the runs share, the rows of the first table that is filled and of the last. */
  async function stored(): Promise<string> {
    const [row] = await application.dataSource.query<[object]>(`
      with society as materialized (
        select set_config('app.society', coalesce(identity.find_society('test'), 0)::text, true) as id)
      select society.id, (select count(*) from identity.society) as societies,
        (select count(*) from repertoire.party where society_id = society.id::integer) as parties,
        (select count(*) from distribution.distribution where society_id = society.id::integer) as distributions
      from society`);
    return JSON.stringify(row);
  }
});

describe('The command, given a spoilt folder,', () => {
  let db: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    db = await cloneDatabase();
  });
  afterAll(() => db.drop());
  beforeEach(() => {
    folder = join(scratch, 'home', 'folder');
    cpSync(TINY, folder, { recursive: true });
  });
  afterEach(() => rmSync(join(scratch, 'home'), { recursive: true }));

  function run(): Promise<CommandResult> {
    const out = join(scratch, 'home', 'out');
    return command(['run', folder, '--out', out, '--society', 'cli', '--no-pdf'], db.environment);
  }

  function replace(file: string, from: string, to: string): void {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(folder, file), text.replace(from, to));
  }

  /** Exit code 3 and every fault on a line of stderr with its place, then one sentence; nothing written or stored. */
  async function faultsOf(result: Promise<CommandResult>): Promise<string[]> {
    const { code, stdout, stderr } = await result;
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    const faults = stderr.trimEnd().split('\n');
    const sentence = faults.pop();
    const count = faults.length === 1 ? '1 fault was' : `${faults.length} faults were`;
    expect(sentence).toBe(`cineledger: ${count} found in the folder and nothing was stored. Mend them and run again.`);
    expect(faults.filter((fault) => !PLACED.test(fault))).toEqual([]);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(readdirSync(join(scratch, 'home'))).toEqual(['folder']);
    expect(await db.dataSource.query(`select identity.find_society('cli') as society`)).toEqual([{ society: null }]);
    return faults;
  }

  it('lists what is wrong in every master file and in usage files, each at its place', async () => {
    replace('parties.csv', 'Chen Kaige', '');
    replace('works.csv', '1993', '0000');
    replace('claims.csv', '66.666667', '166.666667');
    replace('licences.csv', 'CNY,views', 'CNY,plays');
    replace('collections.csv', '1000.00', '9'.repeat(30));
    replace('deductions.csv', 'admin_fee', 'fee');
    replace('usage/q1.csv', 'territory', 'country');
    const places = (await faultsOf(run())).map(placeOf);
    expect(places).toEqual([
      'parties.csv:3: name',
      'works.csv:2: year',
      'claims.csv:2: share',
      'licences.csv:2: metric',
      'collections.csv:2: amount',
      'deductions.csv:2: kind',
      'usage/q1.csv:1: territory',
    ]);
  });

  it('lists a hundred thousand faults, every one of them', async () => {
    const bad = Array.from({ length: 100_000 }, (_, index) => `more-${index},,robot,Utopia,`).join('\n');
    writeFileSync(join(folder, 'parties.csv'), `${readFileSync(join(folder, 'parties.csv'), 'utf8')}${bad}\n`);
    const faults = await faultsOf(run());
    expect(faults).toHaveLength(300_000);
    expect(new Set(faults.map(placeOf)).size).toBe(300_000);
  });

  it('names encodings that are not UTF-8', async () => {
    writeFileSync(join(folder, 'works.csv'), Buffer.from(readFileSync(join(folder, 'works.csv'), 'utf8'), 'utf16le'));
    writeFileSync(join(folder, 'usage', 'q2.csv'), Buffer.from([0xb0, 0xd4, 0xcd, 0xf5, 0x0a]));
    const faults = await faultsOf(run());
    expect(faults.map(placeOf)).toEqual(expect.arrayContaining(['works.csv:1', 'usage/q2.csv:1']));
    expect(faults.filter((fault) => /^(works|usage\/q2)/.test(fault)).every((fault) => fault.includes('UTF-8'))).toBe(
      true,
    );
  });

  it('reads no device and nothing outside the folder', async () => {
    writeFileSync(join(scratch, 'secret.csv'), 'never,to,be,read\n');
    rmSync(join(folder, 'parties.csv'));
    symlinkSync('/dev/zero', join(folder, 'parties.csv'));
    symlinkSync(join(scratch, 'secret.csv'), join(folder, 'usage', 'q2.csv'));
    mkdirSync(join(folder, 'usage', 'q3.csv'));
    const faults = await faultsOf(run());
    rmSync(join(scratch, 'secret.csv'));
    const places = ['parties.csv', 'usage/q2.csv', 'usage/q3.csv'];
    expect(faults.map(placeOf)).toEqual(expect.arrayContaining(places));
    expect(faults.join('\n')).not.toContain('never');
  });

  it('takes ids that look like paths or formulas for what they are: ids', async () => {
    for (const file of ['parties.csv', 'claims.csv']) {
      replace(file, 'chen', '../../x');
      replace(file, 'gaumont', "=cmd|' /C calc'!A0");
    }
    expect(await run()).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(join(scratch, 'home')).sort()).toEqual(['folder', 'out']);
    expect(readdirSync(join(scratch, 'home', 'out', 'statements')).sort()).toEqual([
      '%2E.%2F..%2Fx.csv',
      '%3Dcmd%7C%27%20%2FC%20calc%27%21A0.csv',
      'beijing-studio.csv',
    ]);
  });

  it('that is none, or a file, says so in one sentence', async () => {
    for (const path of [join(folder, 'nowhere'), join(folder, 'works.csv')]) {
      const { code, stderr } = await command(['run', path, '--out', join(scratch, 'home', 'out')], db.environment);
      expect({ code, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 4, lines: 1 });
      expect(stderr).toContain(path);
    }
  });
});
