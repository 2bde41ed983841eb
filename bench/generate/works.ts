import { writeCsv } from './csv.js';
import { type Random, at } from './random.js';
import { DistinctTitles, makeTitle } from './titles.js';

export interface GeneratedWork {
  readonly id: string;
  readonly title: string;
  readonly alternative: string;
  readonly type: string;
  readonly year: number;
  readonly eidr: string;
  readonly imdb: string;
}

const TYPES = [
  'feature',
  'feature',
  'feature',
  'short',
  'documentary',
  'series',
  'episode',
  'episode',
  'animation',
  'variety',
];
const CHECK_CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** An EIDR with its check character (ISO 7064 mod 37,36 over the 20 hexadecimal digits). */
function makeEidr(random: Random): string {
  const hex = Array.from({ length: 20 }, () => at(CHECK_CHARACTERS, random.below(16)));
  let remainder = 36;
  for (const digit of hex) {
    remainder = (remainder + Number.parseInt(digit, 36)) % 36 || 36;
    remainder = (remainder * 2) % 37;
  }
  const groups = [0, 4, 8, 12, 16].map((from) => hex.slice(from, from + 4).join(''));
  return `10.5240/${groups.join('-')}-${at(CHECK_CHARACTERS, (37 - remainder) % 36)}`;
}

/** Works of which 70 % bear an EIDR, 60 % an IMDb id and 2 % the title of another work from another year. */
export function makeWorks(count: number, random: Random): GeneratedWork[] {
  const titles = new DistinctTitles();
  const works: GeneratedWork[] = [];
  for (let i = 0; i < count; i += 1) {
    const remade = i > 100 && random.chance(2) ? at(works, random.below(i)) : undefined;
    works.push({
      id: `W${String(i).padStart(6, '0')}`,
      title: remade?.title ?? titles.make(random),
      alternative: random.chance(15) ? titles.make(random) : '',
      type: random.pick(TYPES),
      year: remade ? remade.year + 11 : 1930 + Math.floor(95 * Math.sqrt(random.below(1000) / 1000)),
      eidr: random.chance(70) ? makeEidr(random) : '',
      imdb: random.chance(60) ? `tt${String(100000 + i * 37).padStart(7, '0')}` : '',
    });
  }
  return works;
}

export function writeWorks(folder: string, works: readonly GeneratedWork[]): void {
  writeCsv(
    folder,
    'works.csv',
    'work_id,title,work_type,year,eidr,imdb_id,alternative_titles',
    works.map((work) => [work.id, work.title, work.type, String(work.year), work.eidr, work.imdb, work.alternative]),
  );
}

/** An EIDR that is well formed and that no work bears, for lines that must fall through to the next identifier. */
export function unknownEidrs(count: number, random: Random): string[] {
  return Array.from({ length: count }, () => makeEidr(random));
}

/** A title that is probably no work's. */
export function foreignTitle(random: Random): string {
  return `${makeTitle(random)} ${random.pick(['Live', 'Uncut', 'Reloaded', 'Revisited', 'Backstage'])} ${random.below(10000)}`;
}
