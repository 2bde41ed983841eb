import { titleGrams } from './title-grams.js';

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
  /** Number of the title in the index. */
  title: number;
  /** 0 (nothing in common) to 1000 (the same grams). */
  likeness: number;
}

/**
 * Finds like titles: the likeness of two is the cosine of their grams (see titleGrams), each weighed by the square
 * of ln(1 + titles / titles that have it), so that a rare name counts and "Season 1" hardly does (tf-idf). The 1 keeps
 * weights of a small repertoire, where a few works of one name are half of it, from running apart.
 *
 * Memory is about 10 bytes a gram, 250 a title. A search reads only the titles that share one of the rarer grams, yet
 * its cost grows with the titles of the index: 0.1 ms for 30,000, 2 ms for 300,000.
 */
export class TitleIndex {
  readonly #gramNumbers: ReadonlyMap<string, number>;
  /** Grams of title t: #grams[#ends[t - 1]] up to before #grams[#ends[t]]. */
  readonly #grams: Int32Array;
  readonly #ends: Int32Array;
  /** Titles of gram g: #titles[#starts[g]] up to before #titles[#starts[g + 1]]. */
  readonly #titles: Int32Array;
  readonly #starts: Int32Array;
  readonly #gramWeights: Float64Array;
  readonly #titleWeights: Float64Array;
  readonly #unknownWeight: number;
  /** Per title, what the current search has found in common; zero between searches. */
  readonly #common: Float64Array;
  /** Per gram, whether the current search has left it to be looked up; zero between searches. */
  readonly #left: Uint8Array;

  constructor(gramNumbers: ReadonlyMap<string, number>, grams: Int32Array, ends: Int32Array) {
    this.#gramNumbers = gramNumbers;
    this.#grams = grams;
    this.#ends = ends;
    this.#starts = new Int32Array(gramNumbers.size + 1);
    for (const gram of grams) this.#starts[gram + 1]!++;
    for (let gram = 0; gram < gramNumbers.size; gram++) this.#starts[gram + 1]! += this.#starts[gram]!;
    const next = this.#starts.slice();
    this.#titles = new Int32Array(grams.length);
    this.#eachGram((title, gram) => {
      this.#titles[next[gram]!++] = title;
    });
    const weightOf = (titles: number): number => Math.log(1 + ends.length / titles) ** 2;
    this.#unknownWeight = weightOf(1);
    this.#gramWeights = new Float64Array(gramNumbers.size);
    for (let gram = 0; gram < gramNumbers.size; gram++) {
      this.#gramWeights[gram] = weightOf(this.#starts[gram + 1]! - this.#starts[gram]!);
    }
    this.#titleWeights = new Float64Array(ends.length);
    this.#eachGram((title, gram) => {
      this.#titleWeights[title]! += this.#gramWeights[gram]!;
    });
    this.#common = new Float64Array(ends.length);
    this.#left = new Uint8Array(gramNumbers.size);
  }

  /**
   * All titles that are at least so like `titleKey`, in no order.
   * @param least above 1, up to 1000
   */
  find(titleKey: string, least: number): LikeTitle[] {
    const grams = this.#weigh(titleKey);
    // What a title has in common with this one weighs at most what it weighs itself, so a cosine of c needs grams of
    // c² of the weight. As soon as what is left weighs less, it cannot bring in a title by itself: these grams, the
    // most frequent, are only looked up for titles already found.
    const enough = grams.weight * ((least - SLACK) / 1000) ** 2;
    const found: number[] = [];
    let leftWeight = grams.knownWeight;
    let position = 0;
    for (; position < grams.known.length && leftWeight >= enough; position++) {
      const gram = grams.known[position]!;
      this.#addTitlesOf(gram, found);
      leftWeight -= this.#gramWeights[gram]!;
    }
    const left = grams.known.slice(position);
    for (const gram of left) this.#left[gram] = 1;
    const like = this.#likeEnough(found, grams.weight, leftWeight, least);
    for (const gram of left) this.#left[gram] = 0;
    return like;
  }

  #weigh(titleKey: string): WeighedGrams {
    const known: number[] = [];
    let knownWeight = 0;
    let unknown = 0;
    for (const gram of titleGrams(titleKey)) {
      const number = this.#gramNumbers.get(gram);
      if (number === undefined) unknown++;
      else {
        known.push(number);
        knownWeight += this.#gramWeights[number]!;
      }
    }
    known.sort((a, b) => this.#gramWeights[b]! - this.#gramWeights[a]! || a - b);
    return { known, knownWeight, weight: knownWeight + unknown * this.#unknownWeight };
  }

  #addTitlesOf(gram: number, found: number[]): void {
    const weight = this.#gramWeights[gram]!;
    const titles = this.#titles;
    const common = this.#common;
    const end = this.#starts[gram + 1]!;
    for (let i = this.#starts[gram]!; i < end; i++) {
      const title = titles[i]!;
      if (common[title] === 0) found.push(title);
      common[title]! += weight;
    }
  }

  /** Those of `found` that are like enough, of which `left` grams have not been looked at. */
  #likeEnough(found: readonly number[], weight: number, leftWeight: number, least: number): LikeTitle[] {
    const common = this.#common;
    const titleWeights = this.#titleWeights;
    const enough = weight * ((least - SLACK) / 1000) ** 2;
    const like: LikeTitle[] = [];
    for (const title of found) {
      const most = common[title]! + leftWeight;
      // Nearly all end here.
      if (most * most >= enough * titleWeights[title]!) {
        const likeness = this.#likeness(title, weight);
        if (likeness >= least) like.push({ title, likeness });
      }
      common[title] = 0;
    }
    return like;
  }

  /** In thousandths, so that the last bit of a sum decides no order. */
  #likeness(title: number, weight: number): number {
    let common = this.#common[title]!;
    for (let i = title === 0 ? 0 : this.#ends[title - 1]!; i < this.#ends[title]!; i++) {
      const gram = this.#grams[i]!;
      if (this.#left[gram] === 1) common += this.#gramWeights[gram]!;
    }
    return Math.min(1000, Math.round((1000 * common) / Math.sqrt(weight * this.#titleWeights[title]!)));
  }

  #eachGram(visit: (title: number, gram: number) => void): void {
    let i = 0;
    for (let title = 0; title < this.#ends.length; title++) {
      for (; i < this.#ends[title]!; i++) visit(title, this.#grams[i]!);
    }
  }
}
