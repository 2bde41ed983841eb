const FIRST_BYTES = 1 << 20;

/**
 * Collects rows in COPY's text format as bytes. Strings of this size would be kept by the garbage collector in
 * thousands of pieces until they are sent.
 */
export class RowBuffer {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(row: string): void {
    // A UTF-16 unit takes at most three bytes.
    if (this.#length + 3 * row.length > this.#bytes.length) this.#grow(3 * row.length);
    this.#length += this.#bytes.write(row, this.#length);
  }

  /** What was collected, and an empty buffer. */
  take(): Buffer<ArrayBuffer> {
    const rows = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.allocUnsafe(this.#bytes.length);
    this.#length = 0;
    return rows;
  }

  #grow(needed: number): void {
    const bytes = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length + needed));
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
  }
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A cell of COPY's text format; undefined is NULL. */
export function copyText(cell: string | undefined): string {
  if (cell === undefined) return '\\N';
  return cell.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character]!);
}
