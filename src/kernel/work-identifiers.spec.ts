import fc from 'fast-check';
import { canonicalEidr, canonicalImdb, canonicalIsan } from './work-identifiers.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** ISO 7064 MOD 37,36 as the standard's pure formula has it, on numbers: the judge of the one under test. */
function checkOf(digits: string): string {
  const product = [...digits].reduce((p, digit) => (((p + ALPHABET.indexOf(digit)) % 36 || 36) * 2) % 37, 36);
  return ALPHABET[(37 - product) % 36]!;
}

const hex = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789ABCDEF'), minLength: length, maxLength: length });

/** The text with a space or hyphen here and there and in either case, as people write it. */
const written = (text: string): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.constantFrom('', '', '-', ' '), fc.boolean()), {
      minLength: text.length,
      maxLength: text.length,
    })
    .map((ways) => ways.map(([mark, low], i) => mark + (low ? text[i]!.toLowerCase() : text[i]!)).join(''));

describe('an EIDR', () => {
  it.each([
    '10.5240/6E64-DC3C-D608-9065-C314-R',
    '10.5240/6E64DC3CD6089065C314R',
    '10.5240/6e64-dc3c-d608-9065-c314-r',
    'https://doi.org/10.5240/6E64-DC3C-D608-9065-C314-R',
    'doi:10.5240/6E64-DC3C-D608-9065-C314-R',
    '10.5240 / 6E64 DC3C D608 9065 C314 R',
  ])('is one however it is written: %s', (text) => {
    expect(canonicalEidr(text)).toBe('10.5240/6E64DC3CD6089065C314R');
  });

  it.each([
    '10.5240/6E64-DC3C-D608-9065-C314-S',
    '10.5240/6E64-DC3C-D608-9065-C413-R',
    '10.5240/6E64-DC3C-D608-9065-C314',
    '10.5240/6E64-DC3C-D608-9065-C314-R1',
    '10.5240/6E64-DC3C-D608-9065-G314-R',
    '10.5237/47C0-F5BB',
    '6E64-DC3C-D608-9065-C314-R',
    '',
    'P1258',
    '1'.repeat(1_000_000),
  ])('is malformed or has a wrong check character: %.60s', (text) => {
    expect(canonicalEidr(text)).toBeUndefined();
  });

  it('is known by exactly one check character, and by no other once a digit is changed', () => {
    fc.assert(
      fc.property(hex(20), fc.nat(19), fc.nat(14), (digits, at, step) => {
        const valid = [...ALPHABET].filter((check) => canonicalEidr(`10.5240/${digits}${check}`) !== undefined);
        expect(valid).toEqual([checkOf(digits)]);
        const other = ALPHABET[(ALPHABET.indexOf(digits[at]!) + step + 1) % 16]!;
        const changed = digits.slice(0, at) + other + digits.slice(at + 1);
        expect(canonicalEidr(`10.5240/${changed}${valid[0]}`)).toBeUndefined();
      }),
    );
  });
});

describe('an ISAN', () => {
  it.each([
    '0000-0001-8CFA-0000-I-0000-0000-K',
    'isan 0000-0001-8CFA-0000-I-0000-0003-E',
    '000000018CFA0000',
    '0000-0001-8cfa-0000-i',
    'ISAN 0000 0001 8CFA 0000',
    'urn:isan:0000-0001-8CFA-0000-I-0000-0000-K',
    '0000-0001-8CFA-0000-0000-0003',
    '0000-0001-8CFA-0000-I-0000-0003',
    '0000-0001-8CFA-0000-0000-0003-E',
  ])('is known by its work, whatever version or check characters follow: %s', (text) => {
    expect(canonicalIsan(text)).toBe('000000018CFA0000');
  });

  it.each([
    '0000-0001-8CFA-0000-J',
    '0000-0001-8CFA-0000-J-0000-0000-K',
    '0000-0001-8CFA-0000-I-0000-0000-L',
    '0000-0001-8CFA-0000-I-0000-000',
    '0000-0001-8CFA-0000-I-0000-000G-K',
    '0000-0001-8CFA-000',
    'ISAN',
    '',
  ])('is malformed or has a wrong check character: %s', (text) => {
    expect(canonicalIsan(text)).toBeUndefined();
  });

  it('reads every written form of a true one as the same work', () => {
    const forms = fc.tuple(hex(16), hex(8), fc.constantFrom(0, 1, 2, 3, 4, 5)).chain(([work, version, form]) => {
      const first = checkOf(work);
      const second = checkOf(work + version);
      const rest = ['', first, version, first + version, version + second, first + version + second][form]!;
      return fc.tuple(fc.constant(work), written(work + rest));
    });
    fc.assert(
      fc.property(forms, ([work, text]) => {
        expect(canonicalIsan(text)).toBe(work);
        expect(canonicalIsan(`ISAN ${text}`)).toBe(work);
      }),
    );
  });
});

describe('an IMDb id', () => {
  it.each([
    ['tt0133093', 'tt133093'],
    ['TT133093', 'tt133093'],
    [' tt-0133093 ', 'tt133093'],
    ['tt10000002', 'tt10000002'],
    ['tt000', 'tt0'],
  ])('%s compares as %s', (text, canonical) => {
    expect(canonicalImdb(text)).toBe(canonical);
  });

  it.each([
    '',
    'tt',
    '0133093',
    'nm0000206',
    'tt01330x3',
    'tt٣',
    'https://www.imdb.com/title/tt0133093/',
    `tt${'9'.repeat(19)}`,
  ])('is malformed: %s', (text) => {
    expect(canonicalImdb(text)).toBeUndefined();
  });
});
