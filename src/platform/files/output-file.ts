import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';

/** Characters that are collected before they are written. */
const WRITE_AT = 256 * 1024;

/** A text file that is written front to back, in UTF-8, with its SHA-256. */
export class OutputFile {
  readonly #hash = createHash('sha256');
  #pending = '';

  private constructor(private readonly handle: FileHandle) {}

  /** @param path of a file that does not exist yet */
  static async create(path: string): Promise<OutputFile> {
    return new OutputFile(await open(path, 'wx'));
  }

  async write(text: string): Promise<void> {
    this.#pending += text;
    if (this.#pending.length >= WRITE_AT) await this.#flush();
  }

  /** @returns the SHA-256 of all that was written, in hexadecimal */
  async close(): Promise<string> {
    await this.#flush();
    await this.handle.close();
    return this.#hash.digest('hex');
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.from(this.#pending, 'utf8');
    this.#pending = '';
    this.#hash.update(bytes);
    await this.handle.writeFile(bytes);
  }
}
