import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeClaims, writeParties } from './claims.js';
import { writeAliases, writeLicensing } from './licensing.js';
import { Random } from './random.js';
import { LineTails } from './tails.js';
import { writeUsage } from './usage.js';
import { makeWorks, writeWorks } from './works.js';

export interface FolderSizes {
  readonly lines: number;
  readonly works: number;
  readonly claims: number;
  readonly parties: number;
  readonly seed: number;
}

/** The sizes of the published figures: only the number of usage lines varies. */
export function standardSizes(lines: number): FolderSizes {
  return { lines, works: 20_000, claims: 60_000, parties: 6_650, seed: 20_240_501 };
}

/**
 * The distribution folder of these sizes under `work`, made when it is missing or was made by other parameters or by
 * another version of this generator (told by the hash of its code).
 */
export function distributionFolder(work: string, sizes: FolderSizes): string {
  const folder = join(work, `lines-${sizes.lines}`);
  const stampFile = `${folder}.json`;
  const stamp = `${JSON.stringify({ ...sizes, generator: generatorHash() })}\n`;
  if (existsSync(folder) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return folder;
  rmSync(stampFile, { force: true });
  rmSync(folder, { recursive: true, force: true });
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  generate(unfinished, sizes);
  renameSync(unfinished, folder);
  writeFileSync(stampFile, stamp);
  return folder;
}

function generate(folder: string, sizes: FolderSizes): void {
  const works = makeWorks(sizes.works, new Random(sizes.seed));
  writeWorks(folder, works);
  writeParties(folder, sizes.parties, new Random(sizes.seed + 1));
  writeClaims(folder, works, sizes, new Random(sizes.seed + 2));
  writeLicensing(folder);
  writeAliases(folder, works, new Random(sizes.seed + 3));
  const unknown = Math.min(100_000, Math.max(1_000, Math.floor(sizes.lines / 100)));
  const tails = new LineTails(works, unknown, new Random(sizes.seed + 4));
  writeUsage(folder, sizes.lines, tails, new Random(sizes.seed + 5));
}

function generatorHash(): string {
  const hash = createHash('sha256');
  const code = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.js'));
  for (const name of code.sort()) hash.update(readFileSync(join(import.meta.dirname, name)));
  return hash.digest('hex').slice(0, 16);
}
