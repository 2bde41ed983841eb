import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Random } from '../random.js';
import { pickFile, plainFiles, type Mutation } from './mutation.js';

/** Replaces a file by something else. */
function replaced(words: string, put: (path: string, folder: string, random: Random) => void): Mutation {
  return (folder, random) => {
    const file = pickFile(folder, random);
    if (file === undefined) return undefined;
    const path = join(folder, file);
    rmSync(path);
    put(path, folder, random);
    return `${file}: ${words}`;
  };
}

const linkedInside: Mutation = (folder, random) => {
  const file = pickFile(folder, random);
  if (file === undefined) return undefined;
  const target = join(folder, 'kept-elsewhere');
  if (existsSync(target)) return undefined;
  renameSync(join(folder, file), target);
  symlinkSync(target, join(folder, file));
  return `${file}: made a link to a file inside the folder`;
};

const renamedInUsage: Mutation = (folder, random) => {
  const usage = plainFiles(folder).filter((file) => file.startsWith('usage/'));
  if (usage.length === 0) return undefined;
  const file = random.pick(usage);
  const name = random.pick([
    'a\nb.csv',
    '-rf.csv',
    `${'映'.repeat(80)}.csv`,
    '"q", x.csv',
    '=1+1.csv',
    '%2F.csv',
    '__proto__.csv',
  ]);
  renameSync(join(folder, file), join(folder, 'usage', name));
  return `${file}: renamed to ${JSON.stringify(name)}`;
};

const copiedInUsage: Mutation = (folder, random) => {
  const file = pickFile(folder, random);
  if (file === undefined || !existsSync(join(folder, 'usage'))) return undefined;
  copyFileSync(join(folder, file), join(folder, 'usage', `copy of ${basename(file)}`));
  return `${file}: copied into usage`;
};

const strayThings: Mutation = (folder) => {
  writeFileSync(join(folder, 'notes.txt'), Buffer.from([0, 1, 2, 255]));
  mkdirSync(join(folder, 'usage', 'archive'), { recursive: true });
  writeFileSync(join(folder, 'usage', 'archive', 'old.csv'), 'not,read');
  return 'files that are not the contract’s added';
};

/** Replaces the directory of usage files. */
function usageReplaced(words: string, put: (path: string) => void): Mutation {
  return (folder) => {
    const path = join(folder, 'usage');
    rmSync(path, { recursive: true, force: true });
    put(path);
    return `usage: ${words}`;
  };
}

/** Changes of what lies where. */
export const PLACE_MUTATIONS: readonly Mutation[] = [
  replaced('deleted', () => undefined),
  replaced('replaced by a directory', (path) => mkdirSync(path)),
  replaced('replaced by a FIFO', (path) => execFileSync('mkfifo', [path])),
  replaced('replaced by a link to a device that never ends', (path) => symlinkSync('/dev/zero', path)),
  replaced('replaced by a link to a file outside', (path) => symlinkSync('/etc/passwd', path)),
  replaced('replaced by a link out of the folder by dots', (path) => symlinkSync('../../../../../etc/passwd', path)),
  replaced('replaced by a link to nowhere', (path) => symlinkSync('nowhere', path)),
  replaced('replaced by a link to itself', (path) => symlinkSync(basename(path), path)),
  replaced('replaced by a link to the folder', (path, folder) => symlinkSync(folder, path)),
  linkedInside,
  renamedInUsage,
  copiedInUsage,
  strayThings,
  usageReplaced('deleted', () => undefined),
  usageReplaced('replaced by a file', (path) => writeFileSync(path, 'licence_id\n')),
  usageReplaced('replaced by a link out of the folder', (path) => symlinkSync('/usr', path)),
];
