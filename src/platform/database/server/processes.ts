import { execFileSync } from 'node:child_process';
import { readdir, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * True when `pid` is a PostgreSQL process of the cluster in `data` (a real path). A pid alone proves nothing: after a
 * crash or a reboot it may belong to any other program, or to a zombie that nobody reaps.
 */
export async function isServerProcess(pid: number, data: string): Promise<boolean> {
  if (process.platform !== 'linux') return commandOf(pid).includes(data);
  try {
    // Every PostgreSQL process works in its data directory.
    const [directory, program] = await Promise.all([readlink(`/proc/${pid}/cwd`), readlink(`/proc/${pid}/exe`)]);
    return directory === data && basename(program).split(' ')[0] === 'postgres';
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return false;
    throw error;
  }
}

/**
 * Ends the server processes that outlived a killed postmaster: they would keep its shared memory, and the next
 * postmaster refuses to start beside them. Where /proc is missing they are left to notice by themselves.
 */
export async function endOrphans(data: string): Promise<void> {
  if (process.platform !== 'linux') return;
  for (let left = await serverProcesses(data); left.length > 0; left = await serverProcesses(data)) {
    for (const pid of left) killIfThere(pid, 'SIGKILL');
    await sleep(10);
  }
}

/** Sends the signal; a process that has just ended by itself is no error. */
export function killIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function serverProcesses(data: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (Number.isInteger(pid) && (await isServerProcess(pid, data))) found.push(pid);
  }
  return found;
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  } catch (error) {
    // "ps" ends with 1 when there is no such process.
    if ((error as { status?: number | null }).status === 1) return '';
    throw error;
  }
}
