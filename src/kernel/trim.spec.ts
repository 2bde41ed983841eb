import fc from 'fast-check';
import { trimCell } from './trim.js';

describe('a cell', () => {
  it('loses at both ends every character that Unicode calls white space, and no other', () => {
    const units = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit));
    const lost = units.filter((character) => trimCell(`${character}x${character}`) === 'x');
    expect(lost).toEqual(units.filter((character) => /\p{White_Space}/u.test(character)));
  });

  it('keeps a byte order mark that does not stand at the start of a file', () => {
    expect(trimCell('\ufeffP1 ')).toBe('\ufeffP1');
  });

  it('becomes empty when it is nothing but white space', () => {
    expect(trimCell(' \u3000\u0085\t\r\n')).toBe('');
  });

  it('keeps the white space inside', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(trimCell(` \u00a0a${text}b\u2003`)).toBe(`a${text}b`);
      }),
    );
  });
});
