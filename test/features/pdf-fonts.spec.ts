import { FontSet } from '../../src/platform/pdf/font-set.js';
import { TextFitter } from '../../src/platform/pdf/fit-text.js';

const fonts = new FontSet();

// To the end of what Unicode 10 assigned: the fonts have no ideograph that came later.
const SCRIPTS: [name: string, first: number, last: number, wanted: RegExp][] = [
  ['Latin with all its accents', 0x20, 0x24f, /[\p{L}\p{P}\p{S}\p{N}]/u],
  ['Vietnamese and other Latin', 0x1e00, 0x1eff, /\p{L}/u],
  ['Greek', 0x370, 0x3ff, /(?=\p{Script=Greek})\p{L}/u],
  ['Cyrillic', 0x400, 0x52f, /\p{L}/u],
  ['kana', 0x3040, 0x30ff, /\p{L}/u],
  ['ideographs', 0x4e00, 0x9fef, /\p{L}/u],
  ['Hangul', 0xac00, 0xd7a3, /\p{L}/u],
  ['full-width forms', 0xff01, 0xffee, /[\p{L}\p{P}\p{S}\p{N}]/u],
  ['signs of currencies', 0x20a0, 0x20bf, /\p{Sc}/u],
];

describe('the fonts of a statement', () => {
  it.each(SCRIPTS)('have every character of %s', (_, first, last, wanted) => {
    let wantedCharacters = '';
    for (let codePoint = first; codePoint <= last; codePoint += 1) {
      const character = String.fromCodePoint(codePoint);
      if (wanted.test(character)) wantedCharacters += character;
    }
    expect(wantedCharacters.length).toBeGreaterThan(25);
    for (const weight of ['regular', 'bold'] as const) {
      const runs = fonts.runs(wantedCharacters, weight);
      expect(runs.map(({ text }) => text).join('')).toBe(wantedCharacters.normalize('NFC'));
      const absent = runs.filter(({ face, text }) =>
        fonts
          .face(face)
          .font.layout(text)
          .glyphs.some(({ id }) => id === 0),
      );
      expect(absent).toEqual([]);
    }
  });

  it('give an ideograph the form of the language around it', () => {
    const faces = (text: string): string[] => fonts.runs(text, 'regular').map(({ face }) => face);
    expect(faces('骨')).toEqual(['chinese']);
    expect(faces('骨の')).toEqual(['japanese']);
    expect(faces('骨과')).toEqual(['korean']);
    expect(faces('Film 骨')).toEqual(['latin', 'chinese']);
  });

  it('keep a mark with its letter, and compose what was typed in parts', () => {
    expect(fonts.runs('Zoe\u0308', 'regular').map(({ text }) => text)).toEqual(['Zoë']);
    expect(fonts.runs('\u30ab\u3099', 'regular').map(({ text }) => text)).toEqual(['ガ']);
    expect(fonts.runs('x\u0323\u0307', 'regular').map(({ face }) => face)).toEqual(['latin']);
  });

  it('let a text be copied as it was written, whatever was drawn with the same glyph before', () => {
    const codePoints = (text: string): unknown =>
      fonts
        .face('chinese')
        .font.layout(text)
        .glyphs.map((glyph) => glyph.codePoints);
    expect(codePoints('\u2f47')).toEqual([[0x2f47]]);
    expect(codePoints('\u65e5')).toEqual([[0x65e5]]);
  });

  it('measure as wide as they draw, figures all alike', () => {
    expect(new Set('0123456789'.split('').map((digit) => fonts.widthOf(digit, 'regular'))).size).toBe(1);
    const run = fonts.face('latin').font.layout('Train');
    expect(fonts.widthOf('Train', 'regular')).toBeCloseTo(run.advanceWidth / 1000, 6);
  });
});

describe('a text that is too long for its column', () => {
  const fit = new TextFitter(fonts);

  it('breaks at blanks, between ideographs but not before a stop, and inside a word only when it must', () => {
    expect(fit.wrap('one two', 'regular', 100)).toEqual(['one two']);
    expect(fit.wrap('one two three', 'regular', fonts.widthOf('one two', 'regular'))).toEqual(['one two', 'three']);
    expect(fit.wrap('千と千尋。神', 'regular', 4.2)).toEqual(['千と千', '尋。神']);
    expect(fit.wrap('WWWWWW', 'regular', fonts.widthOf('WWW', 'regular'))).toEqual(['WWW', 'WWW']);
  });

  it('loses no character over all its lines', () => {
    const text = 'Летят журавли — 卧虎藏龙 Crouching-Tiger/Hidden “Dragon” 기생충 प्यासा';
    for (let width = 0.5; width < 20; width += 0.7) {
      const lines = fit.wrap(text, 'bold', width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }
  });

  it('ends in an ellipsis where lines are limited', () => {
    const lines = fit.wrap('The Discreet Charm of the Bourgeoisie', 'regular', 8, 2);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
    for (const line of lines) expect(fonts.widthOf(line, 'regular')).toBeLessThanOrEqual(8);
    expect(fit.truncate('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 'regular', 0.1)).toBe('👩‍👩‍👧‍👦…');
  });
});
