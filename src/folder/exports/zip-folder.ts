import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { compareCodePoints } from '../../kernel/ids.js';

export interface ZippedFolder {
  /** In hexadecimal. */
  sha256: string;
  bytes: number;
}

/**
 * Writes the files of a folder, by name in code-point order, as one ZIP. Files bear no time of their own, so that the
 * same folder gives the same bytes. Memory does not grow with them.
 * @param path of the ZIP, which does not exist yet
 */
export async function zipFolder(folder: string, path: string): Promise<ZippedFolder> {
  const zip = new ZipFile();
  for (const file of await filesOf(folder)) zip.addFile(join(folder, file), file.split(sep).join('/'), SAME);
  zip.end();
  const zipped = zip.outputStream as Readable;
  // A file that cannot be read is told by the ZIP, and not by its stream.
  zip.once('error', (error: Error) => zipped.destroy(error));
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = async function* (pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      hash.update(piece);
      bytes += piece.length;
      yield piece;
    }
  };
  await pipeline(zipped, measure, createWriteStream(path, { flags: 'wx' }));
  return { sha256: hash.digest('hex'), bytes };
}

/** The first day that a ZIP can tell. Its own form of time has no zone, so that no zone is seen in it. */
const SAME = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true };

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort(compareCodePoints);
}
