import type { Paper } from '../../platform/pdf/paper.js';
import { drawExact } from './exact-cell.js';
import { HAIRLINE, heading, RULE, STYLE } from './look.js';
import { MOST_LINES, type StatementDocument, type StatementLine, type StatementPool } from './statement-document.js';
import { exactFixed, groupByWork, type WorkGroup } from './statement-sums.js';
import { counted, grouped, licenseeOf, periodInWords, shortened, useInWords } from './statement-words.js';

const ROW = 12;
const TITLE_LINE = 12;
const INDENT = 10;
const AMOUNT = 104;

/** Columns between the label and the amount; the widths leave 8 points between two columns. */
const COLUMNS = [
  { name: 'territory', label: 'Terr.', width: 28 },
  { name: 'quantity', label: 'Use', width: 84 },
  { name: 'points', label: 'Points', width: 74 },
  { name: 'share', label: 'Share', width: 44 },
] as const;
const LABEL = AMOUNT + COLUMNS.reduce((sum, { width }) => sum + width, 0);

/** The lines of the CSV, by pool and work, as far as `MOST_LINES` goes. */
export function drawWorks(paper: Paper, document: StatementDocument): void {
  const lines = document.works.slice(0, MOST_LINES);
  if (lines.length === 0) return;
  heading(paper, 'By work', 90);
  const pools = new Map(document.pools.map((pool) => [pool.collectionId, pool]));
  for (const part of byCollection(lines)) drawPoolOfWorks(paper, pools.get(part.collectionId), part.lines);
  if (document.totalLines > lines.length) drawCap(paper, lines.length, document);
}

function byCollection(lines: readonly StatementLine[]): { collectionId: string; lines: StatementLine[] }[] {
  const parts: { collectionId: string; lines: StatementLine[] }[] = [];
  for (const line of lines) {
    const last = parts.at(-1);
    if (last?.collectionId === line.collectionId) last.lines.push(line);
    else parts.push({ collectionId: line.collectionId, lines: [line] });
  }
  return parts;
}

function drawPoolOfWorks(paper: Paper, pool: StatementPool | undefined, lines: readonly StatementLine[]): void {
  const [first] = lines;
  if (first === undefined) return;
  let continued = false;
  const head = (): void => {
    drawHead(paper, pool, first, continued);
    continued = true;
  };
  paper.ensure(78);
  paper.withHead(head, () => {
    head();
    for (const group of groupByWork(lines)) drawWork(paper, group);
  });
  paper.y += 10;
}

function drawHead(paper: Paper, pool: StatementPool | undefined, line: StatementLine, continued: boolean): void {
  const period =
    pool === undefined ? '' : `${licenseeOf(pool)} · ${periodInWords(pool.periodStart, pool.periodEnd)} · `;
  const text = `${period}collection ${line.collectionId}${continued ? ' (continued)' : ''}`;
  paper.cell({ text, x: paper.left, width: paper.width, style: STYLE.subheading }, paper.y + 10);
  paper.y += 17;
  const baseline = paper.y + 9;
  paper.text('Work, use and claim', paper.left, baseline, STYLE.column);
  for (const { column, x } of placed(paper)) {
    const align = column.name === 'territory' ? 'left' : 'right';
    paper.cell({ text: column.label, x, width: column.width - 8, style: STYLE.column, align }, baseline);
  }
  const amount = `Exact amount, ${line.currency}`;
  paper.cell(
    { text: amount, x: paper.right - AMOUNT + 4, width: AMOUNT - 4, style: STYLE.column, align: 'right' },
    baseline,
  );
  paper.y += 13;
  paper.rule(paper.y, 0.8, RULE);
}

// With the head of a group its first line is kept, so that no title stands alone at the foot of a page.
function drawWork(paper: Paper, group: WorkGroup): void {
  const id = paper.fit.truncate(group.workId, 'regular', 120 / STYLE.small.size);
  const idWidth = paper.widthOf(id, STYLE.small) + 6;
  const titleWidth = (paper.width - AMOUNT - idWidth) / STYLE.strong.size;
  const titles = paper.fit.wrap(group.title, 'bold', titleWidth, 2);
  paper.ensure(5 + titles.length * TITLE_LINE + ROW);
  paper.y += 3;
  titles.forEach((title, index) => {
    const end = paper.text(title, paper.left, paper.y + 9, STYLE.strong);
    if (index === titles.length - 1) {
      paper.text(id, end + 6, paper.y + 9, STYLE.small);
      drawExact(paper, group.exactAmount, group.currency, paper.y + 9, true);
    }
    paper.y += TITLE_LINE;
  });
  for (const line of group.lines) drawLine(paper, line, group);
  paper.y += 2;
  paper.rule(paper.y, 0.4, HAIRLINE);
}

function drawLine(paper: Paper, line: StatementLine, group: WorkGroup): void {
  if (paper.y + ROW > paper.bottom) {
    paper.ensure(ROW * 2);
    const text = `${group.title} (continued)`;
    paper.cell({ text, x: paper.left, width: paper.width - AMOUNT, style: STYLE.strong }, paper.y + 10);
    paper.y += TITLE_LINE + 2;
  }
  const baseline = paper.y + 8.5;
  // How it was held takes the place of the right, which the CSV has.
  const label =
    line.heldAs === undefined
      ? `${useInWords(line.useType, line.right)} · ${line.claimId}`
      : `${useInWords(line.useType, '')} · ${line.claimId} · was ${line.heldAs}`;
  const x = paper.left + INDENT;
  paper.cell({ text: label, x, width: paper.width - LABEL - INDENT - 8, style: STYLE.small }, baseline);
  const texts = {
    share: `${line.share} %`,
    points: shortened(line.points),
    quantity: line.metric === '' ? '' : `${grouped(line.quantity)} ${line.metric}`,
    territory: line.territory,
  };
  for (const { column, x: start } of placed(paper)) {
    const align = column.name === 'territory' ? 'left' : 'right';
    const text = texts[column.name];
    paper.cell({ text, x: start, width: column.width - 8, style: STYLE.figure, align, tooWide: 'shrink' }, baseline);
  }
  drawExact(paper, exactFixed(line.exactAmount), line.currency, baseline, false);
  paper.y += ROW;
}

// From left to right, which is also the order in which the text is read aloud or copied.
function placed(paper: Paper): { column: (typeof COLUMNS)[number]; x: number }[] {
  let x = paper.right - LABEL;
  return COLUMNS.map((column) => {
    const place = { column, x };
    x += column.width;
    return place;
  });
}

function drawCap(paper: Paper, shown: number, { totalLines, csvName }: StatementDocument): void {
  paper.ensure(30);
  paper.paragraph(
    `The first ${counted(shown, 'line')} of ${counted(totalLines, 'line')} are shown. The complete list is the file ${csvName}.`,
    STYLE.strong,
  );
}
