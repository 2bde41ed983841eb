import fc from 'fast-check';
import { exceedsHundred, parsePercent, parseShare, parseWeight } from './share.js';

const MALFORMED = [
  '',
  '-1',
  '+1',
  '.5',
  '5.',
  '1e1',
  '1,5',
  '50%',
  '٣',
  'NaN',
  'Infinity',
  '0x10',
  '1'.repeat(1_000_000),
];

describe('a share', () => {
  it.each([
    ['100', '100'],
    ['100.000000', '100'],
    ['0.000001', '0.000001'],
    ['33.333333', '33.333333'],
    ['050.50', '50.5'],
  ])('%s percent is written %s', (text, canonical) => {
    expect(parseShare(text)).toBe(canonical);
  });

  it.each([...MALFORMED, '0', '0.000000', '100.000001', '0.0000001', '50.0000000'])('is not %.20s', (text) => {
    expect(parseShare(text)).toBeUndefined();
  });

  it('has one canonical form that reads back as itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), (millionths) => {
        const text = `${Math.floor(millionths / 1_000_000)}.${String(millionths % 1_000_000).padStart(6, '0')}`;
        const canonical = parseShare(text)!;
        expect(parseShare(canonical)).toBe(canonical);
        expect(canonical).not.toMatch(/[eE]|\.$|\.[0-9]*0$/);
      }),
    );
  });
});

describe("a deduction's percent", () => {
  it.each([
    ['0', '0'],
    ['12.50', '12.5'],
    ['100', '100'],
    ['0.123456789012345678901234567891', '0.123456789012345678901234567891'],
  ])('%s is written %s', (text, canonical) => {
    expect(parsePercent(text)).toBe(canonical);
  });

  it.each([...MALFORMED, '100.000000000000000000000000000001', '101'])('is not %.40s', (text) => {
    expect(parsePercent(text)).toBeUndefined();
  });

  it('exceeds a pool only when the sum is above 100, to the last decimal', () => {
    expect(exceedsHundred(['33.333333', '66.666667'])).toBe(false);
    expect(exceedsHundred(['33.333333', '66.666667', '0.000000000000000000000000000001'])).toBe(true);
    expect(exceedsHundred(Array.from({ length: 10 }, () => '10'))).toBe(false);
    expect(exceedsHundred([])).toBe(false);
  });
});

describe('a weight', () => {
  it.each([
    ['0', '0'],
    ['1.50', '1.5'],
    ['0.000001', '0.000001'],
    ['250', '250'],
  ])('%s is written %s', (text, canonical) => {
    expect(parseWeight(text)).toBe(canonical);
  });

  it.each([...MALFORMED, '0.0000001'])('is not %.20s', (text) => {
    expect(parseWeight(text)).toBeUndefined();
  });
});
