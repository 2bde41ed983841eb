import type { Random } from '../random.js';
import { checkCharacterOf } from '../reference/index.js';

const TRAPPED_IDS = [
  'Ａ-full',
  '🎬reel',
  'zoë',
  'Zed',
  'a b/c',
  '.hidden',
  '../up',
  '..',
  '北京',
  'a"b',
  'a,b',
  '=1+1',
  '%41',
  "O'Hara",
  '~tilde',
  'a:b',
  'two  spaces',
  'semi ; colon',
  '-',
  '0',
  'null',
  '\u{1d54f}',
  '\uff5e',
  'हिन्दी',
  '映'.repeat(100),
  '𝕏'.repeat(100),
];

/** So many different ids, some of which are hard to sort, to quote or to name a file after. */
export function ids(random: Random, prefix: string, count: number, trappedPercent: number): string[] {
  const traps = random.shuffle(TRAPPED_IDS);
  return Array.from({ length: count }, (_, index) => {
    const trap = random.percent(trappedPercent) ? traps.pop() : undefined;
    return trap ?? `${prefix}${String(index).padStart(3, '0')}`;
  });
}

const WORDS = [
  'Night',
  'Wolf',
  'Café',
  'Straße',
  'Łódź',
  'Œuvre',
  'İstanbul',
  'ΟΔΟΣ',
  'ガ',
  'カ',
  'ｶﾞ',
  '霸王',
  '别姬',
  '红高粱',
  'हिन्दी',
  'हु',
  '½',
  'ﬁlm',
  "O'",
  'Ðþæø',
  'Ёлка',
  '한글',
  'الْفِيلْم',
  '🎬',
  '№ 9',
  'x²',
  'The',
  'a"b',
];
const FRAMES = [
  (text: string) => text,
  (text: string) => text,
  (text: string) => `The ${text}`,
  (text: string) => `${text}, The`,
  (text: string) => `L'${text}`,
  (text: string) => `${text}, l\u2019`,
  (text: string) => `${text}, ${text}`,
  (text: string) => `Die ${text}`,
];

/** A title of a work; `number` makes it one of its kind, without it others may bear it too. */
export function title(random: Random, number: number | undefined): string {
  if (number === undefined && random.percent(10)) return random.pick(['???', '!', '—']);
  const words = Array.from({ length: random.between(1, 3) }, () => random.pick(WORDS)).join(
    random.pick([' ', ' ', '']),
  );
  return random.pick(FRAMES)(number === undefined ? words : `${words} ${number}`);
}

const ARTICLE_IN_FRONT = /^(the|die|l['\u2019])\s*(?=\S)/i;

/** The title as a licensee may write it: mostly, but not always, with the same normal form. */
export function oddTitle(random: Random, text: string): string {
  const article = ARTICLE_IN_FRONT.exec(text)?.[0];
  switch (random.below(9)) {
    case 0:
      return text.toUpperCase();
    case 1:
      return text.toLowerCase() + '!';
    case 2:
      return ` ${text.replaceAll(' ', '  ')}\u3000`;
    case 3:
      return article === undefined ? `${text} ?` : `${text.slice(article.length)}, ${article.trim()}`;
    case 4:
      return text.normalize('NFD');
    case 5:
      return text.normalize('NFKC');
    case 6:
      return text.replace(' ', '\n');
    case 7:
      return random.percent(50) ? text.slice(1) : `${text} II`;
    default:
      return text;
  }
}

export function eidr(random: Random): string {
  const suffix = random.digits(20, '0123456789ABCDEF');
  const groups = suffix.match(/.{4}/g)!.join('-');
  return `10.5240/${groups}-${checkCharacterOf(suffix)}`;
}

export function isan(random: Random): string {
  const work = random.digits(16, '0123456789ABCDEF');
  return `${work.match(/.{4}/g)!.join('-')}-${checkCharacterOf(work)}`;
}

/** The same identifier as others spell it, or now and then one with a wrong check character. */
export function oddEidr(random: Random, text: string): string {
  const bare = text.replaceAll('-', '');
  return random.pick([
    text,
    text.toLowerCase(),
    bare,
    `https://doi.org/${text}`,
    `doi:${text.replaceAll('-', ' ')}`,
    text.slice(0, -1) + (text.endsWith('0') ? '1' : '0'),
    text.slice(8),
  ]);
}

export function oddIsan(random: Random, text: string): string {
  const work = text.replaceAll('-', '').slice(0, 16);
  const version = random.digits(8, '0123456789ABCDEF');
  return random.pick([
    text,
    `ISAN ${text.toLowerCase()}`,
    work,
    `${work}${version}`,
    `${text}-${version.slice(0, 4)}-${version.slice(4)}-${checkCharacterOf(work + version)}`,
    `${text}-${version}-${checkCharacterOf(work + version) === 'A' ? 'B' : 'A'}`,
    text.slice(0, -1) + (text.endsWith('0') ? '1' : '0'),
  ]);
}

export function oddImdb(random: Random, text: string): string {
  return random.pick([text, text.toUpperCase(), text.replace('tt', 'tt00'), text.replace('tt', 'tt '), text.slice(2)]);
}
