import fc from 'fast-check';
import { CODE_BYTES, readVerificationCode, verificationCode } from './verification-code.js';

const chance = fc.uint8Array({ minLength: CODE_BYTES, maxLength: CODE_BYTES });
const society = fc.integer({ min: 1, max: 2 ** 31 - 1 });

describe('A verification code', () => {
  it('is written in groups that can be read aloud', () => {
    expect(verificationCode(7, new Uint8Array(CODE_BYTES))).toBe('7-0000-0000-0000-0000-0000-0000-0000-0000');
    expect(verificationCode(12, new Uint8Array(CODE_BYTES).fill(255))).toBe(`12${'-ZZZZ'.repeat(8)}`);
  });

  it('is read back as it was written, with the society that it names', () => {
    fc.assert(
      fc.property(society, chance, (number, bytes) => {
        const code = verificationCode(number, bytes);
        expect(readVerificationCode(code)).toEqual({ society: number, code });
        expect(readVerificationCode(` ${code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `)?.code).toBe(
          code.replace(/^[0-9]+/, (digits) => digits),
        );
      }),
    );
  });

  it('differs where a single bit of chance differs', () => {
    fc.assert(
      fc.property(chance, fc.nat(CODE_BYTES * 8 - 1), (bytes, bit) => {
        const other = Uint8Array.from(bytes);
        other[bit >> 3]! ^= 1 << (bit & 7);
        expect(verificationCode(1, other)).not.toBe(verificationCode(1, bytes));
      }),
    );
  });

  it.each([[''], ['7'], ['0-0000-0000-0000-0000-0000-0000-0000-0000'], [`9999999999${'-0000'.repeat(8)}`]])(
    'is not %j',
    (text) => {
      expect(readVerificationCode(text)).toBeUndefined();
    },
  );

  it('takes exactly its bytes of chance', () => {
    expect(() => verificationCode(1, new Uint8Array(19))).toThrow(RangeError);
  });
});
