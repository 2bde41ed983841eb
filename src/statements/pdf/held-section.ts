import type { Cell, Paper } from '../../platform/pdf/paper.js';
import { drawExact } from './exact-cell.js';
import { HAIRLINE, heading, RULE, STYLE } from './look.js';
import { MOST_HELD, type HeldLine, type StatementDocument } from './statement-document.js';
import { exactFixed, sumHeld } from './statement-sums.js';
import { counted, shortened } from './statement-words.js';

const TITLE_LINE = 12;
const AMOUNT = 104;
const GAP = 8;
const WIDTHS = { collection: 84, reason: 60, points: 84, currency: 32 };
const COLUMNS = Object.values(WIDTHS).reduce((sum, width) => sum + width, 0);

/** What is held for works in which the party has a claim, one row for each line. */
export function drawHeld(paper: Paper, { held, heldTotals = sumHeld(held) }: StatementDocument): void {
  if (held.length === 0) return;
  heading(paper, 'Held for your works', 60);
  const head = (): void => drawHead(paper);
  paper.withHead(head, () => {
    head();
    for (const line of held.slice(0, MOST_HELD)) drawLine(paper, line);
  });
  const shown = Math.min(held.length, MOST_HELD);
  const all = heldTotals.reduce((sum, { rows }) => sum + rows, 0);
  if (all <= shown) return;
  paper.y += 4;
  const text = `Shown: ${counted(shown, 'row')} of ${counted(all, 'row')}; the summary holds them all.`;
  paper.paragraph(text, STYLE.strong);
}

function drawHead(paper: Paper): void {
  const style = STYLE.column;
  const baseline = paper.y + 9;
  paper.text('Work', paper.left, baseline, style);
  const labels = { collection: 'Collection', reason: 'Why', points: 'Points', currency: '' };
  for (const cell of cells(paper, labels)) paper.cell({ ...cell, style }, baseline);
  const amount: Cell = { text: 'Exact amount', x: paper.right - AMOUNT, width: AMOUNT, style, align: 'right' };
  paper.cell(amount, baseline);
  paper.y += 13;
  paper.rule(paper.y, 0.8, RULE);
}

function drawLine(paper: Paper, line: HeldLine): void {
  const width = paper.width - AMOUNT - COLUMNS - GAP;
  const titles = paper.fit.wrap(line.title, 'regular', width / STYLE.body.size, 2);
  paper.ensure(titles.length * TITLE_LINE + 14);
  const baseline = paper.y + 10;
  const texts = {
    collection: line.collectionId,
    reason: line.reason === 'disputed' ? 'in dispute' : 'unclaimed',
    points: shortened(line.points),
    currency: line.currency,
  };
  titles.forEach((title, index) => paper.text(title, paper.left, baseline + TITLE_LINE * index, STYLE.body));
  for (const cell of cells(paper, texts)) paper.cell(cell, baseline);
  drawExact(paper, exactFixed(line.exactAmount), line.currency, baseline, false);
  paper.y += TITLE_LINE * titles.length;
  paper.cell({ text: line.workId, x: paper.left, width, style: STYLE.small }, paper.y + 7);
  paper.y += 12;
  paper.rule(paper.y, 0.4, HAIRLINE);
}

// From left to right, which is also the order in which the text is read aloud or copied.
function cells(paper: Paper, texts: Readonly<Record<keyof typeof WIDTHS, string>>): Cell[] {
  let end = paper.right - AMOUNT - COLUMNS;
  return (['collection', 'reason', 'points', 'currency'] as const).map((name) => {
    const x = end;
    end += WIDTHS[name];
    const figures = name === 'points';
    return {
      text: texts[name],
      x,
      width: WIDTHS[name] - GAP,
      style: STYLE.figure,
      align: figures ? 'right' : 'left',
      tooWide: figures ? 'shrink' : 'truncate',
    };
  });
}
