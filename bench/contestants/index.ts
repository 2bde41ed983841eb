import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from '../measure/run-process.js';
import type { Arena, Contestant, Outcome } from './contestant.js';

const here = import.meta.dirname;

/** COPY alone, without the start of its process: the strictest floor. */
const floor: Contestant = {
  name: 'floor',
  title: 'floor: plain COPY of the raw lines',
  async run({ folder, server }) {
    const environment = { DATABASE_URL: server.url };
    const measured = await runProcess([join(here, 'floor.js'), folder], environment, server.postmaster);
    const { seconds } = JSON.parse(measured.stdout) as { seconds: number };
    return { seconds, cpu: measured.cpu, serverCpu: measured.serverCpu, peakMib: measured.peakMib };
  },
};

/** A program without a server that writes OUT/allocations.csv: the whole process counts. */
function standalone(name: string, title: string, program: string, ...more: readonly string[]): Contestant {
  return {
    name,
    title,
    async run({ folder, out }) {
      const { wall, cpu, peakMib } = await runProcess([join(here, program), folder, out, ...more], {});
      return { seconds: wall, cpu, serverCpu: 0, peakMib, allocations: join(out, 'allocations.csv') };
    },
  };
}

/** The last stage of the service that counts; what comes after it is statements and other outputs. */
const LAST_STAGE = 'post';
const CLI = join(here, '../../src/app/cli.js');

/**
 * Intake to posted ledger: the whole process, its start and its commit too, less the stages after `post`
 * (checks, CSV outputs, statements), which the other contestants don't do.
 */
const service: Contestant = {
  name: 'service',
  title: 'cineledger run: intake to posted ledger',
  async run(arena: Arena): Promise<Outcome> {
    const { folder, out, label, pdf, server } = arena;
    const args = [CLI, 'run', folder, '--out', out, '--society', label, '--force', ...(pdf ? [] : ['--no-pdf'])];
    const measured = await runProcess(args, server.environment, server.postmaster);
    const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as { seconds: Record<string, number> };
    const stages = Object.entries(summary.seconds);
    const last = stages.findIndex(([stage]) => stage === LAST_STAGE);
    if (last < 0)
      throw new Error(`summary.json knows no stage ${LAST_STAGE}: ${Object.keys(summary.seconds).join(', ')}`);
    const after = stages.slice(last + 1).reduce((sum, [, seconds]) => sum + seconds, 0);
    const { cpu, serverCpu, peakMib, wall } = measured;
    const allocations = join(out, 'allocations.csv');
    return { seconds: wall - after, cpu, serverCpu, peakMib, allocations, stages: { ...summary.seconds, whole: wall } };
  },
};

export const CONTESTANTS: readonly Contestant[] = [
  floor,
  service,
  standalone('duckdb', 'tuned DuckDB script (2 threads, in memory)', 'duckdb.js'),
  standalone('script', 'exact row-by-row script, fractions', 'exact-script.js'),
  standalone('script-whole', 'exact row-by-row script, scaled whole numbers', 'exact-script.js', 'whole'),
];
