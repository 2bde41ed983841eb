import fc from 'fast-check';
import { Decimal, formatFixed, formatScaled, parseDecimal, rescale } from './decimal.js';

describe('a plain decimal', () => {
  it.each([
    ['0', 0n, 0],
    ['12.50', 1250n, 2],
    ['007', 7n, 0],
    ['0.000000000001', 1n, 12],
    ['9007199254740993.1', 90071992547409931n, 1],
  ])('%s is read exactly, with the decimals written', (text, units, scale) => {
    expect(parseDecimal(text)).toEqual({ units, scale });
  });

  it.each(['', '.5', '5.', '+4', '-1', '1e3', '1,000', '1 000', '٣', '１', '0x10', 'NaN', 'Infinity', '1.2.3', '1\n'])(
    'is not what %j says',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined();
    },
  );

  it('is written without exponent and without trailing zeros', () => {
    expect(formatScaled({ units: 1250n, scale: 2 })).toBe('12.5');
    expect(formatScaled({ units: 1200n, scale: 2 })).toBe('12');
    expect(formatScaled({ units: 1200n, scale: 0 })).toBe('1200');
    expect(formatScaled({ units: 0n, scale: 6 })).toBe('0');
    expect(formatScaled({ units: -5n, scale: 2 })).toBe('-0.05');
    expect(formatFixed(5n, 12)).toBe('0.000000000005');
  });

  it('reads back as the same value whatever was written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), fc.nat(20), (units, scale) => {
        expect(parseDecimal(formatFixed(units, scale))).toEqual({ units, scale });
        expect(rescale(parseDecimal(formatScaled({ units, scale }))!, scale)).toEqual({ units, scale });
      }),
    );
  });

  it('keeps its value at a finer scale and refuses a scale that would round it', () => {
    expect(rescale({ units: 15n, scale: 1 }, 3)).toEqual({ units: 1500n, scale: 3 });
    expect(rescale({ units: 1500n, scale: 3 }, 1)).toEqual({ units: 15n, scale: 1 });
    expect(() => rescale({ units: 1501n, scale: 3 }, 1)).toThrow('1.501 has more than 1 decimals');
  });

  it('is computed by decimal.js without silent rounding at 20 digits', () => {
    const sum = new Decimal('123456789012345678901234567890').plus('0.000000000000000000000000000001');
    expect(sum.toString()).toBe('123456789012345678901234567890.000000000000000000000000000001');
    expect(new Decimal('0.000000000001').toString()).toBe('0.000000000001');
  });
});
