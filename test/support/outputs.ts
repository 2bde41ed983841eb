import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn } from './golden.js';

/**
 * What must be the same on every run of a folder: all files but PDFs, and summary.json without its timings and the
 * hashes of PDFs (contract, Output).
 */
export function stableOutputs(out: string): Map<string, string> {
  const files = new Map([...filesIn(out)].filter(([file]) => !file.endsWith('.pdf')));
  const summary = JSON.parse(files.get('summary.json') ?? '{}') as { seconds?: unknown; outputs?: object };
  delete summary.seconds;
  summary.outputs = Object.fromEntries(
    Object.entries(summary.outputs ?? {}).filter(([file]) => !file.endsWith('.pdf')),
  );
  return files.set('summary.json', JSON.stringify(summary));
}

export function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** SHA-256 of every file in a directory but its summary.json, as that one states them. */
export function hashesIn(directory: string): Record<string, string> {
  const files = [...filesIn(directory).keys()].filter((file) => file !== 'summary.json');
  return Object.fromEntries(files.sort().map((file) => [file, sha256(join(directory, file))]));
}
