import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { DomainError } from '../kernel/domain-error.js';
import { compareCodePoints } from '../kernel/ids.js';
import type { Fault } from '../platform/csv/fault.js';

export const NOT_A_REGULAR_FILE =
  'is not a regular file inside the folder; put the file itself there and no device, directory or link that leads out';

const NOT_A_DIRECTORY = 'is not a directory inside the folder; usage files lie in a directory usage/';

/** The files of a distribution folder. Nothing outside it is ever read, whatever its links say. */
export class FolderFiles {
  private constructor(
    /** With every link resolved. */
    private readonly root: string,
    /** `usage/…` in reading order: by name, in code-point order (contract, Input). */
    readonly usage: readonly string[],
    /** What lies in `usage/` and is no usage file. */
    readonly ignored: readonly string[],
    /** What is wrong with `usage/` as a whole. */
    readonly faults: readonly Fault[],
  ) {}

  /** @throws folder-not-found */
  static async open(folder: string): Promise<FolderFiles> {
    const root = await realpath(folder).catch((error: unknown) => {
      throw new DomainError('not-found', 'folder-not-found', `There is no folder ${folder}. Name an existing one.`, {
        cause: error,
      });
    });
    if (!(await stat(root)).isDirectory()) {
      throw new DomainError(
        'not-found',
        'folder-not-found',
        `${folder} is not a folder. Name the folder that holds works.csv.`,
      );
    }
    const state = await usageState(root);
    if (state === 'foreign') return new FolderFiles(root, [], [], [{ file: 'usage', message: NOT_A_DIRECTORY }]);
    const names = state === 'missing' ? [] : await readdir(join(root, 'usage'));
    const usage = names.filter((name) => name.endsWith('.csv') && !name.startsWith('.')).sort(compareCodePoints);
    const ignored = names.filter((name) => !usage.includes(name)).sort(compareCodePoints);
    return new FolderFiles(root, usage.map(inUsage), ignored.map(inUsage), []);
  }

  path(file: string): string {
    return join(this.root, file);
  }

  /** Whether the file is there; anything but a regular file inside the folder is a fault. */
  async check(file: string): Promise<'readable' | 'missing' | Fault> {
    const target = await existing(realpath(this.path(file)));
    if (target === undefined) {
      // A link that leads nowhere is not an absent file.
      const names = (await existing(readdir(this.root))) ?? [];
      return names.includes(file) ? { file, message: NOT_A_REGULAR_FILE } : 'missing';
    }
    if (!isInside(this.root, target) || !(await stat(target)).isFile()) return { file, message: NOT_A_REGULAR_FILE };
    return 'readable';
  }
}

function isInside(root: string, target: string): boolean {
  return target.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** Whether `usage/` is a directory inside the folder. */
async function usageState(root: string): Promise<'directory' | 'foreign' | 'missing'> {
  const target = await existing(realpath(join(root, 'usage')));
  if (target === undefined) return (await readdir(root)).includes('usage') ? 'foreign' : 'missing';
  return isInside(root, target) && (await stat(target)).isDirectory() ? 'directory' : 'foreign';
}

function inUsage(name: string): string {
  return `usage/${name}`;
}

/** The result, or nothing where the file or folder does not exist (or stands where a folder should be, or loops). */
async function existing<T>(access: Promise<T>): Promise<T | undefined> {
  try {
    return await access;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
