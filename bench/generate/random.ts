/** A seeded generator of 32-bit numbers (sfc32): the same seed gives the same folder on every machine. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number) {
    this.a = seed | 0;
    this.b = 0x9e3779b9 | 0;
    this.c = 0x243f6a88 | 0;
    for (let i = 0; i < 12; i += 1) this.next();
  }

  /** A whole number, 0 ≤ n < 2³². */
  next(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** A whole number, 0 ≤ n < limit. */
  below(limit: number): number {
    return Math.floor((this.next() / 4294967296) * limit);
  }

  chance(percent: number): boolean {
    return this.next() < percent * 42949672.96;
  }

  pick<T>(items: readonly T[]): T {
    return at(items, this.below(items.length));
  }
}

/** The element at a place that must exist. */
export function at<T>(items: { readonly [index: number]: T; readonly length: number }, index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no element ${index} of ${items.length}`);
  return item;
}

/**
 * A table of 2^bits indexes in which index i stands in proportion to weights[i], and at least once: a draw is then
 * one array access, which is what lets the generator outrun every contestant.
 */
export function drawTable(weights: readonly number[], bits: number): Uint32Array {
  const size = 2 ** bits;
  if (weights.length > size) throw new RangeError(`${weights.length} weights do not fit a table of ${size}`);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const spare = size - weights.length;
  const table = new Uint32Array(size);
  let cumulated = 0;
  let from = 0;
  weights.forEach((weight, index) => {
    cumulated += weight;
    const to = index + 1 + Math.round((cumulated / total) * spare);
    table.fill(index, from, to);
    from = to;
  });
  return table;
}

/** Zipf weights 1/rank^exponent for `count` ranks. */
export function zipf(count: number, exponent: number): number[] {
  return Array.from({ length: count }, (_, rank) => (rank + 1) ** -exponent);
}
