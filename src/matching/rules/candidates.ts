import { type TitleIndex, TitleIndexBuilder } from './title-index.js';

/** Contract, Output, `unidentified.csv`. */
const MOST_CANDIDATES = 5;

/** Below this, of 1000, titles that have nothing to do with each other outnumber those of one work. */
const LEAST_LIKENESS = 350;

/** Answers kept, some 250 bytes each: a title comes back in every pool and under every resource id. */
const MOST_REMEMBERED = 50_000;

/** An equal title goes before every like one, whatever their years. */
const EQUAL_TITLE = 1000;
/** Years are reported by production or by release, so the neighbours count nearly as much. */
const SAME_YEAR = 200;
const NEIGHBOURING_YEAR = 150;

export interface KnownTitle {
  /** The society's id of the work. */
  workId: string;
  year: number | null;
  /** Normal form of a title or alternative title of the work; not empty. */
  titleKey: string;
}

/** Finds the works that an unidentified title may mean. */
export class Candidates {
  readonly #index: TitleIndex;
  readonly #titles: readonly KnownTitle[];
  readonly #answers = new Map<string, readonly string[]>();

  /** @param titles the titles of a work together, works in the order that decides between equally likely ones */
  constructor(titles: readonly KnownTitle[]) {
    const builder = new TitleIndexBuilder();
    for (const { titleKey } of titles) builder.add(titleKey);
    this.#index = builder.build();
    this.#titles = titles;
  }

  /**
   * Works with an equal title come first, then those with a like one (see TitleIndex); among each, a work of the
   * year given, or of the year before or after, is likelier.
   * @param titleKey normal form of the title; the empty one is like nothing
   * @param year as the line gives it; empty where it gives none
   * @returns at most five ids of works, the likeliest first
   */
  find(titleKey: string, year: string): readonly string[] {
    const question = `${titleKey}|${year}`;
    let answer = this.#answers.get(question);
    if (answer === undefined) {
      answer = this.#search(titleKey, /^\d+$/.test(year) ? Number(year) : null);
      if (this.#answers.size >= MOST_REMEMBERED) this.#answers.clear();
      this.#answers.set(question, answer);
    }
    return answer;
  }

  #search(titleKey: string, year: number | null): string[] {
    const scores = new Map<string, { score: number; title: number }>();
    for (const { title, likeness } of this.#index.find(titleKey, LEAST_LIKENESS)) {
      const known = this.#titles[title]!;
      const score = likeness + (known.titleKey === titleKey ? EQUAL_TITLE : 0) + yearScore(known.year, year);
      const best = scores.get(known.workId);
      if (best === undefined || best.score < score) scores.set(known.workId, { score, title });
    }
    return [...scores]
      .sort(([, a], [, b]) => b.score - a.score || a.title - b.title)
      .slice(0, MOST_CANDIDATES)
      .map(([workId]) => workId);
  }
}

function yearScore(ofWork: number | null, ofLine: number | null): number {
  if (ofWork === null || ofLine === null) return 0;
  const apart = Math.abs(ofWork - ofLine);
  if (apart === 0) return SAME_YEAR;
  return apart === 1 ? NEIGHBOURING_YEAR : 0;
}
