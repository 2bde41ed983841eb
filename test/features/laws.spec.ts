import { compareCodePoints } from '../../src/kernel/ids.js';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { SOAK } from '../support/agreement.js';
import { startApplication, type TestApplication } from '../support/application.js';
import { filesIn } from '../support/golden.js';
import { stableOutputs } from '../support/outputs.js';
import { Random } from '../support/random.js';
import { randomFolder } from '../support/random-folder/index.js';
import { formatCsv } from '../support/reference/index.js';
import { statementName } from '../support/reference/values.js';
import { appendRecord, changeRows, recordsIn, rowsIn } from '../support/table-rows.js';

/** The same folders on every run of the tests; others in each soak, whose failures state their seed. */
const RUNS: fc.Parameters<[number]> = SOAK ? { numRuns: 100 } : { numRuns: 8, seed: 3 };
const METRICS = ['views', 'seconds', 'revenue'];
/** Amounts have at most 4 decimals (CLF), exact amounts 10. */
const SCALE = 10;

let application: TestApplication;
let scratch: string;
let made = 0;

beforeAll(async () => {
  application = await startApplication();
  scratch = mkdtempSync(join(tmpdir(), 'laws-'));
});
afterAll(async () => {
  await application.stop();
  rmSync(scratch, { recursive: true });
});

function holds(law: (folder: string, random: Random) => Promise<void>): Promise<void> {
  const seeds = fc.noShrink(fc.integer({ min: 0, max: 1_000_000 }));
  return fc.assert(
    fc.asyncProperty(seeds, async (seed) => {
      const folder = join(scratch, `folder-${made++}`);
      randomFolder(folder, seed, { lines: 80 });
      await law(folder, new Random(seed));
      rmSync(folder, { recursive: true });
    }),
    { ...RUNS, endOnFailure: true },
  );
}

function copyOf(folder: string): string {
  const copy = join(scratch, `folder-${made++}`);
  cpSync(folder, copy, { recursive: true });
  return copy;
}

async function outputsOf(folder: string): Promise<Map<string, string>> {
  const out = join(scratch, `out-${made++}`);
  await application.run(folder, out);
  const files = filesIn(out);
  rmSync(out, { recursive: true });
  return files;
}

/** What is paid, held and stated: all tables but the list of rejected lines, which names places. */
function results(files: ReadonlyMap<string, string>): [string, string][] {
  return [...files]
    .filter(([file]) => file.endsWith('.csv') && file !== 'rejected.csv')
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

function usageFiles(folder: string): string[] {
  return readdirSync(join(folder, 'usage')).map((name) => `usage/${name}`);
}

/** Writes every usage file plainly, without the rows that cannot be split: only the first of those would be one. */
function plainUsage(folder: string): void {
  for (const file of usageFiles(folder)) changeRows(folder, file, (rows) => rows);
}

describe('The order of things', () => {
  it('of lines, of usage files, of master rows and of columns does not matter', () =>
    holds(async (folder, random) => {
      plainUsage(folder);
      const before = await outputsOf(folder);
      for (const file of usageFiles(folder)) {
        changeRows(folder, file, (rows) => random.shuffle(rows));
        // Reading order is that of the names, so a file that is renamed is read at another time.
        renameSync(join(folder, file), join(folder, 'usage', `${random.digits(8)}.csv`));
      }
      // The order of collections and deductions is part of what they say.
      for (const name of ['parties', 'works', 'claims', 'licences', 'aliases', 'weights']) {
        if (readdirSync(folder).includes(`${name}.csv`)) shuffleTable(join(folder, `${name}.csv`), random);
      }
      const after = await outputsOf(folder);
      expect(results(after)).toEqual(results(before));
      const codes = (files: ReadonlyMap<string, string>) =>
        recordsIn(files.get('rejected.csv')!)
          .map(({ code }) => code!)
          .sort(compareCodePoints);
      expect(codes(after)).toEqual(codes(before));
    }));
});

function shuffleTable(path: string, random: Random): void {
  const [header = [], ...rows] = rowsIn(readFileSync(path, 'utf8'));
  const columns = random.shuffle([...header.keys()]);
  const moved = [header, ...random.shuffle(rows)].map((row) => columns.map((column) => row[column]!));
  writeFileSync(path, formatCsv(moved));
}

describe('A usage line', () => {
  it('split in two changes nothing but how many lines there are', () =>
    holds(async (folder, random) => {
      plainUsage(folder);
      const before = await outputsOf(folder);
      for (const file of usageFiles(folder)) {
        changeRows(folder, file, (rows, header) =>
          rows.flatMap((row) => (random.percent(60) ? split(row, header, random) : [row])),
        );
      }
      const after = await outputsOf(folder);
      expect(withoutLines(after)).toEqual(withoutLines(before));
      expect(lineCount(after)).toBeGreaterThan(lineCount(before));
    }));
});

/** A row as two with its metrics shared out; what is no metric (and is rejected) stays in both. */
function split(row: readonly string[], header: readonly string[], random: Random): string[][] {
  if (row.length !== header.length) return [[...row]];
  const [one, other] = [[...row], [...row]];
  for (const metric of METRICS) {
    const at = header.indexOf(metric);
    if (at < 0 || !/^\d{1,18}(\.\d{1,12})?$/.test(row[at]!)) continue;
    const [whole = '', decimals = ''] = row[at]!.split('.');
    const all = BigInt(whole + decimals);
    const part = (all * BigInt(random.below(101))) / 100n;
    one[at] = withDecimals(part, decimals.length);
    other[at] = withDecimals(all - part, decimals.length);
  }
  return [one, other];
}

function withDecimals(value: bigint, decimals: number): string {
  const digits = String(value).padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function withoutLines(files: ReadonlyMap<string, string>): [string, string][] {
  const blank = recordsIn(files.get('unidentified.csv')!).map((record) => ({ ...record, lines: '' }));
  return [
    ...results(files).filter(([file]) => file !== 'unidentified.csv'),
    ['unidentified.csv', JSON.stringify(blank)],
  ];
}

function lineCount(files: ReadonlyMap<string, string>): number {
  return (JSON.parse(files.get('summary.json')!) as { counts: { lines: number } }).counts.lines;
}

describe('The money of a pool', () => {
  it('goes whole to deductions, parties and suspense, and a statement comes within one unit of what is owed', () =>
    holds(async (folder) => {
      const files = await outputsOf(folder);
      const allocations = recordsIn(files.get('allocations.csv')!);
      const sums = new Map<string, bigint>();
      for (const { collection_id, amount } of allocations) {
        sums.set(collection_id!, (sums.get(collection_id!) ?? 0n) + scaled(amount!));
      }
      const collections = recordsIn(readFileSync(join(folder, 'collections.csv'), 'utf8'));
      for (const { collection_id, amount } of collections) {
        expect({ collection_id, sum: sums.get(collection_id!) ?? 0n }).toEqual({ collection_id, sum: scaled(amount!) });
      }
      for (const { beneficiary_kind, beneficiary, collection_id, amount } of allocations) {
        if (beneficiary_kind !== 'party') continue;
        const lines = statementOf(files, beneficiary!).filter((line) => line.collection_id === collection_id);
        const exact = lines.reduce((sum, line) => sum + scaled(line.exact_amount!), 0n);
        const unit = 10n ** BigInt(SCALE - (amount!.split('.')[1]?.length ?? 0));
        const difference = exact > scaled(amount!) ? exact - scaled(amount!) : scaled(amount!) - exact;
        // Each line is itself rounded to 10 decimals.
        expect(difference).toBeLessThan(unit + BigInt(lines.length));
      }
    }));
});

function scaled(amount: string): bigint {
  const [whole = '', decimals = ''] = amount.split('.');
  return BigInt(whole + decimals.padEnd(SCALE, '0'));
}

function statementOf(files: ReadonlyMap<string, string>, party: string): Record<string, string>[] {
  return recordsIn(files.get(`statements/${statementName(party)}.csv`)!);
}

describe('Running again', () => {
  it('gives the same bytes, timings aside', () =>
    holds(async (folder) => {
      const out = join(scratch, `out-${made++}`);
      await application.run(folder, out);
      const first = stableOutputs(out);
      await application.run(folder, out);
      expect(stableOutputs(out)).toEqual(first);
    }));
});

describe('A party', () => {
  it('never gets less for more use of a work that is all its own', () =>
    holdsForMore(['1', '2', '999999', '900000000000000000'], (metric) => ({ metric, share: '100' })));

  it('never gets less for a larger share of what others leave unclaimed', () =>
    holdsForMore(['0.000001', '33.333333', '33.333334', '100'], (share) => ({ metric: '12345', share })));

  /** One unit left over moves when its fraction grows only if no other fraction does, so both are laws. */
  function holdsForMore(steps: string[], own: (step: string) => { metric: string; share: string }): Promise<void> {
    return holds(async (base) => {
      const place = placeWithPoints(base, await outputsOf(base));
      fc.pre(place !== undefined);
      const amounts: bigint[] = [];
      for (const step of steps) {
        const folder = copyOf(base);
        addOwnWork(folder, place!, own(step));
        const files = await outputsOf(folder);
        // It takes part, in the party's statement or in what is held: otherwise the amounts would say nothing.
        expect([...files.values()].some((text) => text.includes(',own-work,'))).toBe(true);
        const rows = recordsIn(files.get('allocations.csv')!);
        const mine = rows.find(
          (row) =>
            row.beneficiary === place!.party &&
            row.collection_id === place!.collection_id &&
            row.beneficiary_kind === 'party',
        );
        amounts.push(scaled(mine?.amount ?? '0'));
        rmSync(folder, { recursive: true });
      }
      const sorted = [...amounts].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
      expect(amounts).toEqual(sorted);
    });
  }
});

/** A party's line of a statement of a pool that has money, with a day on which a line of it counts. */
function placeWithPoints(folder: string, files: ReadonlyMap<string, string>): Record<string, string> | undefined {
  const licences = recordsIn(readFileSync(join(folder, 'licences.csv'), 'utf8'));
  const allocations = recordsIn(files.get('allocations.csv')!).filter((row) => row.beneficiary_kind === 'party');
  const [allocation] = allocations.toSorted((one, other) => (scaled(one.amount!) > scaled(other.amount!) ? -1 : 1));
  if (!allocation) return undefined;
  const line = statementOf(files, allocation.beneficiary!).find(
    (row) => row.collection_id === allocation.collection_id,
  )!;
  const { valid_from } = licences.find((licence) => licence.licence_id === line.licence_id)!;
  const used_on = valid_from! > line.period_start! ? valid_from! : line.period_start!;
  return { ...line, party: allocation.beneficiary!, used_on };
}

/** A work that nobody else has a claim on, and one line of its use. */
function addOwnWork(folder: string, place: Record<string, string>, own: { metric: string; share: string }): void {
  const title = 'Nobody Else Has a Film of This Name';
  appendRecord(folder, 'works.csv', { work_id: 'own-work', title });
  appendRecord(folder, 'claims.csv', {
    claim_id: 'own-claim',
    work_id: 'own-work',
    party_id: place.party!,
    right: place.right!,
    share: own.share,
  });
  const columns = ['licence_id', 'use_type', 'territory', 'used_on', 'title'];
  const cells = [...columns.slice(0, 4).map((column) => place[column]!), title];
  const rows = [
    [...columns, ...METRICS],
    [...cells, ...METRICS.map(() => own.metric)],
  ];
  writeFileSync(join(folder, 'usage', 'own.csv'), formatCsv(rows));
}
