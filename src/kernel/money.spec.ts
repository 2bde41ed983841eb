import fc from 'fast-check';
import { formatAmount, isCurrency, minorUnits, parseAmount } from './money.js';

describe('a currency', () => {
  it.each([
    ['EUR', 2],
    ['CNY', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['CLF', 4],
    ['XCG', 2],
    ['XAD', 2],
  ])('%s has %i decimals', (currency, digits) => {
    expect(minorUnits(currency)).toBe(digits);
  });

  it('has the decimals of ISO 4217 where people write fewer', () => {
    expect(['HUF', 'TWD', 'IDR', 'LBP', 'IQD'].map(minorUnits)).toEqual([2, 2, 2, 2, 3]);
  });

  it.each(['', 'eur', 'EURO', 'ZZZ', 'XXX', 'XTS', 'XAU', 'XDR', ' EUR', 'constructor'])('is not %j', (text) => {
    expect(isCurrency(text)).toBe(false);
    expect(minorUnits(text)).toBeUndefined();
  });
});

describe('an amount', () => {
  it.each([
    ['1000', 'EUR', 100000n, '1000.00'],
    ['5846.5', 'EUR', 584650n, '5846.50'],
    ['0.07', 'CNY', 7n, '0.07'],
    ['0', 'USD', 0n, '0.00'],
    ['1000', 'JPY', 1000n, '1000'],
    ['253415810072.537', 'KWD', 253415810072537n, '253415810072.537'],
    ['9999999999999999.99', 'EUR', 999999999999999999n, '9999999999999999.99'],
    ['000000000000000000001', 'JPY', 1n, '1'],
  ])('%s %s is read in minor units and written in major ones', (text, currency, minor, written) => {
    expect(parseAmount(text, currency)).toBe(minor);
    expect(formatAmount(minor, currency)).toBe(written);
  });

  it.each([
    ['1.005', 'EUR'],
    ['1.000', 'EUR'],
    ['5.0', 'JPY'],
    ['-1', 'EUR'],
    ['1,000.00', 'EUR'],
    ['1e3', 'EUR'],
    ['', 'EUR'],
    ['10000000000000000.00', 'EUR'],
    ['123456789012345678901234567890', 'JPY'],
    ['9'.repeat(1_000_000), 'JPY'],
    ['1', 'XXX'],
  ])('is refused when it is %.40s %s', (text, currency) => {
    expect(parseAmount(text, currency)).toBeUndefined();
  });

  it('survives being written and read, to the unit, in every currency', () => {
    const currency = fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF', 'CNY');
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }), currency, (minor, code) => {
        expect(parseAmount(formatAmount(minor, code), code)).toBe(minor);
      }),
    );
  });

  it('cannot be written in an unknown currency', () => {
    expect(() => formatAmount(1n, 'eur')).toThrow(RangeError);
  });
});
