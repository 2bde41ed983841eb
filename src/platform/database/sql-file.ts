import { readFileSync } from 'node:fs';

/**
 * The text of a `.sql` file that lies beside the calling module, read once at start.
 * @example const SUM_CELLS = sqlFile(import.meta.url, 'sql/sum-cells.sql');
 */
export function sqlFile(moduleUrl: string, path: string): string {
  return readFileSync(new URL(path, moduleUrl), 'utf8');
}
