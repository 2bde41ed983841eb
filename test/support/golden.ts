import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout; this file is compiled to `<build>/test/support/`. */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export interface GoldenFolder {
  name: string;
  path: string;
}

/** The folders with known results that are part of the project. */
export const OWN_GOLDEN: readonly GoldenFolder[] = foldersIn(join(ROOT, 'test', 'golden'));

/** Where the full set of golden folders is looked for: CINELEDGER_GOLDEN, else beside the checkout. */
export const FURTHER_GOLDEN_PATH = resolve(ROOT, process.env.CINELEDGER_GOLDEN ?? '../shared/golden');

/** The full set, `real` and all; empty where it is not present. */
export const FURTHER_GOLDEN: readonly GoldenFolder[] = existsSync(FURTHER_GOLDEN_PATH)
  ? foldersIn(FURTHER_GOLDEN_PATH)
  : [];

function foldersIn(path: string): GoldenFolder[] {
  return readdirSync(path)
    .filter((name) => existsSync(join(path, name, 'expected')))
    .map((name) => ({ name, path: join(path, name) }));
}

/** The texts of all files in a directory, by their path in it with `/`. */
export function filesIn(path: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(file.slice(path.length + 1).replaceAll('\\', '/'), readFileSync(file, 'utf8'));
  }
  return files;
}
