import { cell } from './csv.js';
import { LICENSEES, hasAlias, resourceId } from './licensing.js';
import { Random, at, drawTable, zipf } from './random.js';
import { misspelled, spelledOtherwise } from './titles.js';
import { type GeneratedWork, foreignTitle, unknownEidrs } from './works.js';

/** The ways in which a line may name its work, with their part of all lines in percent. */
const NAMINGS: readonly (readonly [name: string, percent: number])[] = [
  ['eidr', 35],
  ['eidr as a link', 2],
  ['imdb', 12],
  ['imdb with zeros', 2],
  ['title and year', 17],
  ['title spelled otherwise', 4],
  ['alternative title', 2],
  ['unknown eidr, then title', 1],
  ['alias', 25],
];
const ALIAS = NAMINGS.length - 1;

/**
 * The ends of usage lines (`resource_id,title,year,eidr,imdb_id` and the line end) as bytes made once, so that a line
 * costs three copies. Known ends lie by naming × work, aliases by licensee × work, unknown ends by licensee × rank.
 */
export class LineTails {
  readonly bytes: Buffer;
  private readonly offsets: Uint32Array;
  private readonly namings: Uint32Array;
  private readonly popularity: Uint32Array;
  private readonly ranks: Uint32Array;
  private readonly unknownStart: number;
  private readonly unknownEach: number;
  private readonly unknownRanks: Uint32Array;

  constructor(
    private readonly works: readonly GeneratedWork[],
    unknown: number,
    random: Random,
  ) {
    const texts: string[] = [];
    const foreign = unknownEidrs(500, random);
    for (let naming = 0; naming < ALIAS; naming += 1) {
      works.forEach((work, index) => texts.push(tailOf(naming, work, index, foreign, random)));
    }
    LICENSEES.forEach((_, licensee) => works.forEach((work, index) => texts.push(aliasTail(licensee, work, index))));
    this.unknownStart = texts.length;
    this.unknownEach = Math.ceil(unknown / LICENSEES.length);
    LICENSEES.forEach((_, licensee) => {
      for (let i = 0; i < this.unknownEach; i += 1) texts.push(unknownTail(licensee, i, works, random));
    });
    this.offsets = new Uint32Array(texts.length + 1);
    texts.forEach((text, index) => {
      this.offsets[index + 1] = at(this.offsets, index) + Buffer.byteLength(text);
    });
    this.bytes = Buffer.from(texts.join(''));
    this.namings = drawTable(
      NAMINGS.map(([, percent]) => percent),
      10,
    );
    this.popularity = drawTable(zipf(works.length, 0.85), 20);
    this.unknownRanks = drawTable(zipf(this.unknownEach, 0.75), 17);
    this.ranks = shuffled(works.length, random);
  }

  /**
   * The number of a random end that names a work; the commonest works come most often. A licensee's reports come from
   * its catalogue, which names a work in one way; one line in fifty names it in another.
   */
  known(licensee: number, random: Random): number {
    const work = this.ranks[this.popularity[random.next() >>> 12] ?? 0] ?? 0;
    const draw = random.chance(2) ? random.next() : scattered(licensee * this.works.length + work);
    const naming = this.namings[draw >>> 22] ?? 0;
    return (naming === ALIAS ? ALIAS + licensee : naming) * this.works.length + work;
  }

  /** The number of a random end that names no work. */
  unknown(licensee: number, random: Random): number {
    return this.unknownStart + licensee * this.unknownEach + (this.unknownRanks[random.next() >>> 15] ?? 0);
  }

  /** Copies end `index` to `target` and returns the place after it. */
  copy(index: number, target: Buffer, place: number): number {
    const from = this.offsets[index] ?? 0;
    const to = this.offsets[index + 1] ?? 0;
    this.bytes.copy(target, place, from, to);
    return place + to - from;
  }

  text(index: number): string {
    return this.bytes.toString('utf8', this.offsets[index], this.offsets[index + 1]);
  }
}

/** An unsigned number of 32 bits that looks random and is always the same for the same index. */
function scattered(index: number): number {
  const bits = Math.imul(index ^ (index >>> 16), 0x7feb352d);
  return Math.imul(bits ^ (bits >>> 15), 0x846ca68b) >>> 0;
}

function tail(resource: string, title: string, year: number | '', eidr: string, imdb: string): string {
  return `${resource},${cell(title)},${year},${eidr},${imdb}\n`;
}

function tailOf(naming: number, work: GeneratedWork, index: number, foreign: string[], random: Random): string {
  const own = `x${index.toString(36)}`;
  const { title, year, eidr, imdb } = work;
  const byTitle = tail(own, title, year, '', '');
  switch (naming) {
    case 0:
      return tail(own, title, year, eidr, imdb);
    case 1:
      return eidr === '' ? byTitle : tail(own, '', '', `https://doi.org/${eidr.toLowerCase()}`, '');
    case 2:
      return tail(own, title, year, '', imdb);
    case 3:
      return imdb === '' ? byTitle : tail(own, '', '', '', imdb.replace('tt', 'TT00'));
    case 5:
      return tail(own, spelledOtherwise(title, random), year, '', '');
    case 6:
      return work.alternative === '' ? tail(own, title, '', '', '') : tail(own, work.alternative, '', '', '');
    case 7:
      return tail(own, title, year, random.pick(foreign), '');
    default:
      return byTitle;
  }
}

function aliasTail(licensee: number, work: GeneratedWork, index: number): string {
  const resource = resourceId(licensee, index);
  return hasAlias(licensee, index) ? tail(resource, '', '', '', '') : tail(resource, work.title, work.year, '', '');
}

/** Three in ten look like a work of ours: a misspelling, or the right title with a wrong year. */
function unknownTail(licensee: number, place: number, works: readonly GeneratedWork[], random: Random): string {
  const resource = random.chance(80) ? `U${licensee}${place.toString(36)}` : '';
  const like = random.pick(works);
  if (random.chance(20)) return tail(resource, misspelled(like.title, random), '', '', '');
  if (random.chance(12)) return tail(resource, like.title, like.year + 2, '', '');
  if (random.chance(3)) return tail(resource, '', '', '', '');
  return tail(resource, foreignTitle(random), random.chance(60) ? 1950 + random.below(75) : '', '', '');
}

function shuffled(count: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [at(order, j), at(order, i)];
  }
  return order;
}
