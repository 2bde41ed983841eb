import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AccountsService } from '../../src/identity/index.js';
import { acquireServer } from '../../src/platform/database/server/index.js';
import { command, type RunningCommand, startCommand, startServing } from '../support/command.js';
import type { TestDatabase } from '../support/database.js';
import { makeHome, postmasterPid, removeHome } from '../support/server-home.js';
import { TestService } from '../support/service.js';

let db: TestDatabase;
let society: number;
let client: { client_id: string; client_secret: string };

beforeAll(async () => {
  // Accounts are made by the service's own code, on the database that the killed processes then share.
  const service = await TestService.start();
  ({ db } = service);
  society = await service.society('Society of Film Makers');
  const accounts = service.app.get(AccountsService, { strict: false });
  const { id, secret } = await db.database.write(society, (tx) =>
    accounts.addClient(
      tx,
      { society, actor: 'cli:test' },
      { name: 'c', roles: ['RO'], licenseeId: null, partyId: null },
    ),
  );
  client = { client_id: id, client_secret: secret };
  await service.app.close();
  await service.dataSource.destroy();
});
afterAll(() => db?.drop());

interface Serving {
  url: string;
  process: RunningCommand;
}

async function serve(environment: Readonly<Record<string, string>> = db.environment): Promise<Serving> {
  const { running, url } = await startServing(environment);
  return { url, process: running };
}

async function post(url: string, path: string, body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(`${url}${path}`, {
    ...{ method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) },
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** Sends the head of a file and nothing more; resolves when the service has cut it off. */
async function beginUpload(url: string, headers: Record<string, string>): Promise<void> {
  const body = new ReadableStream({ start: (pieces) => pieces.enqueue(Buffer.from('party_id,name,kind\n')) });
  const all = { ...headers, 'Content-Type': 'text/csv', 'Idempotency-Key': `upload-${Math.random()}` };
  const sending = { method: 'POST', headers: all, body, duplex: 'half' as const };
  await expect(fetch(`${url}/v1/imports?kind=parties`, sending)).rejects.toThrow('fetch failed');
}

async function eventually(is: () => boolean): Promise<void> {
  while (!is()) await sleep(10);
}

async function authorization(url: string): Promise<Record<string, string>> {
  const { text } = await post(url, '/v1/oauth/token', { grant_type: 'client_credentials', ...client });
  return { Authorization: `Bearer ${(JSON.parse(text) as { access_token: string }).access_token}` };
}

async function stored(): Promise<string[]> {
  const rows = await db.database.read(society, (tx) =>
    tx.query<{ code: string }[]>('select code from repertoire.party order by code'),
  );
  return rows.map(({ code }) => code);
}

describe('A POST with an Idempotency-Key', () => {
  it('whose service is killed at any moment is done once when it is sent again, with an answer of one kind', async () => {
    const expected: string[] = [];
    let cutOff = 0;
    const temporary = { ...db.environment, TMPDIR: mkdtempSync(join(tmpdir(), 'killed-service-')) };
    let serving = await serve(temporary);
    for (let round = 0; round < 4; round++) {
      const headers = await authorization(serving.url);
      const sends = Array.from({ length: 30 }, (_, i) => ({
        body: { id: `p-${round}-${String(i).padStart(2, '0')}`, name: 'P', kind: 'person' },
        headers: { ...headers, 'Idempotency-Key': `key-${round}-${i}` },
      }));
      expected.push(...sends.map(({ body }) => body.id));
      const { url, process } = serving;
      const upload = beginUpload(url, headers);
      await eventually(() => readdirSync(temporary.TMPDIR).length > 0);
      const first = sends.map(({ body, headers }) => post(url, '/v1/parties', body, headers).catch(() => undefined));
      await sleep(4 + round * 20);
      process.child.kill('SIGKILL');
      const answers = await Promise.all(first);
      cutOff += answers.filter((answer) => answer === undefined).length;
      await upload;
      expect(readdirSync(temporary.TMPDIR)).toEqual([expect.stringMatching(/^cineledger-upload-/)]);
      serving = await serve(temporary);
      expect(readdirSync(temporary.TMPDIR)).toEqual([]);
      for (const [i, { body, headers }] of sends.entries()) {
        const answer = await post(serving.url, '/v1/parties', body, headers);
        expect([body.id, answer.status]).toEqual([body.id, 201]);
        if (answers[i]?.status === 201) expect(answer.text).toBe(answers[i].text);
      }
    }
    await stop(serving);
    rmSync(temporary.TMPDIR, { recursive: true });
    expect(await stored()).toEqual(expected.sort());
    // The test says something only if some were cut off half-way.
    expect(cutOff).toBeGreaterThan(0);
    // Five processes start one after the other, which takes a while on a busy machine.
  }, 300_000);
});

describe('The service', () => {
  it('that is told to stop answers what has begun, takes nothing new, and ends with 0', async () => {
    const { url, process } = await serve();
    const headers = await authorization(url);
    // Few enough for all to have reached the service within the time that it still takes requests.
    const begun = Array.from({ length: 10 }, (_, i) =>
      post(
        url,
        '/v1/parties',
        { id: `last-${i}`, name: 'L', kind: 'person' },
        { ...headers, 'Idempotency-Key': `last-${i}` },
      ),
    );
    await begun[0];
    process.child.kill('SIGTERM');
    await sleep(100);
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect((await Promise.all(begun)).map(({ status }) => status)).toEqual(begun.map(() => 201));
    expect((await process.ended).code).toBe(0);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  });

  it('logs each request as JSON, without names, secrets or what was sent', async () => {
    const serving = await serve();
    const headers = await authorization(serving.url);
    await post(
      serving.url,
      '/v1/parties?secret=in-query',
      { id: 'quiet-party', name: 'Quiet Person', kind: 'person' },
      headers,
    );
    await fetch(`${serving.url}/v1/parties/quiet-party`, { headers });
    await stop(serving);
    const { stdout } = await serving.process.ended;
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { context: string; message: Record<string, unknown> });
    const requests = lines.filter(({ context }) => context === 'requests').map(({ message }) => message);
    expect(requests.at(-1)).toMatchObject({ method: 'GET', route: '/v1/parties/:id', status: 404, society });
    expect(stdout).not.toMatch(/Quiet|quiet-party|in-query|Bearer/);
    expect(stdout).not.toContain(client.client_secret);
    expect(stdout).not.toContain(headers['Authorization']!.slice(7));
  });

  it('shows Prometheus how long each operation took, by its pattern', async () => {
    const serving = await serve();
    await fetch(`${serving.url}/v1/public/works?society=x&q=y`);
    const text = await (await fetch(`${serving.url}/metrics`)).text();
    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/v1\/public\/works",status="404"\} 1/,
    );
    expect(text).toContain('process_cpu_seconds_total');
    await stop(serving);
  });

  it('on the embedded server logs in as the role that owns nothing, and stops that server when it stops', async () => {
    const home = await makeHome();
    try {
      const environment = { CINELEDGER_HOME: home };
      expect((await command(['society', 'add', 'Embedded'], environment)).code).toBe(0);
      const serving = await serve(environment);
      expect((await fetch(`${serving.url}/health/ready`)).status).toBe(200);
      expect((await fetch(`${serving.url}/v1/public/works?society=Embedded&q=x`)).status).toBe(200);
      expect(await sessions(home)).toEqual(['cineledger_login']);
      await stop(serving);
      expect(await postmasterPid(home)).toBeUndefined();
    } finally {
      await removeHome(home);
    }
  });

  it.each([
    ['with no role to log in as', () => ({ DATABASE_URL: db.url }), 3, 'DATABASE_LOGIN_URL too'],
    ['as the owner of the database', () => ({ DATABASE_URL: db.url, DATABASE_LOGIN_URL: db.url }), 4, 'it owns'],
    [
      'with a configuration that has faults, which are all listed',
      () => ({ ...db.environment, CINELEDGER_PUBLIC_URL: 'rights', CINELEDGER_REQUESTS_A_MINUTE: 'many' }),
      3,
      /CINELEDGER_PUBLIC_URL must look like[^]*CINELEDGER_REQUESTS_A_MINUTE must be/,
    ],
  ])('does not serve %s', async (_what, environment, code, words) => {
    const { ended } = startCommand(['serve', '--port', '0'], environment());
    const result = await ended;
    expect([result.code, result.stderr]).toEqual([code, expect.stringMatching(words)]);
  });
});

/** Who is connected to the ledger of an embedded server, beside whoever asks. */
async function sessions(home: string): Promise<string[]> {
  const server = await acquireServer({ home });
  const client = new pg.Client({ connectionString: server.url() });
  try {
    await client.connect();
    const { rows } = await client.query<{ usename: string }>(
      `select distinct usename from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    return rows.map(({ usename }) => usename);
  } finally {
    await client.end();
    await server.release();
  }
}

async function stop({ process }: Serving): Promise<void> {
  process.child.kill('SIGTERM');
  if (process.child.exitCode === null) await once(process.child, 'close');
}
