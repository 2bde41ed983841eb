import { execFile } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { clusterOfOtherMajor, homeDamaged, homeNotWritable, initialisationFailed } from './errors.js';
import { exists, parentOf, type Place } from './place.js';
import { endOrphans } from './processes.js';

/** The bootstrap superuser: it only provisions, counts the commands at work, and is given to no one. */
export const SUPERUSER = 'postgres';

/**
 * Makes the cluster beside its place and renames it there, so that a set-up cut short leaves nothing that looks done.
 * Call it under the start lock: it also sweeps what earlier attempts left.
 *
 * @throws DomainError database-not-initialised with the output of initdb, home-not-writable
 */
export async function createCluster(place: Place, binaries: Binaries): Promise<void> {
  await sweepHalfDone(place);
  const half = `${place.directory}.new-${randomBytes(6).toString('hex')}`;
  const secret = randomBytes(32).toString('hex');
  try {
    await mkdir(half, { mode: 0o700 });
    // The server's account has to pass through, and finds nothing there that it can read but its own data.
    if (place.account !== undefined) await chmod(half, 0o711);
    await writeFile(join(half, basename(place.secret)), `${secret}\n`, { mode: 0o600, flush: true });
  } catch (error) {
    throw homeNotWritable(dirname(half), error);
  }
  await initialise(half, secret, binaries, place.account);
  await rename(half, place.directory);
}

/** @throws DomainError database-of-other-version, home-damaged */
export async function checkVersion(place: Place, binaries: Binaries): Promise<void> {
  const version = await readOrDamaged(place, join(place.data, 'PG_VERSION'));
  if (version !== String(binaries.major)) throw clusterOfOtherMajor(place.data, version, binaries.major);
}

/** @throws DomainError home-damaged */
export function readSecret(place: Place): Promise<string> {
  return readOrDamaged(place, place.secret);
}

/** The password of a role: one secret file makes them all, and who knows one of them learns no other. */
export function passwordOf(role: string, secret: string): string {
  return createHmac('sha256', secret).update(role).digest('hex');
}

async function initialise(half: string, secret: string, binaries: Binaries, account: Account | undefined) {
  const data = join(half, 'data');
  const passwordFile = join(half, 'initdb-password');
  await mkdir(data, { mode: 0o700 });
  await writeFile(passwordFile, `${passwordOf(SUPERUSER, secret)}\n`, { mode: 0o600 });
  if (account !== undefined) {
    await chown(data, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  const options = ['-D', data, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--data-checksums'];
  await runInitdb(binaries.initdb, [...options, ...localeOptions(binaries.major)], account);
  await rm(passwordFile);
}

/** Code-point order everywhere. Before 17 there is no builtin provider, and C lower-cases ASCII only. */
function localeOptions(major: number): string[] {
  const common = ['--encoding=UTF8', '--locale=C'];
  return major >= 17 ? [...common, '--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : common;
}

function runInitdb(initdb: string, args: string[], account: Account | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { ...account, cwd: '/', env: childEnvironment(), encoding: 'utf8' as const };
    execFile(initdb, args, options, (error, _stdout, stderr) => {
      if (error === null) return resolve();
      const lines = stderr.split('\n').filter((line) => line.trim() !== '');
      reject(initialisationFailed(lines.length > 0 ? lines : [error.message]));
    });
  });
}

/** No PGOPTIONS, PGDATA or foreign locale of the user's shell reaches the server. */
export function childEnvironment(): Record<string, string> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

async function sweepHalfDone(place: Place): Promise<void> {
  const parent = parentOf(place);
  if (!(await exists(parent))) return;
  for (const name of await readdir(parent)) {
    if (!name.startsWith(`${basename(place.directory)}.new-`)) continue;
    // An initdb whose command was killed may still be writing there: under another name it finds nothing any more.
    const swept = name.endsWith('.swept') ? join(parent, name) : join(parent, `${name}.swept`);
    await rename(join(parent, name), swept);
    await endOrphans(join(swept, 'data'));
    await rm(swept, { recursive: true, force: true, maxRetries: 20, retryDelay: 20 });
  }
}

async function readOrDamaged(place: Place, file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw homeDamaged(
      place.directory,
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    );
  }
}
