import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { CsvScanner, type CsvVisitor, type EncodingFault } from './csv-scanner.js';

/** Small enough for what was sent meanwhile to get its turn: splitting a chunk occupies the program. */
const CHUNK_BYTES = 1 << 16;

export interface CsvReading extends CsvVisitor {
  /** Called after each chunk; reading goes on when it resolves, so a slow consumer holds the file back. */
  chunkRead?(): Promise<void>;
}

/**
 * Reads a CSV file in bounded memory.
 * @param hash is fed with every byte of the file, up to a fault
 * @returns the place where the file stops being UTF-8 text, or nothing
 */
export async function readCsv(path: string, reading: CsvReading, hash?: Hash): Promise<EncodingFault | undefined> {
  const scanner = new CsvScanner(reading);
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    hash?.update(chunk);
    const fault = scanner.push(chunk);
    if (fault) return fault;
    await reading.chunkRead?.();
  }
  return scanner.end();
}
