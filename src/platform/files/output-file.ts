import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';

/** Characters that are collected before they are written. */
const WRITE_AT = 256 * 1024;

/**
 * A text file that is written front to back, in UTF-8, with its SHA-256. It writes synchronously: for thousands of
 * small files the way through the thread pool costs several times the write itself.
 */
export class OutputFile {
  readonly #hash = createHash('sha256');
  readonly #descriptor: number;
  #pending = '';

  /** @param path of a file that does not exist yet */
  constructor(path: string) {
    this.#descriptor = openSync(path, 'wx');
  }

  write(text: string): void {
    this.#pending += text;
    if (this.#pending.length >= WRITE_AT) this.#flush();
  }

  /** @returns the SHA-256 of all that was written, in hexadecimal */
  close(): string {
    this.#flush();
    closeSync(this.#descriptor);
    return this.#hash.digest('hex');
  }

  #flush(): void {
    const bytes = Buffer.from(this.#pending, 'utf8');
    this.#pending = '';
    this.#hash.update(bytes);
    for (let written = 0; written < bytes.length;) written += writeSync(this.#descriptor, bytes, written);
  }
}
