import { execFileSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { noServerAccount } from './errors.js';

/** The unprivileged account that runs the server when the command runs as root. */
export interface Account {
  uid: number;
  gid: number;
}

const NAMES = ['cineledger', 'postgres'];

export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/** An account for a new cluster: `cineledger`, else `postgres`, else a system user `cineledger` is made. */
export function serverAccount(): Account {
  for (const name of NAMES) {
    const account = lookUp(name);
    if (account !== undefined) return account;
  }
  try {
    execFileSync(
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'cineledger'],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
  } catch (error) {
    throw noServerAccount(error);
  }
  const made = lookUp('cineledger');
  if (made === undefined) throw noServerAccount('useradd made an account that "id" does not find');
  return made;
}

/** Whoever owns the data of an existing cluster runs it, whichever accounts the system has by now. */
export async function ownerOf(data: string): Promise<Account> {
  const { uid, gid } = await stat(data);
  return { uid, gid };
}

/** True when the account may pass through `directory` and every directory above it, judged by their mode bits. */
export async function canEnter(directory: string, account: Account): Promise<boolean> {
  for (let at = directory; ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (dirname(at) === at) return true;
  }
}

function lookUp(name: string): Account | undefined {
  try {
    const uid = Number(execFileSync('id', ['-u', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    const gid = Number(execFileSync('id', ['-g', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0 ? { uid, gid } : undefined;
  } catch (error) {
    // "id" ends with 1 for a name that does not exist; anything else (no "id" at all) is worth telling.
    if ((error as { status?: number | null }).status === 1) return undefined;
    throw noServerAccount(error);
  }
}
