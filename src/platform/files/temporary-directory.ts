import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './is-alive.js';

const NAME = /^cineledger-[a-z]+-([0-9a-f]{8})-([1-9]\d{0,9})-(\d{1,20})-[A-Za-z0-9]{6}$/;
/** Of processes that cannot be seen from here: what none of them has written to for a day is nobody's. */
const STRANGE_MS = 24 * 3_600_000;

/**
 * Has the work done in a directory of its own, which is gone afterwards, whatever happened. What a killed process left is
 * removed by the next one that starts, which knows by the name whose it was.
 * @param purpose lower-case letters; stands in its name, for whoever finds it
 */
export async function inTemporaryDirectory<T>(purpose: string, work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), `cineledger-${purpose}-${OWNER}-`));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * Removes the temporary directories of processes that are dead. Of those that run elsewhere, in another container that
 * shares the directory, only that can be known which has not changed for a day.
 * @returns how many were removed
 */
export async function removeLeftDirectories(): Promise<number> {
  let removed = 0;
  for (const name of await readdir(tmpdir())) {
    const [, place, pid, start] = NAME.exec(name) ?? [];
    if (place === undefined) continue;
    const directory = join(tmpdir(), name);
    const left =
      place === PLACE ? !isRunning(Number(pid), start!) : Date.now() - (await changedAt(directory)) > STRANGE_MS;
    if (left && (await remove(directory))) removed++;
  }
  return removed;
}

/** Where a number means the same process: a host, and on Linux what its containers have instead. */
const PLACE = createHash('sha256').update(`${hostname()}\n${pidNamespace()}`).digest('hex').slice(0, 8);
const OWNER = `${PLACE}-${process.pid}-${startOf(process.pid)}`;

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has them.
    return '';
  }
}

/** When the process began, in ticks of the kernel; 0 where that cannot be read. Numbers of processes are given anew. */
function startOf(pid: number): string {
  try {
    // The second field is the program's name in brackets, which may hold blanks and brackets.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[19]!;
  } catch {
    return '0';
  }
}

function isRunning(pid: number, start: string): boolean {
  if (!isAlive(pid)) return false;
  const now = startOf(pid);
  return now === start || now === '0' || start === '0';
}

/** The last change of the directory or of a file in it; now, if it goes away meanwhile. */
async function changedAt(directory: string): Promise<number> {
  try {
    const paths = [directory, ...(await readdir(directory)).map((file) => join(directory, file))];
    const times = await Promise.all(paths.map(async (path) => (await stat(path)).mtimeMs));
    return Math.max(...times);
  } catch (error) {
    if (isNotOurs(error)) return Date.now();
    throw error;
  }
}

async function remove(directory: string): Promise<boolean> {
  try {
    await rm(directory, { recursive: true, force: true });
    return true;
  } catch (error) {
    if (isNotOurs(error)) return false;
    throw error;
  }
}

/** Another account of the machine made it, or it is gone. */
function isNotOurs(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '');
}
