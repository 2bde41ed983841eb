import type { FontSet, Weight } from './font-set.js';

const IDEOGRAPH = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}';
const OPENING = '「『（《〈【〔\u201c\u2018([';
const CLOSING = '」』）》〉】〕\u201d\u2019)\\]、。，．！？：；ー…・!?,.:;';
// What stays on one line: one ideograph with the brackets and stops that belong to it, or a word with its blank; a word
// may also end after a hyphen or a slash.
const UNBREAKABLE = new RegExp(
  `[${OPENING}]*[${IDEOGRAPH}][${CLOSING}]*\\s?|[^\\s${IDEOGRAPH}/-]+[/-]*\\s?|[/-]+\\s?|\\s+`,
  'gu',
);
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
const ELLIPSIS = '…';

/** Fits texts into widths; all widths are in ems, that is points ÷ font size. */
export class TextFitter {
  constructor(private readonly fonts: FontSet) {}

  /** The text itself if it fits, else as much of it as fits before an ellipsis; no character is cut in two. */
  truncate(text: string, weight: Weight, width: number): string {
    if (this.fonts.widthOf(text, weight) <= width) return text;
    return this.#head(text, weight, width - this.fonts.widthOf(ELLIPSIS, weight)).trimEnd() + ELLIPSIS;
  }

  /** Lines of at most the width; when there are more than `mostLines`, the last one ends in an ellipsis. */
  wrap(text: string, weight: Weight, width: number, mostLines = Infinity): readonly string[] {
    if (this.fonts.widthOf(text, weight) <= width) return [text];
    const lines: string[] = [];
    let line = '';
    let rest = text.trim();
    while (rest !== '' && lines.length < mostLines - 1) {
      line = this.#line(rest, weight, width);
      lines.push(line.trimEnd());
      rest = rest.slice(line.length).trimStart();
    }
    if (rest !== '') lines.push(this.truncate(rest, weight, width));
    return lines;
  }

  #line(text: string, weight: Weight, width: number): string {
    let line = '';
    for (const [piece] of text.matchAll(UNBREAKABLE)) {
      if (this.fonts.widthOf((line + piece).trimEnd(), weight) > width) break;
      line += piece;
    }
    return line !== '' ? line : this.#head(text, weight, width);
  }

  // At least one character, so that a column narrower than a letter cannot make the caller loop.
  #head(text: string, weight: Weight, width: number): string {
    let head = '';
    for (const { segment } of GRAPHEMES.segment(text)) {
      if (head !== '' && this.fonts.widthOf(head + segment, weight) > width) break;
      head += segment;
    }
    return head;
  }
}
