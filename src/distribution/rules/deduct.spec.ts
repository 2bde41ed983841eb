import fc from 'fast-check';
import { takeDeductions } from './deduct.js';

describe('taking deductions', () => {
  it.each([
    ['takes each from the gross and not from what is left', 1000n, ['10', '10'], [100n, 100n]],
    ['rounds half up to the minor unit', 10001n, ['12.5'], [1250n]],
    ['rounds a half upwards', 1n, ['50'], [1n]],
    ['takes at most what the earlier ones left', 1n, ['50', '50'], [1n, 0n]],
    ['takes nothing where nothing is due', 0n, ['15'], [0n]],
  ])('%s', (_title, gross, percents, expected) => {
    expect(takeDeductions(gross, percents)).toEqual(expected);
  });

  it('never takes more than there is, nor a negative amount', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 18n }),
        fc.array(
          fc.tuple(fc.nat(100), fc.nat(999_999)).map(([whole, part]) => `${whole}.${part}`),
          { maxLength: 8 },
        ),
        (gross, percents) => {
          const taken = takeDeductions(gross, percents);
          expect(taken.every((amount) => amount >= 0n)).toBe(true);
          expect(taken.reduce((sum, amount) => sum + amount, 0n) <= gross).toBe(true);
        },
      ),
    );
  });
});
