import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { command, type CommandResult } from '../support/command.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

const CLI = fileURLToPath(new URL('../../src/app/cli.js', import.meta.url));
const SOCIETY = ['--society', 'Society of Film Makers'];

let db: TestDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
});
afterAll(() => db?.drop());

const run = (...args: string[]) => command(args, db.environment);

/** With a first line of standard input. */
function typing(line: string, ...args: string[]): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], {
      env: { ...process.env, NODE_OPTIONS: '', CINELEDGER_HOME: '', ...db.environment },
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (text: Buffer) => (said.stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said.stderr += text.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...said }));
    child.stdin.end(`${line}\n`);
  });
}

async function rows(sql: string): Promise<unknown[]> {
  return db.database.read(1, (tx) => tx.query(sql));
}

describe('cineledger society, user, client', () => {
  it('make a society once', async () => {
    expect(await run('society', 'add', SOCIETY[1]!)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('is there'),
    });
    const again = await run('society', 'add', SOCIETY[1]!);
    expect([again.code, again.stderr]).toEqual([4, expect.stringContaining('Choose another name')]);
  });

  it('make an account, whose password comes from standard input and is kept as argon2id', async () => {
    const made = await typing(
      'correct horse battery',
      'user',
      'add',
      'Lin@example.org',
      ...SOCIETY,
      '--role',
      'ro',
      '--role',
      'LO',
    );
    expect(made).toMatchObject({ code: 0, stdout: 'Lin@example.org can log in.\n' });
    expect(await rows('select email, roles, password_hash from identity.person')).toEqual([
      {
        email: 'lin@example.org',
        roles: ['RO', 'LO'],
        password_hash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/),
      },
    ]);
    expect((await run('user', 'list', ...SOCIETY)).stdout).toBe('lin@example.org\tRO LO\n');
  });

  it('name every fault of an account at once', async () => {
    const refused = await typing('short', 'user', 'add', 'no-address', ...SOCIETY, '--role', 'L', '--role', 'RO');
    expect([refused.code, refused.stderr]).toEqual([
      3,
      expect.stringMatching(
        /not an e-mail address\n.*5 characters: at least 12.*\nrole L stands alone.*\nrole L needs the licensee/,
      ),
    ]);
  });

  it.each([
    [['user', 'add', 'a@b.c', ...SOCIETY, '--role', 'BOSS'], 2, 'must be one of RO, LO'],
    [['user', 'add', 'a@b.c', '--role', 'RO'], 2, "required option '--society <name>'"],
    [['user', 'add', 'a@b.c', '--society', 'Nobody', '--role', 'RO'], 4, 'Society "Nobody" is not known'],
    [['user', 'add', 'lin@example.org', ...SOCIETY, '--role', 'RO'], 4, 'has an account of that e-mail'],
    [['user', 'add', 'a@b.c', ...SOCIETY, '--role', 'H', '--party', 'nobody'], 4, 'Party "nobody" is not known'],
    [['user', 'add', 'a@b.c', ...SOCIETY, '--role', 'L', '--licensee', 'nobody'], 4, 'Licensee "nobody" is not known'],
    [['user', 'disable', 'x@y.z', ...SOCIETY, '--reason', 'left'], 4, 'An account x@y.z is not known'],
    [['client', 'revoke', '1.x', ...SOCIETY, '--reason', 'lost'], 4, 'has no client "1.x"'],
    [['serve', '--port', '70000'], 2, 'from 0 to 65535'],
  ])('refuse %j', async (args, code, words) => {
    const refused = await typing('correct horse battery', ...args);
    expect([refused.code, refused.stderr]).toEqual([code, expect.stringContaining(words)]);
  });

  it('print a client’s secret once, keep its hash, and revoke it', async () => {
    const made = await run('client', 'add', 'Program', ...SOCIETY, '--role', 'SV');
    const { client_id, client_secret } = JSON.parse(made.stdout) as Record<string, string>;
    expect(
      JSON.stringify(await rows('select * from identity.api_client natural join identity.client_secret')),
    ).not.toContain(client_secret);
    expect((await run('client', 'list', ...SOCIETY)).stdout).toBe(`${client_id}\tProgram\tSV\n`);
    const renewed = await run('client', 'renew', client_id!, ...SOCIETY, '--reason', 'old', '--former-hours', '0');
    expect(JSON.parse(renewed.stdout)).toEqual({ client_id, client_secret: expect.stringMatching(/^[\w-]{43}$/) });
    expect(renewed.stdout).not.toContain(client_secret);
    expect((await run('client', 'revoke', client_id!, ...SOCIETY, '--reason', 'mailed')).code).toBe(0);
    expect((await run('client', 'list', ...SOCIETY)).stdout).toBe(`${client_id}\tProgram\tSV\trevoked\n`);
  });

  it('set a new password and shut an account out', async () => {
    expect((await typing('another long password', 'user', 'password', 'lin@example.org', ...SOCIETY)).code).toBe(0);
    expect((await run('user', 'disable', 'lin@example.org', ...SOCIETY, '--reason', 'left')).code).toBe(0);
    expect((await run('user', 'list', ...SOCIETY)).stdout).toBe('lin@example.org\tRO LO\tdisabled\n');
  });

  it('print the address of a second factor once, and take it away', async () => {
    const added = await run('user', 'add-second-factor', 'lin@example.org', ...SOCIETY);
    expect([added.code, added.stdout]).toEqual([0, expect.stringMatching(/^otpauth:\/\/totp\/.*secret=[A-Z2-7]{32}/)]);
    const removed = await run('user', 'remove-second-factor', 'lin@example.org', ...SOCIETY, '--reason', 'lost');
    expect(removed.code).toBe(0);
  });

  it('write who did what, and why, into the audit trail, and no secret', async () => {
    const trail = JSON.stringify(
      await rows('select actor, action, subject, reason, after from identity.audit_event order by 1'),
    );
    for (const action of ['person.added', 'person.password-set', 'person.disabled', 'client.added', 'client.revoked']) {
      expect(trail).toContain(action);
    }
    expect(trail).toMatch(/"actor":"cli:[^"]+"/);
    expect(trail).toContain('"reason":"mailed"');
    expect(trail).not.toMatch(/argon2|horse|password,|secret(?!-renewed)/);
  });

  it.each([['society'], ['user'], ['client'], ['serve']])('teach with %s --help, examples included', async (name) => {
    const { code, stdout } = await run(name, '--help');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/Examples?:|cineledger serve\n/)]);
  });
});
