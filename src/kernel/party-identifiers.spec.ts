import fc from 'fast-check';
import { isIpiNameNumber, isIsni } from './party-identifiers.js';

describe('an IPI name number', () => {
  it('has one right check out of a hundred', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), (number) => {
        const base = String(number).padStart(9, '0');
        const checks = Array.from({ length: 100 }, (_, check) => String(check).padStart(2, '0'));
        expect(checks.filter((check) => isIpiNameNumber(base + check))).toHaveLength(1);
      }),
    );
  });

  it('counts with or without its leading zeros', () => {
    // 1×10 … by hand: digits 000000012 give 1×3 + 2×2 = 7, and 101 − 7 = 94.
    expect(isIpiNameNumber('00000001294')).toBe(true);
    expect(isIpiNameNumber('1294')).toBe(true);
    expect(isIpiNameNumber('1293')).toBe(false);
  });

  it.each(['', '12', '000000001294', 'I-000000229-7', '1294 ', '١٢٩٤'])('is not %j', (text) => {
    expect(isIpiNameNumber(text)).toBe(false);
  });
});

describe('an ISNI', () => {
  // ORCID's published example shares the scheme.
  it.each(['0000000218250097', '0000 0002 1825 0097', '0000-0002-1825-0097', '000000012281955X', '000000012281955x'])(
    'is %s',
    (text) => {
      expect(isIsni(text)).toBe(true);
    },
  );

  it.each(['0000000218250098', '000000021825009', '00000002182500970', '00000001228195X5', '', 'X'.repeat(16)])(
    'is not %s',
    (text) => {
      expect(isIsni(text)).toBe(false);
    },
  );

  it('betrays two neighbours that changed places', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 15, maxLength: 15 });
    fc.assert(
      fc.property(digits, fc.nat(13), (base, at) => {
        const right = [...'0123456789X'].filter((check) => isIsni(base + check));
        expect(right).toHaveLength(1);
        const swapped = base.slice(0, at) + base[at + 1]! + base[at]! + base.slice(at + 2);
        expect(isIsni(swapped + right[0]!)).toBe(swapped === base);
      }),
    );
  });
});
