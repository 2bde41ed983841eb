const ARTICLES = new Set(
  'the a an le la les un une der die das el los las il lo gli'.split(' ').concat(["l'", 'l\u2019']),
);
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]/g;
const LETTERS: [string, string][] = [
  ['ß', 'ss'],
  ['ς', 'σ'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ł', 'l'],
  ['ı', 'i'],
  ['þ', 'th'],
];

/** The contract's "Normal form of a title", step by step. */
export function normalForm(title: string): string {
  let text = moveArticleToFront(title);
  text = text.normalize('NFKD').replace(MARKS, '').normalize('NFKC').toLowerCase();
  for (const [letter, replacement] of LETTERS) text = text.replaceAll(letter, replacement);
  return text.replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ').trim();
}

function moveArticleToFront(title: string): string {
  const comma = title.lastIndexOf(',');
  if (comma < 0) return title;
  const article = title.slice(comma + 1).trimStart();
  return ARTICLES.has(article.toLowerCase()) ? `${article} ${title.slice(0, comma)}` : title;
}
