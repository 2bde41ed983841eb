import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A CINELEDGER_HOME of a test's own, which the account that root lets the server run as can reach. */
export async function makeHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'cineledger-test-'));
  await chmod(home, 0o755);
  return home;
}

export function removeHome(home: string): Promise<void> {
  return rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/**
 * The pid in postmaster.pid, whether or not it is still alive; undefined when the server was stopped in order, or has
 * made the file and written nothing into it yet.
 */
export async function postmasterPid(home: string): Promise<number | undefined> {
  try {
    const text = await readFile(join(home, 'server', 'data', 'postmaster.pid'), 'utf8');
    const pid = Number.parseInt(text, 10);
    return Number.isNaN(pid) ? undefined : pid;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
