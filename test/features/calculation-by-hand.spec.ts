import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { PROJECT } from '../support/project.js';

const CLI = fileURLToPath(new URL('../../src/app/cli.js', import.meta.url));

describe('docs/calculation.md, worked by hand', () => {
  const page = readFileSync(join(PROJECT, 'docs', 'calculation.md'), 'utf8');
  let db: TestDatabase;
  let out: string;

  beforeAll(async () => {
    db = await cloneDatabase();
    out = mkdtempSync(join(tmpdir(), 'calculation-'));
    command('run', 'test/golden/tiny', '--out', out, '--no-pdf');
  });

  afterAll(async () => {
    rmSync(out, { recursive: true });
    await db.drop();
  });

  it('arrives at the amounts that the program allocates', () => {
    const rows = readFileSync(join(out, 'allocations.csv'), 'utf8').trim().split('\n').slice(1);
    const allocated = rows.map((row) => row.split(',')).filter(([, kind]) => kind !== 'deduction');
    const worked = new Map(
      [...page.matchAll(/^\| (\S+) +\|.*\| +([\d.]+) \|$/gm)].map(([, name, amount]) => [name, amount]),
    );
    expect(allocated).toHaveLength(5);
    for (const [, , beneficiary, , amount] of allocated) {
      expect({ beneficiary, amount: worked.get(beneficiary) }).toEqual({ beneficiary, amount });
    }
  });

  it('books what the program books', () => {
    const booked = readFileSync(join(out, 'ledger.journal'), 'utf8');
    const transaction = booked.slice(booked.search(/^\d{4}-/m));
    const worked = /^```\n(2026-03-31 [^`]+)```$/m.exec(page)?.[1];
    expect(worked?.replace(/ {2,}/g, '  ')).toBe(transaction.replace(/ {2,}/g, '  '));
  });

  it('names commands that work as it says', () => {
    expect(page).toContain('cineledger explain out 2026Q1 chen');
    expect(command('explain', out, '2026Q1', 'chen')).toContain('usage/q1.csv');
  });

  function command(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
      cwd: PROJECT,
      encoding: 'utf8',
      env: { ...process.env, ...db.environment, NODE_OPTIONS: '' },
    });
    if (status !== 0) throw new Error(`cineledger ${args.join(' ')} ended with ${status}: ${stderr}`);
    return stdout;
  }
});
