import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesIn, FURTHER_GOLDEN, FURTHER_GOLDEN_PATH, OWN_GOLDEN } from '../support/golden.js';
import { mutate } from '../support/mutate.js';
import { randomFolder } from '../support/random-folder/index.js';
import { parseCsv, placeOf, runReference, type ReferenceResult } from '../support/reference/index.js';

const TINY = OWN_GOLDEN.find(({ name }) => name === 'tiny')!.path;

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'reference-'));
});
afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

function results(result: ReferenceResult): Map<string, string> {
  if ('faults' in result) throw new Error(`The folder has faults:\n${result.faults.slice(0, 10).join('\n')}`);
  return result.files;
}

function records(text: string): Record<string, string>[] {
  const [header = [], ...rows] = parseCsv(text).map(({ cells }) => cells ?? []);
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

/** Every golden file against the reference's; `real` states no statements, and nobody states a ledger. */
function expectGolden(path: string): void {
  const actual = results(runReference(path));
  const expected = filesIn(join(path, 'expected'));
  expect(expected.size).toBeGreaterThan(3);
  for (const [file, text] of expected) expect({ file, text: actual.get(file) }).toEqual({ file, text });
  const statements = [...expected.keys()].filter((file) => file.startsWith('statements/'));
  const ours = [...actual.keys()].filter((file) => file.startsWith('statements/'));
  if (statements.length > 0) expect(ours.sort()).toEqual(statements.sort());
}

describe('The reference on folders with known results', () => {
  it.each(OWN_GOLDEN)('gives every file of $name to the byte', ({ path }) => expectGolden(path));

  if (FURTHER_GOLDEN.length === 0) {
    it.skip(`gives every file of the full set (not found at ${FURTHER_GOLDEN_PATH}; CINELEDGER_GOLDEN names it)`, () =>
      undefined);
  } else {
    it.each(FURTHER_GOLDEN)('gives every file of $name in the full set to the byte', ({ path }) => expectGolden(path));
  }
});

describe('The reference on faulty masters', () => {
  it.each([
    ['parties.csv', 'chen,Chen', 'gaumont,Chen', ['parties.csv:4: party_id', 'claims.csv:3: party_id']],
    ['parties.csv', 'kind', 'Kind', ['parties.csv:1: kind']],
    ['works.csv', 'leon,Léon,feature', 'leon,,movie', ['works.csv:3: title', 'works.csv:3: work_type']],
    ['claims.csv', '66.666667', '66.6666667', ['claims.csv:2: share']],
    ['claims.csv', '* -US', '* -UK', ['claims.csv:4: territories']],
    ['claims.csv', '3,leon,gaumont', '3,leno,gaumont', ['claims.csv:4: work_id']],
    ['licences.csv', '2026-12-31', '2025-12-31', ['licences.csv:2: valid_to']],
    ['licences.csv', 'CNY', 'JPY', ['collections.csv:2: amount']],
    ['collections.csv', '1000.00', '1e3', ['collections.csv:2: amount']],
    ['collections.csv', '1000.00', '1000.00\nK2,L1,2026-03-31,2026-04-01,1', ['collections.csv:3: period_start']],
    ['deductions.csv', 'admin_fee,10,', 'admin_fee,10,\nx,other,90.5,L1', ['deductions.csv:3: percent']],
    ['usage/q1.csv', 'territory', 'country', ['usage/q1.csv:1: territory']],
    ['usage/q1.csv', 'Unknown', 'Unknown \0', ['usage/q1.csv:5']],
    [
      'works.csv',
      'farewell,',
      '"farewell,',
      ['works.csv:2', 'claims.csv:2: work_id', 'claims.csv:3: work_id', 'claims.csv:4: work_id'],
    ],
  ])('places what is wrong in %s after %j became %j', (file, from, to, places) => {
    cpSync(TINY, scratch, { recursive: true });
    const text = readFileSync(join(scratch, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(scratch, file), text.replace(from, to));
    const result = runReference(scratch);
    expect('faults' in result ? result.faults.map(placeOf) : []).toEqual(places);
  });
});

describe('The reference on random folders', () => {
  const SEEDS = Array.from({ length: 30 }, (_, index) => index);

  it('finds them valid, and between them every code of rejection and every kind of beneficiary', () => {
    const codes = new Set<string>();
    const beneficiaries = new Set<string>();
    for (const seed of SEEDS) {
      const path = join(scratch, String(seed));
      randomFolder(path, seed);
      const files = results(runReference(path));
      for (const { code } of records(files.get('rejected.csv')!)) codes.add(code!);
      for (const row of records(files.get('allocations.csv')!)) {
        beneficiaries.add(row.beneficiary_kind === 'suspense' ? row.beneficiary! : row.beneficiary_kind!);
      }
    }
    expect([...codes].sort()).toEqual([
      'bad_date',
      'bad_metric',
      'bad_row',
      'bad_territory',
      'day_not_licensed',
      'territory_not_licensed',
      'unknown_licence',
      'use_type_not_licensed',
    ]);
    expect([...beneficiaries].sort()).toEqual([
      'deduction',
      'disputed',
      'party',
      'unclaimed',
      'undistributed',
      'unidentified',
    ]);
  });

  it('allocates of every pool exactly what was collected, and balances the ledger', () => {
    for (const seed of SEEDS) {
      const path = join(scratch, String(seed));
      randomFolder(path, seed, { lines: 100 });
      const files = results(runReference(path));
      const collected = new Map(
        records(files.get('ledger.csv')!)
          .filter(({ debit }) => debit !== '')
          .map(({ collection_id, debit }) => [collection_id!, minorUnits(debit!)]),
      );
      expect(totals(records(files.get('allocations.csv')!), 'amount')).toEqual(collected);
      expect(totals(records(files.get('ledger.csv')!), 'credit')).toEqual(collected);
    }
  });

  it('gets the same folder for the same seed and another one for another', () => {
    randomFolder(join(scratch, 'a'), 7);
    randomFolder(join(scratch, 'b'), 7);
    randomFolder(join(scratch, 'c'), 8);
    expect(filesIn(join(scratch, 'b'))).toEqual(filesIn(join(scratch, 'a')));
    expect(filesIn(join(scratch, 'c'))).not.toEqual(filesIn(join(scratch, 'a')));
  });

  it('answers for a spoilt one with faults that have a place, or with a result', () => {
    for (const seed of SEEDS) {
      const path = join(scratch, String(seed));
      randomFolder(path, seed, { lines: 40 });
      const done = mutate(path, seed);
      expect(done).not.toBe('');
      const result = runReference(path);
      const faults = 'faults' in result ? result.faults : [];
      const unplaced = faults.filter((fault) => !/^(usage|[a-z]+\.csv|usage\/.*\.csv)(:[0-9]+)?: /s.test(fault));
      expect({ seed, done, unplaced }).toEqual({ seed, done, unplaced: [] });
      if (!('faults' in result)) expect(result.counts.lines).toBe(result.counts.accepted + result.counts.rejected);
    }
  });
});

/** Sums by collection, in minor units; all amounts of a pool have the decimals of its currency. */
function totals(rows: Record<string, string>[], column: string): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const row of rows) {
    const amount = minorUnits(row[column] || '0');
    const sum = (sums.get(row.collection_id!) ?? 0n) + amount;
    sums.set(row.collection_id!, sum);
  }
  for (const [collection, sum] of sums) if (sum === 0n) sums.delete(collection);
  return sums;
}

function minorUnits(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}
