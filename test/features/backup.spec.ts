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

/** A sandbox with samples. @returns a client of its officer, not yet connected */
async function societyWithOfficer(name: string): Promise<{ clientId: string; clientSecret: string }> {
  const { code, stdout } = await command(['society', 'add', name, '--with-samples'], { CINELEDGER_HOME: home });
  expect(code).toBe(0);
  const { officer } = JSON.parse(stdout) as { officer: { client_id: string; client_secret: string } };
  return { clientId: officer.client_id, clientSecret: officer.client_secret };
}

describe('A backup of the embedded server, as docs/operations.md has it', () => {
  it('is refused while the server runs, and restores accounts, rows and what holds societies apart', async () => {
    const held = await holdServer(home);
    const officers = [await societyWithOfficer('Film Makers'), await societyWithOfficer('Others')];
    expect(() => follow(BACKUP!)).toThrow();
    expect(await held.letGo()).toBe(0);
    follow(BACKUP!);
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
    const [own, other] = officers.map((officer) => connect({ url: url!, ...officer }));
    expect(given(await own!.GET('/v1/works')).items.map(({ id }) => id)).toContain('paper-kite');
    const body = { id: 'new-work', title: 'New work' };
    const params = { header: { 'Idempotency-Key': 'after-the-restore' } };
    expect(given(await own!.POST('/v1/works', { params, body })).version).toBe(1);
    const path = { id: 'new-work' };
    expect((await other!.GET('/v1/works/{id}', { params: { path } })).error?.code).toBe('work-not-found');
    serving.child.kill('SIGTERM');
    expect((await serving.ended).code).toBe(0);
  }, 120_000);
});
