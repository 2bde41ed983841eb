import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunSummary } from '../../src/folder/index.js';
import { disagreements } from '../support/agreement.js';
import { startApplication, type TestApplication } from '../support/application.js';
import { filesIn, FURTHER_GOLDEN, FURTHER_GOLDEN_PATH, OWN_GOLDEN } from '../support/golden.js';
import { hashesIn, sha256 } from '../support/outputs.js';
import { comparable } from '../support/reference/index.js';
import { recordsIn } from '../support/table-rows.js';

const TINY = OWN_GOLDEN.find(({ name }) => name === 'tiny')!.path;
const HLEDGER = spawnSync('hledger', ['--version']).status === 0;

let application: TestApplication;
let scratch: string;
const runs = new Map<string, Promise<{ summary: RunSummary; out: string }>>();

beforeAll(async () => {
  application = await startApplication();
  scratch = mkdtempSync(join(tmpdir(), 'golden-'));
});
afterAll(async () => {
  await application.stop();
  rmSync(scratch, { recursive: true });
});

/** Each folder is run once; statements as PDFs are of interest where there are few. */
function outputsOf(path: string): Promise<{ summary: RunSummary; out: string }> {
  let known = runs.get(path);
  if (known === undefined) {
    const out = join(scratch, String(runs.size));
    known = application.run(path, out, { pdf: path === TINY }).then((summary) => ({ summary, out }));
    runs.set(path, known);
  }
  return known;
}

/** Every golden file to the byte, everything else as the reference has it. */
async function expectGolden(path: string): Promise<void> {
  const { summary, out } = await outputsOf(path);
  const written = filesIn(out);
  const expected = filesIn(join(path, 'expected'));
  expect(expected.size).toBeGreaterThan(3);
  for (const [file, text] of expected) {
    const found = written.get(file);
    expect({ file, text: found === undefined ? undefined : comparable(file, found) }).toEqual({ file, text });
  }
  // `real` states no statements and nobody a ledger; the reference has both, and tells of files too many.
  expect(disagreements(path, { summary, out })).toEqual([]);
}

describe('The service on folders with known results', () => {
  it.each(OWN_GOLDEN)('gives every file of $name to the byte', ({ path }) => expectGolden(path));

  if (FURTHER_GOLDEN.length === 0) {
    it.skip(`gives every file of the full set (not found at ${FURTHER_GOLDEN_PATH}; CINELEDGER_GOLDEN names it)`, () =>
      undefined);
  } else {
    it.each(FURTHER_GOLDEN)('gives every file of $name in the full set to the byte', ({ path }) => expectGolden(path));
  }
});

describe('summary.json', () => {
  it.each(OWN_GOLDEN)('of $name states what was read and written, and totals that add up', async ({ path }) => {
    const { summary: returned, out } = await outputsOf(path);
    const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as RunSummary;
    expect(summary).toEqual(returned);
    const inputs = [...filesIn(path).keys()].filter((file) => /^(usage\/)?[^/]+\.csv$/.test(file));
    expect(summary.inputs).toEqual(Object.fromEntries(inputs.map((file) => [file, sha256(join(path, file))])));
    expect(summary.outputs).toEqual(hashesIn(out));
    expect(Object.keys(summary.outputs).filter((file) => file.endsWith('.pdf'))).toHaveLength(path === TINY ? 3 : 0);
    expect(Object.keys(summary.invariants).length).toBeGreaterThan(3);
    expect(summary.counts.lines).toBe(summary.counts.accepted + summary.counts.rejected);
    expect(totalsOf(summary)).toEqual(totalsByCurrency(filesIn(out).get('allocations.csv')!));
  });
});

/** Amounts of all currencies fit into so many decimals. */
const DECIMALS = 4;

function scaled(amount: string): bigint {
  const [whole = '', decimals = ''] = amount.split('.');
  return BigInt(whole + decimals.padEnd(DECIMALS, '0'));
}

type Totals = Record<string, Record<string, bigint>>;

function totalsOf({ totals }: RunSummary): Totals {
  return Object.fromEntries(
    totals.map(({ currency, collected, ...parts }) => {
      const sums = Object.entries(parts).map(([name, amount]): [string, bigint] => [name, scaled(amount)]);
      expect(sums.reduce((sum, [, amount]) => sum + amount, 0n)).toBe(scaled(collected));
      return [currency, Object.fromEntries(sums.filter(([, amount]) => amount > 0n))];
    }),
  );
}

function totalsByCurrency(allocations: string): Totals {
  const totals: Totals = {};
  const names: Record<string, string> = { party: 'parties', deduction: 'deducted' };
  for (const { currency, beneficiary_kind, beneficiary, amount } of recordsIn(allocations)) {
    const name = names[beneficiary_kind!] ?? beneficiary!;
    const sums = (totals[currency!] ??= {});
    if (scaled(amount!) > 0n) sums[name] = (sums[name] ?? 0n) + scaled(amount!);
  }
  return totals;
}

describe('ledger.journal, read by hledger', () => {
  if (!HLEDGER) {
    it.skip('passes its strict checks (hledger is not on PATH: apt-get install hledger, or brew install hledger)', () =>
      undefined);
    return;
  }

  // The full set has `real`, the only one with many accounts.
  const folders = FURTHER_GOLDEN.length > 0 ? FURTHER_GOLDEN : OWN_GOLDEN;
  it.each(folders)('of $name passes the strict checks and holds the postings of ledger.csv', async ({ path }) => {
    const { out } = await outputsOf(path);
    const journal = join(out, 'ledger.journal');
    expect(hledger(journal, 'check', '--strict')).toBe('');
    const read = recordsIn(hledger(journal, 'register', '-O', 'csv')).map(
      ({ date, account, amount }) => `${date} ${decodeURIComponent(account!)} ${amount}`,
    );
    const booked = recordsIn(readFileSync(join(out, 'ledger.csv'), 'utf8')).map(
      ({ booked_on, account, currency, debit, credit }) =>
        `${booked_on} ${account} ${currency} ${debit || `-${credit}`}`,
    );
    expect(booked.length).toBeGreaterThan(0);
    expect(read.sort()).toEqual(booked.sort());
  });

  it('fails them once an amount is changed, so that the checks are known to look', async () => {
    const { out } = await outputsOf(TINY);
    const journal = readFileSync(join(out, 'ledger.journal'), 'utf8');
    const changed = journal.replace('CNY -240.00', 'CNY -240.01');
    expect(changed).not.toBe(journal);
    const { status, stderr } = spawnSync('hledger', ['-f', '-', 'check', '--strict'], {
      input: changed,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('balance') as string });
  });

  function hledger(journal: string, ...args: string[]): string {
    const { status, stdout, stderr } = spawnSync('hledger', ['-f', journal, ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
    });
    if (status !== 0) throw new Error(`hledger ${args.join(' ')} refuses the journal: ${stderr}`);
    return stdout;
  }
});
