import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProcess } from '../measure/run-process.js';
import { USE_TYPES } from '../../src/kernel/vocabulary.js';
import { LICENCE, YEAR } from './tenants.js';

const CLI = join(import.meta.dirname, '../../src/app/cli.js');

/** One usage file with the lines of a folder of the bench, all of one licence; and masters that are as small as can be. */
export async function oneLicenceFolder(work: string, source: string): Promise<string> {
  const folder = join(work, `${source.split('/').at(-1)}-of-one-licence`);
  const usage = join(folder, 'usage', 'report.csv');
  if (existsSync(usage)) return folder;
  mkdirSync(join(folder, 'usage'), { recursive: true });
  const masters = {
    parties: 'party_id,name,kind\np,P,person\n',
    works: 'work_id,title\nw,W\n',
    claims: 'claim_id,work_id,party_id,right,share\nc,w,p,rental,100\n',
    licences: `licence_id,licensee,use_types,valid_from,valid_to,currency,metric\n${LICENCE},Stream,${USE_TYPES.join(' ')},${YEAR.start},${YEAR.end},EUR,views\n`,
    collections: `collection_id,licence_id,period_start,period_end,amount\nk,${LICENCE},${YEAR.start},${YEAR.end},100\n`,
  };
  for (const [name, text] of Object.entries(masters)) writeFileSync(join(folder, `${name}.csv`), text);
  await pipeline(Readable.from(linesOfOneLicence(join(source, 'usage'))), createWriteStream(usage));
  return folder;
}

async function* linesOfOneLicence(directory: string): AsyncGenerator<string> {
  let header = true;
  for (const name of readdirSync(directory).sort()) {
    const lines = createInterface({ input: createReadStream(join(directory, name)) });
    let first = true;
    for await (const line of lines) {
      if (!first) yield `${LICENCE}${line.slice(line.indexOf(','))}\n`;
      else if (header) yield `${line}\n`;
      first = false;
      header = false;
    }
  }
}

/** Seconds that `cineledger run` takes to take the lines in, by its own account. */
export async function folderIntake(folder: string, out: string, environment: Readonly<Record<string, string>>) {
  await runProcess([CLI, 'run', folder, '--out', out, '--society', 'bench intake', '--force', '--no-pdf'], environment);
  const { seconds } = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as {
    seconds: Record<string, number>;
  };
  return seconds['intake']!;
}

export interface UploadTime {
  /** Until the answer with 202. */
  taken: number;
  /** From the first byte until the job was done. */
  done: number;
}

/** Seconds that the same bytes take over HTTP. */
export async function upload(url: string, token: string, file: string): Promise<UploadTime> {
  const begun = performance.now();
  const since = () => (performance.now() - begun) / 1000;
  const query = `licence=${LICENCE}&periodStart=${YEAR.start}&periodEnd=${YEAR.end}`;
  const headers = { Authorization: `Bearer ${token}` };
  const sending = request(`${url}/v1/usage-reports?${query}`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'text/csv', 'Idempotency-Key': String(begun) },
  });
  // Not by fetch, whose web streams cost the machine as much as the service's own part.
  const [[answer]] = await Promise.all([
    once(sending, 'response') as Promise<[IncomingMessage]>,
    pipeline(createReadStream(file, { highWaterMark: 1 << 18 }), sending),
  ]);
  const said = await text(answer);
  if (answer.statusCode !== 202) throw new Error(`the upload was answered with ${answer.statusCode}: ${said}`);
  const taken = since();
  for (;;) {
    const job = (await (await fetch(`${url}${answer.headers.location}`, { headers })).json()) as {
      state: string;
    };
    if (job.state === 'done') return { taken, done: since() };
    if (job.state === 'failed') throw new Error(`the job failed: ${JSON.stringify(job)}`);
    // Often enough to be exact to a tenth of a second, and no load worth speaking of.
    await sleep(100);
  }
}
