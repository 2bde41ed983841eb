/** The exact numbers of the row-by-row script: the rules are written once, over either kind. */
export interface Arithmetic<N> {
  /** A plain decimal; `places` is the greatest number of decimals the column may have. */
  decimal(text: string, places: number): N;
  plus(a: N, b: N): N;
  minus(a: N, b: N): N;
  times(a: N, b: N): N;
  /** Below, at or above 0 as a is less than, equal to or greater than b. */
  compare(a: N, b: N): number;
  /** net × part ÷ all as whole units, and a rest that compares with the other rests of the same net and all. */
  share(net: bigint, part: N, all: N): { whole: bigint; rest: N };
}

/** A plain decimal as a whole number of 1/10^places. */
export function scaled(text: string, places: number): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
}

/**
 * Whole numbers that all bear the same factor, since every amount of points is one metric × two weights × one share.
 * Whoever sees that gets the fastest script.
 */
export const WHOLE_NUMBERS: Arithmetic<bigint> = {
  decimal: scaled,
  plus: (a, b) => a + b,
  minus: (a, b) => a - b,
  times: (a, b) => a * b,
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  share: (net, part, all) => ({ whole: (net * part) / all, rest: (net * part) % all }),
};

/** A fraction in lowest terms with a positive denominator. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function fraction(n: bigint, d: bigint): Fraction {
  const common = gcd(n, d);
  return common === 1n ? { n, d } : { n: n / common, d: d / common };
}

/** Fractions as every language's library has them (Python's Fraction, fraction.js): no thought about scales needed. */
export const FRACTIONS: Arithmetic<Fraction> = {
  decimal(text) {
    const places = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
    return fraction(scaled(text, places), 10n ** BigInt(places));
  },
  plus: (a, b) => fraction(a.n * b.d + b.n * a.d, a.d * b.d),
  minus: (a, b) => fraction(a.n * b.d - b.n * a.d, a.d * b.d),
  times: (a, b) => fraction(a.n * b.n, a.d * b.d),
  compare: (a, b) => WHOLE_NUMBERS.compare(a.n * b.d, b.n * a.d),
  share(net, part, all) {
    const exact = fraction(net * part.n * all.d, part.d * all.n);
    const whole = exact.n / exact.d;
    return { whole, rest: fraction(exact.n - whole * exact.d, exact.d) };
  },
};
