const BEYOND_ASCII = /[\u0080-\uffff]/;
// Scripts in which one character carries what a Latin syllable or word does. Script extensions take in what kana share: ー.
const SYLLABIC_OR_HAN = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}]/u;
const RUNS =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}]+|[^\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}]+/gu;

/**
 * The pieces by which titles are compared. Of a word: its trigrams, two spaces before it and one after, so that its
 * beginning counts most. Of Chinese, Japanese and Korean, whose titles are often of two or three characters: each
 * character and each pair of neighbours.
 * @param titleKey a title's normal form (contract, "Normal form of a title")
 * @example titleGrams('活着 2') // '活', '活着', '着', '  2', ' 2 '
 */
export function titleGrams(titleKey: string): Set<string> {
  const grams = new Set<string>();
  for (const word of titleKey.split(' ')) {
    if (word === '') continue;
    if (!BEYOND_ASCII.test(word)) addTrigrams(grams, `  ${word} `);
    else for (const [run] of word.matchAll(RUNS)) addRun(grams, run);
  }
  return grams;
}

/** A run is wholly of one kind, so its first character tells which. */
function addRun(grams: Set<string>, run: string): void {
  const characters = Array.from(run);
  if (!SYLLABIC_OR_HAN.test(characters[0]!)) {
    // A character beyond the basic plane is two units of a string: only these words are taken apart by character.
    const padded = [' ', ' ', ...characters, ' '];
    for (let i = 0; i + 3 <= padded.length; i++) grams.add(padded.slice(i, i + 3).join(''));
    return;
  }
  characters.forEach((character, i) => {
    grams.add(character);
    if (i > 0) grams.add(characters[i - 1]! + character);
  });
}

function addTrigrams(grams: Set<string>, padded: string): void {
  for (let i = 0; i + 3 <= padded.length; i++) grams.add(padded.slice(i, i + 3));
}
