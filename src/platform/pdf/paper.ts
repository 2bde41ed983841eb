import type { FaceName, FontSet, Weight } from './font-set.js';
import { TextFitter } from './fit-text.js';
import { PdfFile, type PdfDescription } from './pdf-file.js';

/** How a text looks: size in points, colour as `#rrggbb`. */
export interface TextStyle {
  size: number;
  weight: Weight;
  colour: string;
}

/** A text in a column: `x` is the column's left edge, in points. */
export interface Cell {
  text: string;
  x: number;
  width: number;
  style: TextStyle;
  align?: 'left' | 'right';
  /** What happens to a text that is too wide: an ellipsis (words), or smaller type (figures, which must stay whole). */
  tooWide?: 'truncate' | 'shrink';
}

export interface Margins {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

const A4: [number, number] = [595.28, 841.89];
// The ideographs come in one weight, which saves a second font a document: their bold is the outline drawn on top.
const OUTLINE = 0.028;
const ALWAYS_BOLD: FaceName = 'latinBold';

/**
 * A4 pages drawn from the top left, in points, with a pen (`y`) that moves down. It knows nothing of what it shows: it
 * sets text in the fonts that have its characters, breaks pages, and lets the caller mark each page when all are there.
 */
export class Paper {
  readonly fit: TextFitter;
  readonly left: number;
  readonly right: number;
  readonly width: number;
  /** The upper edge of what comes next. */
  y: number;
  readonly #file: PdfFile;
  readonly #used = new Set<FaceName>();
  readonly #top: number;
  readonly #bottom: number;
  readonly #heads: (() => void)[] = [];

  constructor(
    readonly fonts: FontSet,
    description: PdfDescription,
    margins: Margins,
  ) {
    this.#file = new PdfFile(description, A4);
    this.fit = new TextFitter(fonts);
    this.left = margins.left;
    this.right = A4[0] - margins.right;
    this.width = this.right - this.left;
    this.#top = margins.top;
    this.#bottom = A4[1] - margins.bottom;
    this.y = this.#top;
    this.#file.addPage();
  }

  /** The lower edge of what may be drawn on a page. */
  get bottom(): number {
    return this.#bottom;
  }

  /** Height of a page between its margins. */
  get height(): number {
    return this.#bottom - this.#top;
  }

  /** Starts a new page, with the heads that are to be repeated, unless that much height is still free on this one. */
  ensure(height: number): void {
    if (this.y + height <= this.#bottom) return;
    this.#file.addPage();
    this.y = this.#top;
    for (const head of this.#heads) head();
  }

  /** Draws `body`; on every page that begins meanwhile, `head` is drawn first. */
  withHead(head: () => void, body: () => void): void {
    this.#heads.push(head);
    try {
      body();
    } finally {
      this.#heads.pop();
    }
  }

  /** Width of a text in points. */
  widthOf(text: string, style: TextStyle): number {
    return this.fonts.widthOf(text, style.weight) * style.size;
  }

  /** Draws one line of text whose baseline lies at `baseline`; returns the x at which it ends. */
  text(text: string, x: number, baseline: number, style: TextStyle): number {
    const { size, weight, colour } = style;
    let end = x;
    for (const run of this.fonts.runs(text, weight)) {
      this.#select(run.face, size);
      this.#file.fillColor(colour);
      const outlined = weight === 'bold' && run.face !== ALWAYS_BOLD;
      if (outlined) this.#file.lineWidth(size * OUTLINE).strokeColor(colour);
      this.#file.text(run.text, end, baseline, {
        lineBreak: false,
        baseline: 'alphabetic',
        fill: true,
        stroke: outlined,
      });
      end += run.width * size;
    }
    return end;
  }

  /** Draws a text into a column; returns the x at which it ends. */
  cell({ text, x, width, style, align = 'left', tooWide = 'truncate' }: Cell, baseline: number): number {
    const natural = this.widthOf(text, style);
    if (natural > width && tooWide === 'truncate') {
      const { size, weight } = style;
      return this.cell(
        { text: this.fit.truncate(text, weight, width / size), x, width, style, align, tooWide: 'shrink' },
        baseline,
      );
    }
    const factor = natural > width ? width / natural : 1;
    const start = align === 'right' ? x + width - natural * factor : x;
    return this.text(text, start, baseline, factor === 1 ? style : { ...style, size: style.size * factor });
  }

  /** Draws a paragraph at the pen, over page breaks, and moves the pen below it. */
  paragraph(text: string, style: TextStyle, width = this.width): void {
    const height = style.size * 1.45;
    for (const line of this.fit.wrap(text, style.weight, width / style.size)) {
      this.ensure(height);
      this.text(line, this.left, this.y + style.size * 1.1, style);
      this.y += height;
    }
  }

  /** Makes a rectangle open an address when it is clicked. */
  link(x: number, y: number, width: number, height: number, address: string): void {
    this.#file.link(x, y, width, height, address);
  }

  /** A horizontal line at the given height. */
  rule(y: number, thickness: number, colour: string, x = this.left, end = this.right): void {
    this.#file.lineWidth(thickness).strokeColor(colour).moveTo(x, y).lineTo(end, y).stroke();
  }

  /** A filled rectangle. */
  box(x: number, y: number, width: number, height: number, colour: string): void {
    this.#file.rect(x, y, width, height).fill(colour);
  }

  /** Draws something on every page, now that their number is known. */
  eachPage(draw: (page: number, pages: number) => void): void {
    const { start, count } = this.#file.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.#file.switchToPage(start + page);
      draw(page + 1, count);
    }
  }

  /** Ends the document and returns its bytes; nothing can be drawn afterwards. */
  async bytes(): Promise<Buffer> {
    this.#file.end();
    const chunks: Buffer[] = [];
    for await (const chunk of this.#file) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  #select(name: FaceName, size: number): void {
    if (!this.#used.has(name)) {
      // The types of pdfkit 0.20 know only paths and bytes; it also takes a font that is already open.
      this.#file.registerFont(name, this.fonts.face(name).font as unknown as string);
      this.#used.add(name);
    }
    this.#file.font(name, size);
  }
}
