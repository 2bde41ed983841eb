import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serverCpuSeconds } from './server-cpu.js';

/** What one run of a contestant took. Wall and CPU in seconds, memory in MiB. */
export interface Measured {
  readonly wall: number;
  /** CPU of the program's own processes. */
  readonly cpu: number;
  /** CPU of the PostgreSQL server meanwhile, 0 for a program that uses none. */
  readonly serverCpu: number;
  /** Sum of the peak resident sizes of the program's processes: an upper bound of what it held at once. */
  readonly peakMib: number;
  readonly stdout: string;
}

/**
 * Runs `node ARGS` to its end and measures it. Its standard error goes through.
 * @param postmaster pid of the server whose CPU counts too, if the program uses one
 * @throws Error when the program fails
 */
export async function runProcess(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  postmaster?: number,
): Promise<Measured> {
  const usage = mkdtempSync(join(tmpdir(), 'cineledger-bench-'));
  const recorder = pathToFileURL(join(import.meta.dirname, 'record-usage.js')).href;
  const serverBefore = postmaster === undefined ? 0 : serverCpuSeconds(postmaster);
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment, NODE_OPTIONS: `--import=${recorder}`, CINELEDGER_BENCH_USAGE: usage },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  try {
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
    const wall = (performance.now() - started) / 1000;
    const stdout = Buffer.concat(chunks).toString();
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}: ${stdout}`);
    const serverCpu = postmaster === undefined ? 0 : serverCpuSeconds(postmaster) - serverBefore;
    return { wall, serverCpu, stdout, ...usedBy(usage) };
  } finally {
    rmSync(usage, { recursive: true, force: true });
  }
}

function usedBy(folder: string): { cpu: number; peakMib: number } {
  let cpu = 0;
  let peakMib = 0;
  for (const name of readdirSync(folder)) {
    const used = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { cpuMicroseconds: number; maxRssKib: number };
    cpu += used.cpuMicroseconds / 1e6;
    peakMib += used.maxRssKib / 1024;
  }
  return { cpu, peakMib };
}
