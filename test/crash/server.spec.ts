import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { acquireServer, APP_ROLE, ensureAppRole } from '../../src/platform/database/server/index.js';
import { holdServer, startHolding } from '../support/held-server.js';
import { makeHome, postmasterPid, removeHome } from '../support/server-home.js';

const homes: string[] = [];

async function newHome(): Promise<string> {
  const home = await makeHome();
  homes.push(home);
  return home;
}

afterAll(async () => {
  for (const home of homes) {
    // What a failed test left running: attaching and leaving stops it.
    if ((await postmasterPid(home)) !== undefined) await (await acquireServer({ home })).release();
    await removeHome(home);
  }
});

describe('the embedded server', () => {
  let home: string;

  beforeAll(async () => {
    home = await newHome();
  });

  it('is shared by commands at once and stopped by the last one out', async () => {
    const [first, second] = await Promise.all([holdServer(home), holdServer(home)]);
    expect(second.url).toBe(first.url);
    const pid = await postmasterPid(home);
    expect(await first.letGo()).toBe(0);
    expect(await postmasterPid(home)).toBe(pid);
    await write(second.url, 'create table kept as select 42 as answer');
    expect(await second.letGo()).toBe(0);
    expect(await postmasterPid(home)).toBeUndefined();
    await expect(read(second.url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('keeps the data from one command to the next, and no other account can read the password', async () => {
    const first = await holdServer(home);
    await write(first.url, 'create table noted as select 42 as answer');
    await first.letGo();
    const second = await holdServer(home);
    expect(await read(second.url, 'select answer from noted')).toEqual([{ answer: 42 }]);
    expect((await stat(join(home, 'server', 'secret'))).mode & 0o077).toBe(0);
    expect(await readFile(join(home, 'server', 'server.log'), 'utf8')).not.toContain(new URL(second.url).password);
    await second.letGo();
  });

  it('outlives a killed command; the next one attaches and stops it when it leaves', async () => {
    const killed = await holdServer(home);
    const pid = await postmasterPid(home);
    await killed.kill();
    const next = await holdServer(home);
    expect(await postmasterPid(home)).toBe(pid);
    await next.letGo();
    expect(await postmasterPid(home)).toBeUndefined();
  });

  it('is stopped by a command that is interrupted, which then ends by that signal', async () => {
    const interrupted = await holdServer(home);
    expect(await interrupted.signal('SIGINT')).toBe('SIGINT');
    expect(await postmasterPid(home)).toBeUndefined();
  });

  it('comes back with all that was committed after it is killed itself, although a session of it still computes', async () => {
    const witness = await holdServer(home);
    await write(witness.url, 'create table computed as select 42 as answer');
    const busy = new pg.Client({ connectionString: witness.url });
    busy.on('error', () => undefined);
    await busy.connect();
    const computing = busy.query('select count(*) from generate_series(1, 1e12)').catch((error: Error) => error);
    await sleep(200);
    const killedPid = (await postmasterPid(home))!;
    process.kill(killedPid, 'SIGKILL');
    const next = await holdServer(home);
    expect(await read(next.url, 'select answer from computed')).toEqual([{ answer: 42 }]);
    expect(await postmasterPid(home)).not.toBe(killedPid);
    expect(await computing).toBeInstanceOf(Error);
    // The witness lost its server; its leaving must not stop the successor that another command works on.
    expect(await witness.letGo()).toBe(0);
    expect(await read(next.url, 'select answer from computed')).toEqual([{ answer: 42 }]);
    await next.letGo();
  });

  it('comes back after command and server are killed at the same moment, and after its pid went to another program', async () => {
    const killed = await holdServer(home);
    await write(killed.url, 'create table stored as select 42 as answer');
    process.kill((await postmasterPid(home))!, 'SIGKILL');
    await killed.kill();
    const file = join(home, 'server', 'data', 'postmaster.pid');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^\d+/, String(process.pid)));
    const next = await holdServer(home);
    expect(await read(next.url, 'select answer from stored')).toEqual([{ answer: 42 }]);
    await next.letGo();
  });

  it.each([20, 300, 900])('is set up whole after a first command was killed %i ms into it', async (ms) => {
    const home = await newHome();
    const child = startHolding(home);
    const ended = once(child, 'exit');
    await waitFor(async () => (await readdir(home)).length > 0);
    await sleep(ms);
    child.kill('SIGKILL');
    await ended;
    const next = await holdServer(home);
    expect(await read(next.url, 'select current_user::text as who')).toEqual([{ who: 'cineledger_owner' }]);
    await next.letGo();
    expect((await readdir(home)).filter((name) => name !== 'start.lock')).toEqual(['server']);
  });

  it('lets its owner, who is no superuser, make an app role that cannot step around row-level security', async () => {
    const server = await acquireServer({ home });
    await write(server.url(), ensureAppRole);
    await write(server.url(), ensureAppRole);
    const rights = `select rolsuper or rolbypassrls or rolcanlogin as too_much from pg_roles
                     where rolname in (current_user, '${APP_ROLE}') order by rolname`;
    expect(await read(server.url(), `set role ${APP_ROLE}; ${rights}`)).toEqual([{ too_much: false }]);
    await write(server.url(), `alter role ${APP_ROLE} createdb`);
    await expect(write(server.url(), ensureAppRole)).rejects.toThrow('more rights than it may have');
    await write(server.url(), `alter role ${APP_ROLE} nocreatedb`);
    await server.release();
  });

  it('does not touch data of another major version', async () => {
    const home = await newHome();
    await mkdir(join(home, 'server', 'data'), { recursive: true });
    await writeFile(join(home, 'server', 'secret'), 'x\n');
    await writeFile(join(home, 'server', 'data', 'PG_VERSION'), '9\n');
    await expect(acquireServer({ home })).rejects.toMatchObject({ code: 'database-of-other-version' });
  });

  it('quotes its log when it cannot start', async () => {
    await (await acquireServer({ home })).release();
    const configuration = join(home, 'server', 'data', 'postgresql.conf');
    const sound = await readFile(configuration, 'utf8');
    await writeFile(configuration, `${sound}\nmax_connections = many\n`);
    await expect(acquireServer({ home })).rejects.toMatchObject({
      code: 'database-not-started',
      message: expect.stringContaining('max_connections') as string,
    });
    await writeFile(configuration, sound);
  });
});

describe('a server of the user’s own', () => {
  it('is used as it is, and left running', async () => {
    const home = await newHome();
    const embedded = await acquireServer({ home });
    const external = await acquireServer({ home, databaseUrl: embedded.url() });
    expect(external.version).toBe(embedded.version);
    await external.release();
    expect(await read(external.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
    await embedded.release();
  });

  it('that does not answer is named without its password', async () => {
    const attempt = acquireServer({ home: '/nowhere', databaseUrl: 'postgres://me:hidden@127.0.0.1:1/ledger' });
    await expect(attempt).rejects.toMatchObject({ code: 'database-unreachable' });
    await expect(attempt).rejects.toThrow(/127\.0\.0\.1:1\/ledger/);
    await expect(attempt).rejects.not.toThrow(/hidden/);
  });

  it.each(['ledger', 'mysql://me:hidden@db/ledger', 'host=db password=hidden'])(
    'is asked for by a URL, which "%s" is not',
    async (databaseUrl) => {
      const attempt = acquireServer({ home: '/nowhere', databaseUrl });
      await expect(attempt).rejects.toMatchObject({ code: 'database-url-malformed' });
      await expect(attempt).rejects.not.toThrow(/hidden/);
    },
  );
});

async function read(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Several statements in one text make several results; the last one is asked for.
    const result: unknown = await client.query(sql);
    return (Array.isArray(result) ? (result.at(-1) as pg.QueryResult) : (result as pg.QueryResult)).rows as unknown[];
  } finally {
    await client.end();
  }
}

const write = read;

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(5);
}
