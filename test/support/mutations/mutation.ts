import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../random.js';

/** Spoils the folder in one way and says in words what it did; undefined if the folder offers no place for it. */
export type Mutation = (folder: string, random: Random) => string | undefined;

/** The CSV files of a folder that are plain files, by their path in it. */
export function plainFiles(folder: string): string[] {
  const usage = join(folder, 'usage');
  const inUsage = lstatSync(usage, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(usage) : [];
  return [...readdirSync(folder), ...inUsage.map((name) => `usage/${name}`)]
    .filter((file) => file.endsWith('.csv') && lstatSync(join(folder, file)).isFile())
    .sort();
}

/** One of the plain files, usage files as often as all others together. */
export function pickFile(folder: string, random: Random): string | undefined {
  const files = plainFiles(folder);
  const usage = files.filter((file) => file.startsWith('usage/'));
  const preferred = usage.length > 0 && random.percent(50) ? usage : files;
  return preferred.length > 0 ? random.pick(preferred) : undefined;
}
