import { titleGrams } from '../../kernel/title-grams.js';

/** A list of numbers that grows: a plain array of a million titles' grams would take twice the memory. */
class GrowingList {
  #items = new Int32Array(1024);
  length = 0;

  push(item: number): void {
    if (this.length === this.#items.length) {
      const longer = new Int32Array(2 * this.length);
      longer.set(this.#items);
      this.#items = longer;
    }
    this.#items[this.length++] = item;
  }

  items(): Int32Array {
    return this.#items.subarray(0, this.length);
  }
}

/** Gathers titles for a {@link TitleIndex}. */
export class TitleIndexBuilder {
  readonly #gramNumbers = new Map<string, number>();
  readonly #grams = new GrowingList();
  readonly #ends = new GrowingList();

  /** Titles are numbered 0, 1, 2 … as they come. */
  add(titleKey: string): void {
    for (const gram of titleGrams(titleKey)) {
      let number = this.#gramNumbers.get(gram);
      if (number === undefined) this.#gramNumbers.set(gram, (number = this.#gramNumbers.size));
      this.#grams.push(number);
    }
    this.#ends.push(this.#grams.length);
  }

  build(): TitleIndex {
    return new TitleIndex(this.#gramNumbers, this.#grams.items(), this.#ends.items());
  }
}

/** In thousandths: more than rounding to them and to the last bit of a double can add to a likeness. */
const SLACK = 1;

interface WeighedGrams {
  /** Those that some title of the index has, the rarest first. */
  known: number[];
  /** Weight of the known ones. */
  knownWeight: number;
  /** Weight of all: a gram that no title has weighs as one that a single title has. */
  weight: number;
}

/** A title that shares grams with the one asked for. */
export interface LikeTitle {
  /** Number of the title, in the order in which titles were added. */
  title: number;
  /** 0 (nothing in common) to 1000 (the same grams). */
  likeness: number;
}

/**
 * Finds like titles: the likeness of two is the cosine of their grams (see titleGrams), each weighed by the square
 * of ln(1 + titles / titles that have it), so that a rare name counts and "Season 1" hardly does (tf-idf). The 1 keeps
 * weights of a small repertoire, where a few works of one name are half of it, from running apart.
 *
 * Memory is about 10 bytes a gram, 250 a title. A search looks at few titles: of two with a cosine of c, what they have
 * in common weighs at least c² of each, and each at least c² of the other. So titles stand in the order of their
 * weight, and a gram brings in only those that are neither too light nor too heavy for the grams yet unread.
 */
export class TitleIndex {
  readonly #gramNumbers: ReadonlyMap<string, number>;
  readonly #gramWeights: Float64Array;
  readonly #unknownWeight: number;
  /** By place, that is, the lightest first: the title's number, and its weight. */
  readonly #numbers: Int32Array;
  readonly #titleWeights: Float64Array;
  /** Places that have gram g: #places[#starts[g]] up to before #places[#starts[g + 1]], ascending. */
  readonly #places: Int32Array;
  readonly #starts: Int32Array;
  /** Grams of title number t: #grams[#ends[t - 1]] up to before #grams[#ends[t]]. */
  readonly #grams: Int32Array;
  readonly #ends: Int32Array;
  /** By place, the weight that the current search has found in common; zero between searches. */
  readonly #common: Float64Array;
  /** Per gram, whether the current search leaves it unread; zero between searches. */
  readonly #unread: Uint8Array;

  constructor(gramNumbers: ReadonlyMap<string, number>, grams: Int32Array, ends: Int32Array) {
    const titles = ends.length;
    this.#gramNumbers = gramNumbers;
    this.#grams = grams;
    this.#ends = ends;
    this.#starts = new Int32Array(gramNumbers.size + 1);
    for (const gram of grams) this.#starts[gram + 1]!++;
    const weightOf = (having: number): number => Math.log(1 + titles / having) ** 2;
    this.#unknownWeight = weightOf(1);
    this.#gramWeights = Float64Array.from(this.#starts.subarray(1), weightOf);
    for (let gram = 0; gram < gramNumbers.size; gram++) this.#starts[gram + 1]! += this.#starts[gram]!;
    const weights = Float64Array.from(ends, (_, title) => this.#weightOfTitle(title));
    this.#numbers = Int32Array.from(ends.keys()).sort((a, b) => weights[a]! - weights[b]! || a - b);
    this.#titleWeights = Float64Array.from(this.#numbers, (title) => weights[title]!);
    this.#places = this.#placesByGram();
    this.#common = new Float64Array(titles);
    this.#unread = new Uint8Array(gramNumbers.size);
  }

  /**
   * All titles that are at least so like `titleKey`, in no order.
   * @param least above 1, up to 1000
   */
  find(titleKey: string, least: number): LikeTitle[] {
    const grams = this.#weigh(titleKey);
    const square = ((least - SLACK) / 1000) ** 2;
    const enough = square * grams.weight;
    const lightest = this.#placeOfWeight(enough);
    const found: number[] = [];
    let rest = grams.knownWeight;
    let read = 0;
    for (; read < grams.known.length && rest >= enough; read++) {
      const gram = grams.known[read]!;
      // A title that the grams before did not bring in has at most the rest in common.
      this.#read(gram, lightest, this.#placeOfWeight((rest * rest) / enough), found);
      rest -= this.#gramWeights[gram]!;
    }
    // The rest, the most frequent, cannot bring in a title: they are looked up where they may decide.
    const unread = grams.known.slice(read);
    for (const gram of unread) this.#unread[gram] = 1;
    const like: LikeTitle[] = [];
    for (const place of found) {
      const scale = grams.weight * this.#titleWeights[place]!;
      const most = this.#common[place]! + rest;
      if (most * most >= square * scale) {
        const likeness = this.#likeness(place, Math.sqrt(scale));
        if (likeness >= least) like.push({ title: this.#numbers[place]!, likeness });
      }
      this.#common[place] = 0;
    }
    for (const gram of unread) this.#unread[gram] = 0;
    return like;
  }

  #weigh(titleKey: string): WeighedGrams {
    const weights = this.#gramWeights;
    const known: number[] = [];
    let knownWeight = 0;
    let unknown = 0;
    for (const gram of titleGrams(titleKey)) {
      const number = this.#gramNumbers.get(gram);
      if (number === undefined) unknown++;
      else {
        known.push(number);
        knownWeight += weights[number]!;
      }
    }
    known.sort((a, b) => weights[b]! - weights[a]! || a - b);
    return { known, knownWeight, weight: knownWeight + unknown * this.#unknownWeight };
  }

  /** Adds the gram's weight to the titles that have it; those before the place `heaviest` are brought in by it. */
  #read(gram: number, lightest: number, heaviest: number, found: number[]): void {
    const weight = this.#gramWeights[gram]!;
    const places = this.#places;
    const common = this.#common;
    const end = this.#starts[gram + 1]!;
    for (let i = this.#starts[gram]!; i < end; i++) {
      const place = places[i]!;
      if (place < lightest) continue;
      if (common[place] === 0) {
        if (place >= heaviest) continue;
        found.push(place);
      }
      common[place]! += weight;
    }
  }

  /** In thousandths, so that the last bit of a sum decides no order. */
  #likeness(place: number, scale: number): number {
    const title = this.#numbers[place]!;
    let common = this.#common[place]!;
    for (let i = this.#startOf(title); i < this.#ends[title]!; i++) {
      const gram = this.#grams[i]!;
      if (this.#unread[gram] === 1) common += this.#gramWeights[gram]!;
    }
    return Math.min(1000, Math.round((1000 * common) / scale));
  }

  /** The first place of a title that weighs at least so much. */
  #placeOfWeight(weight: number): number {
    const weights = this.#titleWeights;
    let low = 0;
    let high = weights.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (weights[middle]! >= weight) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #startOf(title: number): number {
    return title === 0 ? 0 : this.#ends[title - 1]!;
  }

  #weightOfTitle(title: number): number {
    let weight = 0;
    for (let i = this.#startOf(title); i < this.#ends[title]!; i++) weight += this.#gramWeights[this.#grams[i]!]!;
    return weight;
  }

  #placesByGram(): Int32Array {
    const places = new Int32Array(this.#grams.length);
    const next = this.#starts.slice();
    this.#numbers.forEach((title, place) => {
      for (let i = this.#startOf(title); i < this.#ends[title]!; i++) places[next[this.#grams[i]!]!++] = place;
    });
    return places;
  }
}
