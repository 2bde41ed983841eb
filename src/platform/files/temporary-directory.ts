import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Has the work done in a directory of its own, which is gone afterwards, whatever happened.
 * @param purpose stands in its name, for whoever finds what a killed process left
 */
export async function inTemporaryDirectory<T>(purpose: string, work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), `cineledger-${purpose}-`));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
