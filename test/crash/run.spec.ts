import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { dataSourceFor } from '../../src/app/data-source.js';
import { acquireServer } from '../../src/platform/database/server/index.js';
import { SOAK } from '../support/agreement.js';
import { applicationOn } from '../support/application.js';
import { command, type CommandResult, startCommand } from '../support/command.js';
import { OWN_GOLDEN } from '../support/golden.js';
import { stableOutputs } from '../support/outputs.js';
import { Random } from '../support/random.js';
import { makeHome, postmasterPid, removeHome } from '../support/server-home.js';

const MOMENTS = SOAK ? 200 : 25;
const EARLIER = OWN_GOLDEN.find(({ name }) => name === 'edge')!.path;
const FOLDER = OWN_GOLDEN.find(({ name }) => name === 'random-11')!.path;

let home: string;
let scratch: string;
const whole = new Map<string, { outputs: Map<string, string>; rows: string; ms: number }>();

beforeAll(async () => {
  home = await makeHome();
  scratch = mkdtempSync(join(tmpdir(), 'crash-'));
  const plan = { society: 'crash', out: join(scratch, 'undisturbed') };
  await run(EARLIER, { ...plan, pdf: false });
  for (const folder of [EARLIER, FOLDER]) {
    for (const pdf of [false, true]) {
      const began = Date.now();
      expect(await run(folder, { ...plan, pdf })).toMatchObject({ code: 0 });
      const ms = Date.now() - began;
      const rows = await withServer((url) => storedRows(url, 'crash'));
      // What follows compares these counts: they must see something.
      expect(rows).toMatch(/\bledger\.posting [1-9]/);
      whole.set(`${folder} ${pdf}`, { outputs: stableOutputs(plan.out), rows: rows!, ms });
    }
  }
});

afterAll(async () => {
  // What a failed test left running: attaching and leaving stops it.
  if ((await postmasterPid(home)) !== undefined) await (await acquireServer({ home })).release();
  await removeHome(home);
  rmSync(scratch, { recursive: true, force: true });
});

interface RunPlan {
  out: string;
  society: string;
  pdf: boolean;
}

function run(folder: string, plan: RunPlan): Promise<CommandResult> {
  return command(argumentsOf(folder, plan), { CINELEDGER_HOME: home });
}

function argumentsOf(folder: string, { out, society, pdf }: RunPlan): string[] {
  return ['run', folder, '--out', out, '--society', society, '--force', ...(pdf ? [] : ['--no-pdf'])];
}

interface Disturbance {
  moment: number;
  killed: 'the program' | 'the server';
  pdf: boolean;
  /** Whether an earlier run, of another folder, is there to be replaced. */
  earlier: boolean;
  /** How far into an undisturbed run, from 0 to 1. */
  at: number;
}

/** Moments spread over the whole run, a little by chance; what is killed and what stood there before takes turns. */
const random = new Random(9);
const DISTURBANCES: Disturbance[] = Array.from({ length: MOMENTS }, (_, moment) => ({
  moment,
  killed: moment % 2 === 0 ? 'the program' : 'the server',
  pdf: moment % 9 === 4,
  earlier: moment % 3 === 2,
  at: (moment + random.below(1_000) / 1_000) / MOMENTS,
}));

const interrupted: Disturbance[] = [];

describe('A run', () => {
  it.each(DISTURBANCES)(
    'is whole or absent after kill -9 of $killed at moment $moment, and the same bytes when run again',
    async (disturbance) => {
      const { moment, killed, earlier, pdf } = disturbance;
      const parent = join(scratch, String(moment));
      mkdirSync(parent);
      // With an earlier run there are a sandbox and a DIR to be replaced, without one there is neither.
      const plan: RunPlan = { out: join(parent, 'out'), society: earlier ? 'crash' : `crash ${moment}`, pdf };
      if (earlier) await withServer((url) => runAgain(url, EARLIER, plan));

      const result = await runDisturbed(disturbance, plan);
      if (result.code !== 0) interrupted.push(disturbance);
      expect(result.stderr).not.toMatch(/^ +at /m);
      const before = whole.get(`${EARLIER} ${pdf}`)!;
      const complete = whole.get(`${FOLDER} ${pdf}`)!;
      if (readdirSync(parent).includes('out')) {
        const found = stableOutputs(plan.out);
        const wholes = [complete, ...(earlier ? [before] : [])].map(({ outputs }) => outputs);
        expect(wholes).toContainEqual(withSociety(found, 'crash'));
      }
      // A program that still lived when its server went has tidied up.
      if (killed === 'the server') expect(readdirSync(parent).filter((name) => name !== 'out')).toEqual([]);

      await withServer(async (url) => {
        const societies = await societiesIn(url);
        expect([earlier ? before.rows : undefined, complete.rows]).toContain(await storedRows(url, plan.society));
        await runAgain(url, FOLDER, plan);
        expect(await storedRows(url, plan.society)).toBe(complete.rows);
        expect(await societiesIn(url)).toEqual(expect.arrayContaining([...societies, plan.society]));
        expect(await societiesIn(url)).toHaveLength(new Set([...societies, plan.society]).size);
      });
      expect(withSociety(stableOutputs(plan.out), 'crash')).toEqual(complete.outputs);
      expect(readdirSync(parent)).toEqual(['out']);
    },
  );

  it('was disturbed in most of these cases, early and late', () => {
    expect(interrupted.length).toBeGreaterThan(MOMENTS * 0.6);
    for (const killed of ['the program', 'the server'] as const) {
      const moments = interrupted.filter((disturbance) => disturbance.killed === killed).map(({ at }) => at);
      expect(Math.min(...moments)).toBeLessThan(0.2);
      expect(Math.max(...moments)).toBeGreaterThan(0.5);
    }
  });
});

/** The name of the sandbox is in summary.json, and in nothing else that must be equal. */
function withSociety(outputs: Map<string, string>, society: string): Map<string, string> {
  const summary = JSON.parse(outputs.get('summary.json')!) as { society: string };
  return new Map(outputs).set('summary.json', JSON.stringify({ ...summary, society }));
}

async function runDisturbed({ killed, at }: Disturbance, plan: RunPlan): Promise<CommandResult> {
  const { child, ended } = startCommand(argumentsOf(FOLDER, plan), { CINELEDGER_HOME: home });
  const over = ended.then(() => 'over' as const);
  await Promise.race([sleep(at * whole.get(`${FOLDER} ${plan.pdf}`)!.ms), over]);
  if (killed === 'the program') child.kill('SIGKILL');
  else {
    // Early on there is no server yet; it dies as soon as it is born.
    let pid = await postmasterPid(home);
    while (pid === undefined && child.exitCode === null) {
      await sleep(2);
      pid = await postmasterPid(home);
    }
    if (pid !== undefined) killIfAlive(pid);
  }
  return ended;
}

/** Between a look at postmaster.pid and the signal the server may have stopped in order. */
function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function withServer<Result>(work: (url: string) => Promise<Result>): Promise<Result> {
  const server = await acquireServer({ home });
  try {
    return await work(server.url());
  } finally {
    await server.release();
  }
}

/** As the command does, without the second that a process takes to start. */
async function runAgain(url: string, folder: string, { out, society, pdf }: RunPlan): Promise<void> {
  const dataSource = await dataSourceFor(url).initialize();
  const application = await applicationOn(dataSource);
  try {
    await application.run(folder, out, { society, pdf });
  } finally {
    await application.stop();
    await dataSource.destroy();
  }
}

async function societiesIn(url: string): Promise<string[]> {
  return onServer(url, async (client) => {
    const { rows } = await client.query<{ name: string }>('select name from identity.society');
    return rows.map(({ name }) => name);
  });
}

/**
 * How many rows of each table a society has, undefined where there is none of the name; a run is one transaction, so some
 * of them were half a run.
 */
function storedRows(url: string, society: string): Promise<string | undefined> {
  return onServer(url, async (client) => {
    const found = await client.query(SOCIETY, [society]);
    if (found.rowCount === 0) return undefined;
    const counts = await client.query<{ name: string; count: string }>(COUNTS);
    return counts.rows.map((table) => `${table.name} ${table.count}`).join(', ');
  });
}

async function onServer<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Row-level security binds the owner, too, so that what follows sees the rows of this one. */
const SOCIETY = `select set_config('app.society', society_id::text, false) from identity.society where name = $1`;

/** Counts of every table with rows of societies, asked of the catalogue so that none is forgotten. */
const COUNTS = `
  select c.oid::regclass::text as name,
    (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %s', c.oid::regclass), false, true, '')))[1]::text as count
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('public', 'graphile_worker')
    and n.nspname !~ '^pg_|^information_schema$' and c.oid <> 'identity.society'::regclass
  order by 1`;
