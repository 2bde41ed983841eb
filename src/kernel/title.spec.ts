import fc from 'fast-check';
import { normalTitle } from './title.js';

/** The contract's paragraph word for word, one step after the other, with no short cut. */
function byTheBook(text: string): string {
  const articles = "the a an le la les l' un une der die das el los las il lo gli".split(' ').concat('l’');
  const after = text.slice(text.lastIndexOf(',') + 1);
  const article = articles.find((word) => text.includes(',') && after.trim().toLowerCase() === word);
  let title = article === undefined ? text : `${article} ${text.slice(0, text.lastIndexOf(','))}`;
  title = title.normalize('NFKD');
  title = [...title]
    .filter((character) => {
      const code = character.codePointAt(0)!;
      const between = (first: number, last: number): boolean => code >= first && code <= last;
      return !between(0x300, 0x36f) && !between(0x591, 0x5c7) && !between(0x64b, 0x65f);
    })
    .join('');
  title = title.normalize('NFKC').toLowerCase();
  for (const pair of 'ß ss,ς σ,æ ae,œ oe,ø o,đ d,ð d,ł l,ı i,þ th'.split(',')) {
    const [from, to] = pair.split(' ');
    title = title.replaceAll(from!, to!);
  }
  return [...title]
    .map((character) => (/[\p{L}\p{N}\p{M}]/u.test(character) ? character : ' '))
    .join('')
    .split(' ')
    .filter((word) => word !== '')
    .join(' ');
}

describe('the normal form of a title', () => {
  it.each([
    ['Matrix, The', 'the matrix'],
    ['THE  MATRIX', 'the matrix'],
    ['Matrix,THE', 'the matrix'],
    ["Avventura, L'", 'l avventura'],
    ['avventura, l’', 'l avventura'],
    ["L'Avventura", 'l avventura'],
    ['Große Straße, Die', 'die grosse strasse'],
    ['Good, the Bad and the Ugly, The', 'the good the bad and the ugly'],
    ['Matrix, The (1999)', 'matrix the 1999'],
    ['Crouching Tiger, Hidden Dragon', 'crouching tiger hidden dragon'],
    ['Them, Anthem', 'them anthem'],
    [', The', 'the'],
  ])('moves an article behind the last comma to the front: %s', (title, normal) => {
    expect(normalTitle(title)).toBe(normal);
  });

  it.each([
    ['Amélie', 'amelie'],
    ['COEUR', 'coeur'],
    ['Cœur', 'coeur'],
    ['Łódź', 'lodz'],
    ['Đorđe Þór ðæø', 'dorde thor daeo'],
    ['İstanbul ılık', 'istanbul ilik'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['οδός', 'οδοσ'],
    ['Ёлка', 'елка'],
    ['Lanternﬁlm ½', 'lanternfilm 1 2'],
    ['שָׁלוֹם', 'שלום'],
    ['مُحَمَّد', 'محمد'],
  ])('does not count accents, ligatures or vowel points: %s', (title, normal) => {
    expect(normalTitle(title)).toBe(normal);
  });

  it.each([
    [0x300, 0x36f],
    [0x591, 0x5c7],
    [0x64b, 0x65f],
  ])('drops the marks %i to %i, all of them and none beside them', (first, last) => {
    const marks = Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
    expect(marks.filter((mark) => normalTitle(`x${mark}x`) !== 'xx')).toEqual([]);
    const neighbours = [first - 1, last + 1].map((code) => String.fromCodePoint(code));
    expect(neighbours.filter((character) => normalTitle(`x${character}x`) === 'xx')).toEqual([]);
  });

  it.each([
    ['ガス', 'カス'],
    ['पानी', 'पान'],
    ['霸王别姬', '霸王別姬'],
  ])('keeps apart %s and %s', (one, other) => {
    expect(normalTitle(one)).not.toBe(normalTitle(other));
  });

  it('reads half-width and full-width letters as the usual ones', () => {
    expect(normalTitle('ｶﾞｽ')).toBe(normalTitle('ガス'));
    expect(normalTitle('ＭＡＴＲＩＸ　２')).toBe('matrix 2');
  });

  it.each(['', '!!!', '???', ' – ', '，'])('is empty, and so matches nothing, for %j', (title) => {
    expect(normalTitle(title)).toBe('');
  });

  it('is what the contract says step by step, also on the short way for ASCII', () => {
    const article = fc.constantFrom('', ', The', ",l'", ', L’', ',  GLI', ', Theo', ',a');
    const letter = fc.oneof(
      fc.constantFrom(..."aZ09 ,.'’-éÉßςΣæŒøĐłIıİþガｶﾞ霸हिﬁ½\u0301\u05c1\u0650\u3000"),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme-ascii' }),
      fc.array(letter).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, article, (title, end) => {
        expect(normalTitle(`${title}${end}`)).toBe(byTheBook(`${title}${end}`));
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same for composed and decomposed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (title) => {
        expect(normalTitle(title.normalize('NFD'))).toBe(normalTitle(title.normalize('NFC')));
      }),
    );
  });
});
