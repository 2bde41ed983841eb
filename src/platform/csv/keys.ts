import { shown } from '../../kernel/shown.js';
import type { Fault } from './fault.js';

/** Where each key was seen first. Reports a key that comes again, and a reference to one that never came. */
export class Keys {
  readonly #lines = new Map<string, number>();

  /**
   * @param file the file that defines the keys
   * @param column the key's column, for faults
   * @param whole whether all of the file's rows could be read; else a missing key may stand in one that could not
   */
  constructor(
    private readonly file: string,
    private readonly column: string,
    private readonly faults: Fault[],
    private readonly whole = true,
  ) {}

  /** @param key undefined where its cell has a fault of its own */
  add(key: string | undefined, line: number, name: string | undefined = key): void {
    if (key === undefined || name === undefined) return;
    const first = this.#lines.get(key);
    if (first === undefined) this.#lines.set(key, line);
    else {
      const message = `${shown(name)} stands already in line ${first}`;
      this.faults.push({ file: this.file, line, column: this.column, code: 'key_repeated', message });
    }
  }

  has(key: string): boolean {
    return this.#lines.has(key);
  }

  /** Checks a reference to a key from `file`. */
  refer(key: string | null | undefined, file: string, line: number, column: string): void {
    if (key === undefined || key === null || !this.whole || this.#lines.has(key)) return;
    this.faults.push({ file, line, column, code: 'key_unknown', message: `${shown(key)} is not in ${this.file}` });
  }
}
