import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { BenchServer, Contestant, Outcome } from './contestants/contestant.js';
import { CONTESTANTS } from './contestants/index.js';
import { distributionFolder, standardSizes } from './generate/folder.js';
import { withServer } from './measure/server.js';
import { type Series, disagreement, loadNow, report } from './report.js';

interface Options {
  readonly lines: readonly number[];
  readonly rounds?: number;
  readonly only: readonly Contestant[];
  readonly work: string;
  readonly output?: string;
  readonly pdf: boolean;
}

/** From here on one round is enough unless more are asked for: the row-by-row script alone takes minutes. */
const LARGE = 10_000_000;
const NAMES = CONTESTANTS.map((contestant) => contestant.name);

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError(`${text} is not a whole number above 0.`);
  return value;
}

function contestantsNamed(text: string): Contestant[] {
  return text.split(',').map((name) => {
    const contestant = CONTESTANTS.find((candidate) => candidate.name === name);
    if (!contestant) throw new InvalidArgumentError(`${name} is none of ${NAMES.join(', ')}.`);
    return contestant;
  });
}

function readOptions(): Options {
  const command = new Command('bench')
    .description('Time `cineledger run` against references on the same bytes, alternating in one run.')
    .option(
      '--lines <n,…>',
      'numbers of usage lines',
      (text) => text.split(',').map(wholeNumber),
      [100_000, 1_000_000, 10_000_000],
    )
    .option('--rounds <n>', 'rounds of all contestants (default: 3; 1 from 10,000,000 lines on)', wholeNumber)
    .option('--only <names>', `some of ${NAMES.join(', ')}`, contestantsNamed, [...CONTESTANTS])
    .option('--work <dir>', 'where folders and outputs are kept', '.cineledger/bench')
    .option('--output <file>', 'where the Markdown goes (default: results.md in the work directory)')
    .option('--pdf', 'let the service make PDF statements as well', false);
  // Commander would print the default contestants as objects.
  command.options.find((option) => option.long === '--only')?.default([...CONTESTANTS], 'all');
  return command.parse().opts<Options>();
}

async function measureSeries(lines: number, options: Options, server: BenchServer): Promise<Series> {
  const work = resolve(options.work);
  const folder = distributionFolder(work, standardSizes(lines));
  const outcomes = new Map<Contestant, Outcome[]>(options.only.map((contestant) => [contestant, []]));
  const allocations = new Map<string, string>();
  const rounds = options.rounds ?? (lines >= LARGE ? 1 : 3);
  for (let round = 1; round <= rounds; round += 1) {
    for (const contestant of options.only) {
      const out = join(work, `out-${contestant.name}`);
      rmSync(out, { recursive: true, force: true });
      const label = `bench ${lines} ${round} ${Date.now()}`;
      const outcome = await contestant.run({ folder, out, label, pdf: options.pdf, server });
      outcomes.get(contestant)?.push(outcome);
      if (outcome.allocations !== undefined) {
        const hash = createHash('sha256').update(readFileSync(outcome.allocations)).digest('hex');
        allocations.set(contestant.name, hash);
      }
      process.stderr.write(`${lines} lines, round ${round}: ${contestant.name} ${outcome.seconds.toFixed(2)} s\n`);
    }
  }
  return { lines, outcomes, allocations };
}

const options = readOptions();
mkdirSync(options.work, { recursive: true });
const load = loadNow();
const all: Series[] = [];
await withServer(resolve(options.work), async (server) => {
  for (const lines of options.lines) all.push(await measureSeries(lines, options, server));
});
const text = report(all, load);
writeFileSync(options.output ?? join(options.work, 'results.md'), text);
process.stdout.write(text);
if (all.some((series) => disagreement(series) !== '')) process.exitCode = 1;
