import fc from 'fast-check';
import { parseMetric } from './metric.js';

describe('the metric of a usage line', () => {
  it.each([
    ['0', '0'],
    ['000', '0'],
    ['007', '7'],
    ['1113400000000', '1113400000000'],
    ['999999999999999999', '999999999999999999'],
  ])('counts whole views and seconds: %s', (text, canonical) => {
    expect(parseMetric('views', text)).toBe(canonical);
    expect(parseMetric('seconds', text)).toBe(canonical);
    expect(parseMetric('revenue', text)).toBe(canonical);
  });

  it.each([
    ['0.000000000001', '0.000000000001'],
    ['1009.918215768568', '1009.918215768568'],
    ['007.50', '7.5'],
    ['10.00', '10'],
    ['0.0', '0'],
  ])('has decimals only when it is revenue: %s', (text, canonical) => {
    expect(parseMetric('revenue', text)).toBe(canonical);
    expect(parseMetric('views', text)).toBeUndefined();
    expect(parseMetric('seconds', text)).toBeUndefined();
  });

  it.each(['', '.5', '5.', '+4', '-4', '-0', '1e3', '1,000', '1 000', '٣', '３', '1_000', '0x1', 'NaN', 'N/A', '1\n'])(
    'is bad when it is %j',
    (text) => {
      for (const metric of ['views', 'seconds', 'revenue'] as const) expect(parseMetric(metric, text)).toBeUndefined();
    },
  );

  it('is too long beyond 18 digits before or 12 after the point, zeros included', () => {
    expect(parseMetric('views', '1'.repeat(19))).toBeUndefined();
    expect(parseMetric('views', '0'.repeat(18) + '1')).toBeUndefined();
    expect(parseMetric('revenue', '1'.repeat(19))).toBeUndefined();
    expect(parseMetric('revenue', '1.' + '0'.repeat(13))).toBeUndefined();
    expect(parseMetric('revenue', '1'.repeat(18) + '.' + '1'.repeat(12))).toBe('1'.repeat(18) + '.' + '1'.repeat(12));
  });

  it('has one canonical form, however many zeros a platform writes', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 16n }),
        fc.nat(999),
        fc.nat(2),
        fc.nat(9),
        (whole, part, lead, tail) => {
          const decimals = String(part).padStart(3, '0');
          const canonical = parseMetric('revenue', `${whole}.${decimals}`);
          expect(parseMetric('revenue', `${'0'.repeat(lead % 2)}${whole}.${decimals}${'0'.repeat(tail)}`)).toBe(
            canonical,
          );
          expect(parseMetric('revenue', canonical!)).toBe(canonical);
        },
      ),
    );
  });
});
