import { openSync, type Font, type GlyphPosition } from 'fontkit';
import { remember } from './remember.js';

// Figures and the signs around them: the fonts neither join nor kern them, so shaping is wasted on them.
const FIGURES = /^[0-9.,%+\u2212 ]+$/;
const MARKED = /\p{M}/u;
const REMEMBERED_WORDS = 20_000;

// What pdfkit looks at in a glyph.
interface DrawnGlyph {
  id: number;
  advanceWidth: number;
  /** What the glyph stands for when the text is copied or searched. */
  codePoints: number[];
}

interface ShapedWord {
  glyphs: DrawnGlyph[];
  positions: GlyphPosition[];
  /** In font units. */
  advanceWidth: number;
}

/** One font file, opened once for all documents of a process. */
export class Typeface {
  /** What `PDFDocument.font()` takes: the font itself, with `layout` answered from memory where it can be. */
  readonly font: Font;
  readonly #opened: Font;
  readonly #covered = new Map<number, boolean>();
  readonly #shaped = remember((word) => this.#shapeNew(word), REMEMBERED_WORDS);

  /** @throws Error if the file is missing or is not a single TrueType or OpenType font. */
  constructor(path: string) {
    const opened = openSync(path);
    if (!('layout' in opened)) throw new Error(`${path} is a collection of fonts: name a single font file.`);
    this.#opened = opened;
    this.font = Object.create(opened, { layout: { value: (word: string) => this.#forPdfkit(word) } }) as Font;
  }

  /** Whether the font has a glyph for the code point. */
  covers(codePoint: number): boolean {
    let covered = this.#covered.get(codePoint);
    if (covered === undefined) {
      covered = this.#opened.hasGlyphForCodePoint(codePoint);
      this.#covered.set(codePoint, covered);
    }
    return covered;
  }

  /** Width of a text in ems (at size 10 it is ten times as wide). It is cut at spaces, as pdfkit does when it draws. */
  widthOf(text: string): number {
    let width = 0;
    let start = 0;
    while (start < text.length) {
      const space = text.indexOf(' ', start);
      const end = space < 0 ? text.length : space + 1;
      width += this.#shape(text.slice(start, end)).advanceWidth;
      start = end;
    }
    return width / this.#opened.unitsPerEm;
  }

  #shape(word: string): ShapedWord {
    return FIGURES.test(word) ? this.#figures(word) : this.#shaped(word);
  }

  // pdfkit scales the positions that it is given to thousandths of an em, in place: the remembered ones may be
  // handed out only where that changes nothing.
  #forPdfkit(word: string): ShapedWord {
    const shaped = this.#shape(word);
    if (this.#opened.unitsPerEm === 1000) return shaped;
    return { ...shaped, positions: shaped.positions.map((position) => ({ ...position })) };
  }

  #shapeNew(word: string): ShapedWord {
    const { glyphs, positions, advanceWidth } = this.#opened.layout(word);
    const characters = codePointsOf(word);
    // fontkit lets a glyph stand for the character for which it was first used in the process (the radical ⽇ for 日,
    // say), so what one statement's text copies as would depend on the statements before it.
    const oneToOne = glyphs.length === characters.length && !MARKED.test(word);
    const drawn = glyphs.map((glyph, index) => {
      const own = oneToOne ? characters.slice(index, index + 1) : glyph.codePoints;
      return { id: glyph.id, advanceWidth: glyph.advanceWidth, codePoints: own };
    });
    return { glyphs: drawn, positions, advanceWidth };
  }

  #figures(word: string): ShapedWord {
    const glyphs = codePointsOf(word).map((codePoint) => {
      const { id, advanceWidth } = this.#opened.glyphForCodePoint(codePoint);
      return { id, advanceWidth, codePoints: [codePoint] };
    });
    const positions = glyphs.map((glyph) => ({ xAdvance: glyph.advanceWidth, yAdvance: 0, xOffset: 0, yOffset: 0 }));
    return { glyphs, positions, advanceWidth: positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0) };
  }
}

function codePointsOf(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0);
}
