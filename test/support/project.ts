import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout; this file is compiled to `<build>/test/support/`. */
export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

/** Files under a folder of the checkout, as paths from its root with `/`. */
export function projectFiles(folder: string, wanted: RegExp): string[] {
  const path = join(PROJECT, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && wanted.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(PROJECT.length).replaceAll('\\', '/'))
    .sort();
}
