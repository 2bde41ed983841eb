import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DomainError } from '../../kernel/domain-error.js';
import { isAlive } from '../../platform/files/is-alive.js';

/** By this file a directory is known as one that a run wrote. */
export const SUMMARY = 'summary.json';

/**
 * DIR is written under another name beside it and renamed when it is whole, so that it is never half there. What a
 * killed run left beside it is removed by the next one.
 */
export class OutputDirectory {
  private constructor(
    private readonly target: string,
    /** Write here. */
    readonly path: string,
  ) {}

  /**
   * @param force whether a directory that an earlier run wrote may be replaced; undefined where none ever may
   * @throws output-exists, output-not-ours
   */
  static async prepare(directory: string, force: boolean | undefined): Promise<OutputDirectory> {
    const target = resolve(directory);
    await refuseForeign(target, force);
    await mkdir(dirname(target), { recursive: true });
    await removeLeftovers(target);
    const path = join(dirname(target), `${prefix(target)}${process.pid}-${randomBytes(4).toString('hex')}`);
    await mkdir(path);
    return new OutputDirectory(target, path);
  }

  async publish(): Promise<void> {
    const old = `${this.path}-old`;
    const replaced = await renameIfThere(this.target, old);
    await rename(this.path, this.target);
    if (replaced) await rm(old, { recursive: true });
  }

  async discard(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

function prefix(target: string): string {
  return `.${basename(target)}.cineledger-`;
}

async function refuseForeign(target: string, force: boolean | undefined): Promise<void> {
  const names = await readdir(target).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [] as string[];
    if (error.code !== 'ENOTDIR') throw error;
    throw new DomainError('conflict', 'output-exists', `${target} is a file. Name another directory with --out.`);
  });
  if (names.length === 0) return;
  if (!force) {
    throw new DomainError(
      'conflict',
      'output-exists',
      `${target} is not empty. Name another directory with --out${force === undefined ? '' : ', or replace it with --force'}.`,
    );
  }
  if (!names.includes(SUMMARY)) {
    const message = `${target} was not written by a run (it has no ${SUMMARY}), so even --force does not replace it. Name another directory with --out.`;
    throw new DomainError('conflict', 'output-not-ours', message);
  }
}

/** Directories of runs that are no longer alive. */
async function removeLeftovers(target: string): Promise<void> {
  for (const name of await readdir(dirname(target))) {
    if (!name.startsWith(prefix(target))) continue;
    const pid = Number(/^(\d+)-/.exec(name.slice(prefix(target).length))?.[1]);
    if (Number.isInteger(pid) && !isAlive(pid)) await rm(join(dirname(target), name), { recursive: true, force: true });
  }
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  if ((await stat(from).catch(absent)) === undefined) return false;
  await rename(from, to);
  return true;
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
