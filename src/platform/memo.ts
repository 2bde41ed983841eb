/**
 * Remembers what a costly pure function gave for a key, in bounded memory: when it is full it forgets everything
 * and starts again, which costs one further call for each key that is still in use.
 */
export class Memo<Value> {
  readonly #values = new Map<string, Value>();

  constructor(
    private readonly compute: (key: string) => Value,
    private readonly capacity: number,
  ) {}

  get(key: string): Value {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = this.compute(key);
    if (this.#values.size >= this.capacity) this.#values.clear();
    this.#values.set(ownCopy(key), value);
    return value;
  }
}

/** A slice of a chunk of a file would keep the whole chunk in memory. */
function ownCopy(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('latin1');
}
