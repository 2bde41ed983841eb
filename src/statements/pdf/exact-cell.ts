import type { Paper } from '../../platform/pdf/paper.js';
import { STYLE } from './look.js';
import { payableAndRest } from './statement-words.js';

const WIDTH = 100;

/** An exact amount at the right edge; decimals that the currency does not have are small, so that the rest reads well. */
export function drawExact(paper: Paper, exact: string, currency: string, baseline: number, strong: boolean): void {
  const [payable, rest] = payableAndRest(exact, currency);
  const restWidth = paper.widthOf(rest, STYLE.figureRest);
  const style = strong ? STYLE.figureStrong : STYLE.figure;
  const width = WIDTH - restWidth;
  const x = paper.right - WIDTH;
  paper.cell({ text: payable, x, width, style, align: 'right', tooWide: 'shrink' }, baseline);
  paper.text(rest, paper.right - restWidth, baseline, STYLE.figureRest);
}
