import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvScanner, type CsvVisitor, type EncodingFault } from './csv-scanner.js';

/** Small enough for what was sent meanwhile to get its turn: splitting a chunk occupies the program. */
const CHUNK_BYTES = 1 << 16;

export interface CsvReading extends CsvVisitor {
  /** Called after each chunk; reading goes on when it resolves, so a slow consumer holds the file back. */
  chunkRead?(): Promise<void>;
}

/** A file on the disk, plain or as gzip. */
export interface CsvFile {
  path: string;
  gzip?: boolean;
}

/**
 * Reads a CSV file in bounded memory.
 * @param hash is fed with every byte of the file, up to a fault; of a compressed one as it was before
 * @returns the place where the file stops being UTF-8 text, or nothing
 */
export async function readCsv(file: CsvFile, reading: CsvReading, hash?: Hash): Promise<EncodingFault | undefined> {
  const scanner = new CsvScanner(reading);
  for await (const chunk of chunksOf(file)) {
    hash?.update(chunk);
    const fault = scanner.push(chunk);
    if (fault) return fault;
    await reading.chunkRead?.();
  }
  return scanner.end();
}

function chunksOf({ path, gzip }: CsvFile): AsyncIterable<Buffer> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  // What breaks the one ends the other with its error, which comes to whoever reads.
  return gzip ? pipeline(file, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined) : file;
}
