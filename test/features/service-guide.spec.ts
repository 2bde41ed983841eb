import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { commandsOf, runScript } from '../support/guide.js';

const CLI = fileURLToPath(new URL('../../src/app/cli.js', import.meta.url));
const SERVE = 'npx cineledger serve --port 8080';
const PORT_LINE = 'SERVICE=http://127.0.0.1:8080';

let db: TestDatabase;
let scratch: string;

beforeAll(async () => {
  db = await cloneDatabase();
  scratch = mkdtempSync(join(tmpdir(), 'guide-'));
  // The reader's `npx cineledger` finds the command of the checkout; so does the test's.
  writeFileSync(join(scratch, 'npx'), `#!/bin/sh\nshift\nexec '${process.execPath}' '${CLI}' "$@"\n`);
  chmodSync(join(scratch, 'npx'), 0o755);
});
afterAll(async () => {
  rmSync(scratch, { recursive: true, force: true });
  await db?.drop();
});

/** The commands of the page as one script: serving goes on beside what follows, at a port that is free. */
function script(): string {
  const commands = commandsOf('service.md');
  expect(commands).toContain(SERVE);
  expect(commands).toContain(PORT_LINE);
  return commands
    .replace(
      SERVE,
      `npx cineledger serve --port 0 > log 2> said &
trap 'kill %1; wait' EXIT
until grep -q 'Serving at' said; do sleep 0.1; done`,
    )
    .replace(PORT_LINE, `SERVICE=$(sed -n 's/^Serving at \\([^,]*\\),.*/\\1/p' said)`);
}

describe('docs/service.md', () => {
  it('can be followed command by command, with what it says coming back', async () => {
    const environment = { ...process.env, NODE_OPTIONS: '', CINELEDGER_HOME: '', ...db.environment };
    const env = { ...environment, PATH: `${scratch}:${process.env['PATH']}` };
    const { code, stdout, stderr } = await runScript(script(), { cwd: scratch, env });
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    for (const said of [
      'lin@example.org\tRO SV\n',
      '{"status":"ready"}',
      '"share":"66.666667"',
      '"year":2019',
      '"reason":"letter of the producer of 3 March"',
      'paper-kite,纸鸢,The Paper Kite,feature,2019,,,,\n',
      '{"items":[],"next":null}',
      '"rights":[{"right":"making_available","holders":[{"name":"玉河电影制片厂","mandateFrom":null,"mandateTo":null}]}]',
      '"id":"Example Stream","legalName":"示例流媒体有限公司"',
      '"state":"published",',
      '"tariff":"rental","name":"Rental outlets"',
      '"state":"draft"',
      '"overlaps":[{"territories":"*","validFrom":null,"validTo":null,"share":"116.666667"}]',
      '"kind":"parties","dryRun":true',
      '"code":"input-invalid"',
    ]) {
      expect(stdout).toContain(said);
    }
    // It starts the command nine times or so, which a busy machine takes its time over.
  }, 300_000);
});
