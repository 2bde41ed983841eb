import fc from 'fast-check';
import { titleGrams } from '../../kernel/title-grams.js';
import { type LikeTitle, TitleIndexBuilder } from './title-index.js';

const LEAST = 350;

function find(titles: readonly string[], titleKey: string): LikeTitle[] {
  const builder = new TitleIndexBuilder();
  for (const title of titles) builder.add(title);
  return builder
    .build()
    .find(titleKey, LEAST)
    .sort((a, b) => a.title - b.title);
}

/** The definition, pair by pair: no lists, no grams left out. */
function cosines(titles: readonly string[], titleKey: string): number[] {
  const grams = titles.map((title) => titleGrams(title));
  const weight = (gram: string): number =>
    Math.log(1 + titles.length / Math.max(1, grams.filter((others) => others.has(gram)).length)) ** 2;
  const sum = (some: Iterable<string>): number => [...some].reduce((total, gram) => total + weight(gram), 0);
  const asked = titleGrams(titleKey);
  return grams.map(
    (others) => sum([...asked].filter((gram) => others.has(gram))) / Math.sqrt(sum(asked) * sum(others)),
  );
}

const word = fc.oneof(
  fc.constantFrom('season', '1', '2', 'the', 'house', 'mouse', 'moose', 'lion', 'leon', 'limited', 'series'),
  fc.string({ unit: fc.constantFrom('a', 'b', 'é', '活', '着', 'ー', '𠮷', '사', 'サ'), minLength: 1, maxLength: 6 }),
);
const titleKey = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));

describe('The index of titles', () => {
  it('finds the titles that a comparison with each one finds', () => {
    fc.assert(
      fc.property(fc.array(titleKey, { minLength: 1, maxLength: 40 }), titleKey, (titles, asked) => {
        const found = new Map(find(titles, asked).map(({ title, likeness }) => [title, likeness]));
        cosines(titles, asked).forEach((cosine, title) => {
          // Half a thousandth around the limit either answer is right.
          if (1000 * cosine > LEAST + 1) expect(found.has(title)).toBe(true);
          if (1000 * cosine < LEAST - 1) expect(found.has(title)).toBe(false);
          if (found.has(title)) expect(Math.abs(found.get(title)! - 1000 * cosine)).toBeLessThan(0.6);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same title the full likeness', () => {
    fc.assert(
      fc.property(fc.array(titleKey, { minLength: 1, maxLength: 20 }), (titles) => {
        titles.forEach((title, number) => {
          expect(find(titles, title)).toContainEqual({ title: number, likeness: 1000 });
        });
      }),
    );
  });

  it('answers a search alike whatever was asked before', () => {
    const builder = new TitleIndexBuilder();
    ['ginny and georgia season 2', 'bridgerton season 1', 'bridgerton season 2'].forEach((key) => builder.add(key));
    const index = builder.build();
    const first = index.find('bridgerton season 3', LEAST);
    expect(first.map(({ title }) => title).toSorted((a, b) => a - b)).toEqual([1, 2]);
    index.find('georgia season 1', LEAST);
    expect(index.find('bridgerton season 3', LEAST)).toEqual(first);
  });

  it('finds nothing among no titles, and nothing for the empty one', () => {
    expect(find([], 'bridgerton')).toEqual([]);
    expect(find(['bridgerton'], '')).toEqual([]);
  });
});
