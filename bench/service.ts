import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { distributionFolder, standardSizes } from './generate/folder.js';
import { type Latency, shoot } from './http/latency.js';
import { mix, type Side } from './http/mixed.js';
import { Serving } from './http/serving.js';
import { makeLogin, makeTenants, tokenFor } from './http/tenants.js';
import { folderIntake, oneLicenceFolder, upload } from './http/upload.js';
import { withServer } from './measure/server.js';
import { loadNow } from './report.js';

const { work, lines, requests, mixed } = new Command('bench:service')
  .description('Time the service over HTTP, beside a bare Nest route and beside `cineledger run` on the same bytes.')
  .option('--lines <n>', 'lines of the report that is uploaded', Number, 1_000_000)
  .option('--requests <n>', 'requests of each kind', Number, 20_000)
  .option('--mixed <n>', 'mixed requests of two tenants', Number, 100_000)
  .option('--work <dir>', 'where folders and outputs are kept', '.cineledger/bench')
  .parse()
  .opts<{ work: string; lines: number; requests: number; mixed: number }>();

const say = (text: string) => process.stdout.write(`${text}\n`);
const directory = resolve(work);
mkdirSync(directory, { recursive: true });
say(`Load before: ${loadNow()}\n`);

const CLI = '../../src/app/cli.js';
await withServer(directory, async ({ url: owner, environment }) => {
  const tenants = await makeTenants(owner, ['ALPHA', 'BETA']);
  const loginUrl = await makeLogin(owner);
  const served = { DATABASE_URL: owner, DATABASE_LOGIN_URL: loginUrl, CINELEDGER_REQUESTS_A_MINUTE: '1000000' };
  const service = await Serving.start(CLI, ['serve', '--port', '0'], served);
  const bare = await Serving.start('bare-nest.js', [], {});
  try {
    const [alpha, beta] = await Promise.all(tenants.map(({ officer }) => tokenFor(service.url, officer)));
    await routes(service, bare, alpha!);
    await tenancy(service, { name: 'ALPHA', token: alpha! }, { name: 'BETA', token: beta! });
    await uploads(service, await tokenFor(service.url, tenants[0]!.licensee), environment);
  } finally {
    await Promise.all([service.stop(), bare.stop()]);
  }
});

async function routes(service: Serving, bare: Serving, token: string): Promise<void> {
  const film = (n: number) => ({ id: `ALPHA-${n}`, title: `ALPHA film ${n}` });
  const party = (n: number) => ({ id: `ALPHA-p${n}`, name: `ALPHA party ${n}`, kind: 'person' });
  // Warm first, and something to read.
  await shoot({ name: 'warm', url: `${service.url}/v1/works`, token, body: film }, 200);
  await shoot({ name: 'warm', url: `${bare.url}/bare` }, 2_000);
  const rows: Latency[] = [
    await shoot({ name: 'bare Nest GET', url: `${bare.url}/bare` }, requests),
    await shoot({ name: 'GET /v1/works/:id, tenant-checked', url: `${service.url}/v1/works/ALPHA-0`, token }, requests),
    await shoot({ name: 'bare Nest POST', url: `${bare.url}/bare`, body: party }, requests),
    await shoot(
      { name: 'POST /v1/parties, idempotent', url: `${service.url}/v1/parties`, token, body: party },
      requests,
    ),
  ];
  say('| route | p50 ms | p99 ms | added p50 | added p99 | requests a second |');
  say('| --- | ---: | ---: | ---: | ---: | ---: |');
  for (const [index, { name, p50, p99, perSecond }] of rows.entries()) {
    const reference = rows[index - (index % 2)]!;
    const added = index % 2 === 0 ? ['', ''] : [p50 - reference.p50, p99 - reference.p99];
    say(`| ${name} | ${p50} | ${p99} | ${added.join(' | ')} | ${perSecond.toFixed(0)} |`);
  }
}

async function tenancy(service: Serving, alpha: Side, beta: Side): Promise<void> {
  const film = (n: number) => ({ id: `BETA-${n}`, title: `BETA film ${n}` });
  await shoot({ name: 'warm', url: `${service.url}/v1/works`, token: beta.token, body: film }, 8);
  const { perSecond, foreign, statuses } = await mix(service.url, [alpha, beta], mixed);
  say(
    `\n${mixed} mixed requests of two tenants, 40 at once: ${perSecond.toFixed(0)} a second, ${JSON.stringify(statuses)} by status, ${foreign} with a foreign row.`,
  );
  if (foreign > 0) process.exitCode = 1;
}

async function uploads(service: Serving, token: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const folder = await oneLicenceFolder(directory, distributionFolder(directory, standardSizes(lines)));
  const intake = await folderIntake(folder, join(directory, 'out-intake'), environment);
  const before = service.peakMib();
  const { taken, done } = await upload(service.url, token, join(folder, 'usage', 'report.csv'));
  say(
    `\nA report of ${lines} lines: taken in after ${taken.toFixed(2)} s, read after ${done.toFixed(2)} s; the folder's intake of the same bytes ${intake.toFixed(2)} s; ratio ${(done / intake).toFixed(2)}.`,
  );
  say(
    `Peak memory of the service: ${before.toFixed(0)} MiB before the upload, ${service.peakMib().toFixed(0)} MiB after it.`,
  );
}
