import { ACCENT, GREY, INK } from '../../platform/pdf/palette.js';
import type { Margins, Paper, TextStyle } from '../../platform/pdf/paper.js';

export const MARGINS: Margins = { top: 46, right: 48, bottom: 62, left: 48 };

export const HAIRLINE = '#d3d9df';
export const RULE = ACCENT;

export const STYLE = {
  society: { size: 15, weight: 'bold', colour: ACCENT },
  kind: { size: 11, weight: 'regular', colour: GREY },
  name: { size: 13, weight: 'bold', colour: INK },
  sum: { size: 15, weight: 'bold', colour: ACCENT },
  heading: { size: 11.5, weight: 'bold', colour: ACCENT },
  subheading: { size: 9.5, weight: 'bold', colour: INK },
  body: { size: 8.5, weight: 'regular', colour: INK },
  strong: { size: 8.5, weight: 'bold', colour: INK },
  note: { size: 8, weight: 'regular', colour: GREY },
  small: { size: 7.5, weight: 'regular', colour: GREY },
  column: { size: 7.5, weight: 'bold', colour: GREY },
  figure: { size: 8, weight: 'regular', colour: INK },
  figureStrong: { size: 8, weight: 'bold', colour: INK },
  figureRest: { size: 6.5, weight: 'regular', colour: GREY },
} as const satisfies Record<string, TextStyle>;

/** A heading of a section, never left alone at the foot of a page: `keep` is the height of what must follow it. */
export function heading(paper: Paper, text: string, keep: number): void {
  paper.ensure(30 + keep);
  paper.y += 12;
  paper.text(text, paper.left, paper.y + 11, STYLE.heading);
  paper.y += 18;
}
