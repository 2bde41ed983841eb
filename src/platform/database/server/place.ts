import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Account, canEnter, ownerOf, runsAsRoot, serverAccount } from './account.js';
import { homeNotWritable } from './errors.js';

/** Where root keeps what the server's account could not reach under root's own directories. */
export const SYSTEM_DIRECTORY = '/var/lib/cineledger';

/** Where one embedded server lives. `directory` holds all of it and appears whole, by a rename, or not at all. */
export interface Place {
  /** The home with every symbolic link resolved: one name for one server, whatever path led to it. */
  home: string;
  directory: string;
  data: string;
  secret: string;
  log: string;
  /** Whom the server runs as when the command is root; undefined: as the command's own user. */
  account: Account | undefined;
}

/** Finds, and for a new home chooses, the server's directory: `HOME/server`, or one under /var/lib for root alone. */
export async function findPlace(wantedHome: string, say: (sentence: string) => void): Promise<Place> {
  const home = await makeHome(wantedHome);
  const usual = join(home, 'server');
  if (!runsAsRoot()) return placeAt(home, usual, undefined);
  const aside = join(SYSTEM_DIRECTORY, createHash('sha256').update(home).digest('hex').slice(0, 16));
  for (const directory of [usual, aside]) {
    const data = join(directory, 'data');
    if (await exists(data)) return placeAt(home, directory, await ownerOf(data));
  }
  const account = serverAccount();
  if (await canEnter(home, account)) return placeAt(home, usual, account);
  await mkdir(SYSTEM_DIRECTORY, { recursive: true, mode: 0o755 });
  await chmod(SYSTEM_DIRECTORY, 0o755);
  say(`PostgreSQL does not run as root, and its account cannot enter ${home}: the data are kept in ${aside}.`);
  return placeAt(home, aside, account);
}

export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function makeHome(home: string): Promise<string> {
  try {
    const made = await makeDirectories(home);
    // A strict umask would hide the new directory from the account that root lets the server run as.
    if (made && runsAsRoot()) await chmod(home, 0o755);
    return await realpath(home);
  } catch (error) {
    throw homeNotWritable(home, error);
  }
}

/** True when made, false when it was there. Node's recursive mkdir never returns where the system refuses with ENOENT. */
async function makeDirectories(directory: string): Promise<boolean> {
  try {
    await mkdir(directory);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST' && (await stat(directory)).isDirectory()) return false;
    if (code !== 'ENOENT' || (await exists(dirname(directory)))) throw error;
  }
  await makeDirectories(dirname(directory));
  return makeDirectories(directory);
}

function placeAt(home: string, directory: string, account: Account | undefined): Place {
  return {
    home,
    directory,
    data: join(directory, 'data'),
    secret: join(directory, 'secret'),
    log: join(directory, 'server.log'),
    account,
  };
}

export function parentOf(place: Place): string {
  return dirname(place.directory);
}
