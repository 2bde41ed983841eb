import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';

/** Bytes that are collected before they are written. */
const WRITE_AT = 256 * 1024;

/**
 * A file that is written front to back, text in UTF-8, with its SHA-256. It writes synchronously: for thousands of
 * small files the way through the thread pool costs several times the write itself.
 */
export class OutputFile {
  readonly #hash = createHash('sha256');
  readonly #descriptor: number;
  #pending: Buffer[] = [];
  #length = 0;

  /** @param path of a file that does not exist yet */
  constructor(path: string) {
    this.#descriptor = openSync(path, 'wx');
  }

  /** @param content is kept for a while: bytes may not be changed any more */
  write(content: Buffer | string): void {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    this.#pending.push(bytes);
    this.#length += bytes.length;
    if (this.#length >= WRITE_AT) this.#flush();
  }

  /** @returns the SHA-256 of all that was written, in hexadecimal */
  close(): string {
    this.#flush();
    closeSync(this.#descriptor);
    return this.#hash.digest('hex');
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#pending, this.#length);
    this.#pending = [];
    this.#length = 0;
    this.#hash.update(bytes);
    for (let written = 0; written < bytes.length;) written += writeSync(this.#descriptor, bytes, written);
  }
}

/**
 * Writes a file of pieces as they come.
 * @returns its SHA-256
 */
export async function writeOutput(path: string, pieces: AsyncIterable<Buffer | string>): Promise<string> {
  const file = new OutputFile(path);
  for await (const piece of pieces) file.write(piece);
  return file.close();
}
