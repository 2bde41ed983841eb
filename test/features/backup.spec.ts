import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, given } from '../../client/index.js';
import { command, startCommand } from '../support/command.js';
import { PROJECT } from '../support/project.js';
import { holdServer } from '../support/held-server.js';
import { makeHome, removeHome } from '../support/server-home.js';

const OPERATIONS = readFileSync(join(PROJECT, 'docs', 'operations.md'), 'utf8');
const [, section] = /^### The embedded server\n([^]*?)^### /m.exec(OPERATIONS)!;
const [BACKUP, RESTORE] = [...section!.matchAll(/^```bash\n([^]*?)^```$/gm)].map(([, block]) => block!);

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
function follow(block: string): void {
  const env = { ...process.env, CINELEDGER_HOME: home, RESTORED_HOME: restored };
  execFileSync('bash', ['-euo', 'pipefail', '-c', block], { cwd: scratch, env, stdio: 'pipe' });
}

async function cineledger(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await command(args, { CINELEDGER_HOME: home });
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  return stdout;
}

describe('A backup of the embedded server, as docs/operations.md has it', () => {
  it('is refused while the server runs, and restores accounts, rows and what holds societies apart', async () => {
    await cineledger('society', 'add', 'Film Makers');
    await cineledger('society', 'add', 'Others');
    const clients: { client_id: string; client_secret: string }[] = [];
    for (const society of ['Film Makers', 'Others']) {
      const text = await cineledger('client', 'add', 'c', '--society', society, '--role', 'RO');
      clients.push(JSON.parse(text) as (typeof clients)[number]);
    }
    const held = await holdServer(home);
    expect(() => follow(BACKUP!)).toThrow();
    expect(await held.letGo()).toBe(0);
    follow(BACKUP!);
    await cineledger('society', 'add', 'Later');
    await removeHome(home);
    follow(RESTORE!);

    const serving = startCommand(['serve', '--port', '0'], { CINELEDGER_HOME: restored });
    let said = '';
    serving.child.stderr!.on('data', (text: string) => (said += text));
    while (!/Serving at (http:\S+),/.test(said)) {
      if (serving.child.exitCode !== null) throw new Error(`did not serve: ${said}`);
      await sleep(20);
    }
    const [, url] = /Serving at (http:\S+),/.exec(said)!;
    const [own, foreign] = clients.map(({ client_id: clientId, client_secret: clientSecret }) =>
      connect({ url: url!, clientId, clientSecret }),
    );
    const header = { 'Idempotency-Key': 'after the restore' };
    const body = { id: 'paper-kite', title: '纸鸢' };
    expect(given(await own!.POST('/v1/works', { params: { header }, body })).version).toBe(1);
    const path = { id: 'paper-kite' };
    expect((await foreign!.GET('/v1/works/{id}', { params: { path } })).error?.code).toBe('work-not-found');
    const later = { society: 'Later', q: 'kite' };
    expect((await own!.GET('/v1/public/works', { params: { query: later } })).error?.code).toBe('society-not-found');
    serving.child.kill('SIGTERM');
    expect((await serving.ended).code).toBe(0);
  }, 120_000);
});
