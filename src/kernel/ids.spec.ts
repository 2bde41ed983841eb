import fc from 'fast-check';
import { compareCodePoints, fileNameOf, isId } from './ids.js';

describe('an id', () => {
  it.each(['a', 'P000', '北京', '🎬', 'a b/c', '.hidden', '../etc', '=1+1', '🎬'.repeat(100)])('may be %j', (text) => {
    expect(isId(text)).toBe(true);
  });

  it.each(['', 'a'.repeat(101), '🎬'.repeat(101), 'a\0', 'a\tb', 'a\nb', '\u0085', '\u007f', '\ud83c', 'x\udfac'])(
    'may not be %j',
    (text) => {
      expect(isId(text)).toBe(false);
    },
  );
});

describe('code-point order', () => {
  it('puts a clapper board behind a full-width A, as UTF-8 bytes do', () => {
    expect(['🎬', 'Ａ', 'b', 'a', 'B', '', 'ab'].sort(compareCodePoints)).toEqual([
      '',
      'B',
      'a',
      'ab',
      'b',
      'Ａ',
      '🎬',
    ]);
  });

  it('is the order of the UTF-8 bytes', () => {
    const text = fc.string({ unit: 'binary', maxLength: 6 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the file name of a party', () => {
  it.each([
    ['P000', 'P000'],
    ['北京', '北京'],
    ['Ａ-full', 'Ａ-full'],
    ['zo\u00eb', 'zo\u00eb'],
    ['zoe\u0308', 'zoe%CC%88'],
    ['🎬reel', '%F0%9F%8E%ACreel'],
    ['a b/c', 'a%20b%2Fc'],
    ['.hidden', '%2Ehidden'],
    ['..', '%2E.'],
    ['v1.0_β-②', 'v1.0_β-②'],
    ['50%', '50%25'],
    ['a~b', 'a%7Eb'],
    ['C:\\CON', 'C%3A%5CCON'],
  ])('%s is %s', (id, name) => {
    expect(fileNameOf(id)).toBe(name);
  });

  it('is whole as long as a file can bear it with its extension', () => {
    const id = '京'.repeat(83) + 'ab';
    expect(fileNameOf(id)).toBe(id);
    expect(Buffer.byteLength(`${id}.csv`)).toBe(255);
  });

  it('is cut between characters and ends in a hash when it would be too long', () => {
    expect(fileNameOf('京'.repeat(100))).toMatch(/^京{62}~[0-9a-f]{64}$/);
    expect(fileNameOf('/'.repeat(100))).toMatch(/^(?:%2F){62}~[0-9a-f]{64}$/);
    expect(fileNameOf('.' + '🎬'.repeat(99))).toMatch(/^%2E(?:%F0%9F%8E%AC){15}~[0-9a-f]{64}$/);
    expect(fileNameOf('a.' + '京'.repeat(98))).toMatch(/^a\.京{61}~[0-9a-f]{64}$/);
    expect(fileNameOf('京'.repeat(100))).not.toBe(fileNameOf('京'.repeat(99) + '都'));
  });

  it('fits a file system, stays in its folder, and is never that of another id', () => {
    const id = fc.string({ unit: fc.constantFrom(...'aA京🎬./%~_- é'), minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(id, id, (one, other) => {
        const name = fileNameOf(one);
        expect(Buffer.byteLength(`${name}.csv`)).toBeLessThanOrEqual(255);
        expect(name).toMatch(/^[\p{L}\p{N}_%~-][\p{L}\p{N}._%~-]*$/u);
        expect(fileNameOf(other) === name).toBe(other === one);
        if (!name.includes('~')) expect(decodeURIComponent(name)).toBe(one);
      }),
      { numRuns: 1000 },
    );
  });
});
