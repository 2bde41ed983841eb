import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { statfsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { childEnvironment } from './cluster.js';
import { startFailed } from './errors.js';
import { exists, type Place } from './place.js';
import { endOrphans, isServerProcess, killIfThere } from './processes.js';
import { serverSettings } from './settings.js';

export interface Postmaster {
  pid: number;
  port: number;
  /** As postmaster.pid says: starting, ready, stopping (or standby, which never happens here). */
  status: string;
}

type Say = (sentence: string) => void;

const POLL_MS = 20;
const PATIENCE_MS = 5_000;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
const ATTEMPTS = 40;
const ATTEMPT_MS = 500;

/** The running server of this place, starting and stopping ones included; undefined when none runs. */
export async function findPostmaster(place: Place): Promise<Postmaster | undefined> {
  let lines: string[];
  try {
    lines = (await readFile(join(place.data, 'postmaster.pid'), 'utf8')).split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const pid = Number.parseInt(lines[0] ?? '', 10);
  const port = Number.parseInt(lines[3] ?? '', 10);
  if (!Number.isInteger(pid) || pid <= 0 || !(await isServerProcess(pid, place.data))) return undefined;
  return { pid, port: Number.isInteger(port) ? port : 0, status: (lines[7] ?? 'starting').trim() };
}

/**
 * Starts the server and returns once it is ready, which after a crash means recovered.
 * Call it under the start lock, when `findPostmaster` found none: what a killed server left is cleared away first.
 *
 * @throws DomainError database-not-started with the last lines of the log
 */
export async function startPostmaster(place: Place, binaries: Binaries, say: Say): Promise<void> {
  await endOrphans(place.data);
  // PostgreSQL judges a stale file by whether its pid is alive, and would refuse to start when that pid is used again.
  await rm(join(place.data, 'postmaster.pid'), { force: true });
  for (let attempt = 1; ; attempt += 1) {
    const logged = await launch(place, binaries, await freePort(), say);
    if (logged === undefined) return;
    const passing = /could not bind|still in use/.test(logged);
    if (!passing || attempt === ATTEMPTS) throw startFailed(place.log, lastLines(logged));
    await sleep(ATTEMPT_MS);
  }
}

/** Fast shutdown: open sessions are ended, the data are checkpointed. Resolves when the process is gone. */
export async function stopPostmaster(place: Place, pid: number): Promise<void> {
  killIfThere(pid, 'SIGINT');
  while (await isServerProcess(pid, place.data)) await sleep(POLL_MS);
}

/** Undefined when the server is ready, else what it logged before it gave up. */
async function launch(place: Place, binaries: Binaries, port: number, say: Say): Promise<string | undefined> {
  const patience = setTimeout(() => say('The embedded PostgreSQL recovers from a crash; waiting for it.'), PATIENCE_MS);
  const { handle, size } = await openLog(place);
  try {
    const child = spawn(binaries.postgres, ['-D', place.data, '-p', String(port), ...settingArguments()], {
      ...place.account,
      cwd: '/',
      env: childEnvironment(),
      // Its own session: an interrupt typed at the terminal is for the command, not for the shared server.
      detached: true,
      stdio: ['ignore', handle.fd, handle.fd],
    });
    child.unref();
    const failed = once(child, 'exit').then(
      () => true,
      (error: Error) => error,
    );
    for (;;) {
      const end = await Promise.race([failed, sleep(POLL_MS)]);
      if (end instanceof Error) return end.message;
      if (end === true) return await logSince(place.log, size);
      const found = await findPostmaster(place);
      if (found?.pid === child.pid && found?.status === 'ready') return undefined;
    }
  } finally {
    clearTimeout(patience);
    await handle.close();
  }
}

function settingArguments(): string[] {
  const settings = serverSettings({
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    sharedMemoryBytes: sharedMemoryBytes(),
  });
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function sharedMemoryBytes(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const { bsize, blocks } = statfsSync('/dev/shm');
    return bsize * blocks;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

async function openLog(place: Place) {
  if ((await exists(place.log)) && (await stat(place.log)).size > LOG_LIMIT_BYTES) {
    await rename(place.log, `${place.log}.1`);
  }
  const handle = await open(place.log, 'a', 0o600);
  // Root must not take the log away from the user whose server it is.
  if (place.account !== undefined) await chown(place.log, place.account.uid, place.account.gid);
  return { handle, size: (await handle.stat()).size };
}

async function logSince(file: string, offset: number): Promise<string> {
  return (await readFile(file)).subarray(offset).toString('utf8');
}

function lastLines(logged: string): string[] {
  return logged
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-6);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen({ host: '127.0.0.1', port: 0, exclusive: true });
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
