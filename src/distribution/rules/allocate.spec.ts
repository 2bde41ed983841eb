import fc from 'fast-check';
import { allocate } from './allocate.js';

const whole = (...units: bigint[]) => units.map((value) => ({ units: value, scale: 0 }));
const net = fc.bigInt({ min: 0n, max: 10n ** 18n });
const points = fc
  .array(fc.record({ units: fc.bigInt({ min: 0n, max: 10n ** 30n }), scale: fc.nat(12) }), {
    minLength: 1,
    maxLength: 40,
  })
  .filter((values) => values.some((value) => value.units > 0n));

describe('allocating a pool', () => {
  it.each([
    ['divides without a remainder', 90n, whole(1n, 2n, 6n), [10n, 20n, 60n]],
    ['gives the left-over unit to the largest fraction', 10n, whole(1n, 2n), [3n, 7n]],
    ['gives it on equal fractions to whoever stands first', 100n, whole(1n, 1n, 1n), [34n, 33n, 33n]],
    ['gives nothing to whoever has no points', 5n, whole(0n, 1n), [0n, 5n]],
    ['shares out nothing of nothing', 0n, whole(3n, 4n), [0n, 0n]],
  ])('%s', (_title, amount, shares, expected) => {
    expect(allocate(amount, shares).map((allotment) => allotment.amount)).toEqual(expected);
  });

  it('refuses a pool without points', () => {
    expect(() => allocate(1n, whole(0n))).toThrow(RangeError);
  });

  it('always shares out the whole net, to the unit', () => {
    fc.assert(
      fc.property(net, points, (amount, shares) => {
        const sum = allocate(amount, shares).reduce((total, allotment) => total + allotment.amount, 0n);
        expect(sum).toBe(amount);
      }),
    );
  });

  it('never strays from the exact amount by a whole unit', () => {
    fc.assert(
      fc.property(net, points, (amount, shares) => {
        const units = shares.map((value) => value.units * 10n ** BigInt(12 - value.scale));
        const all = units.reduce((total, value) => total + value, 0n);
        allocate(amount, shares).forEach((allotment, index) => {
          const error = allotment.amount * all - amount * units[index]!;
          expect(error < all && error > -all).toBe(true);
        });
      }),
    );
  });

  it('never gives less to whoever has more points', () => {
    fc.assert(
      fc.property(net, points, (amount, shares) => {
        const units = shares.map((value) => value.units * 10n ** BigInt(12 - value.scale));
        const order = units
          .map((_, index) => index)
          .sort((a, b) => (units[a]! < units[b]! ? -1 : units[a]! > units[b]! ? 1 : b - a));
        const amounts = allocate(amount, shares).map((allotment) => allotment.amount);
        order.reduce((before, after) => {
          expect(amounts[before]! <= amounts[after]!).toBe(true);
          return after;
        });
      }),
    );
  });

  it('does not depend on the unit in which points are counted', () => {
    fc.assert(
      fc.property(net, points, fc.bigInt({ min: 1n, max: 1000n }), (amount, shares, factor) => {
        const scaled = shares.map((value) => ({ ...value, units: value.units * factor }));
        expect(allocate(amount, scaled)).toEqual(allocate(amount, shares));
      }),
    );
  });
});
