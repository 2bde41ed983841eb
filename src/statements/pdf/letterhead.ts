import { TINT } from '../../platform/pdf/palette.js';
import type { Paper } from '../../platform/pdf/paper.js';
import { RULE, STYLE } from './look.js';
import type { StatementDocument } from './statement-document.js';
import type { CurrencyTotal } from './statement-sums.js';
import { counted, money, periodInWords } from './statement-words.js';

const KIND = 'Royalty statement';
const BOX_WIDTH = 215;
const MOST_SUMS = 4;

/** First to last day of all pools, in words; undefined if there is no pool. */
export function wholePeriod({ pools }: StatementDocument): string | undefined {
  const [first] = pools.map(({ periodStart }) => periodStart).sort();
  const last = lastDay(pools);
  return first === undefined || last === undefined ? undefined : periodInWords(first, last);
}

/** The last day that any pool covers, as YYYY-MM-DD. */
export function lastDay(pools: StatementDocument['pools']): string | undefined {
  return pools
    .map(({ periodEnd }) => periodEnd)
    .sort()
    .at(-1);
}

/** The society, whom the statement is for, and the sum that person looks for first. */
export function drawLetterhead(paper: Paper, document: StatementDocument, totals: readonly CurrencyTotal[]): void {
  const kindWidth = paper.widthOf(KIND, STYLE.kind);
  const nameWidth = (paper.width - kindWidth - 24) / STYLE.society.size;
  const baseline = paper.y + 15;
  for (const line of paper.fit.wrap(document.society.name, 'bold', nameWidth, 2)) {
    paper.text(line, paper.left, paper.y + 15, STYLE.society);
    paper.y += 19;
  }
  paper.text(KIND, paper.right - kindWidth, baseline, STYLE.kind);
  paper.y += 6;
  paper.rule(paper.y, 1.5, RULE);
  paper.y += 18;
  const top = paper.y;
  drawParty(paper, document);
  const end = drawSums(paper, top, totals);
  paper.y = Math.max(paper.y, end) + 6;
}

function drawParty(paper: Paper, document: StatementDocument): void {
  const width = paper.width - BOX_WIDTH - 24;
  paper.text('For', paper.left, paper.y + 8, STYLE.note);
  paper.y += 13;
  for (const line of paper.fit.wrap(document.party.name, 'bold', width / STYLE.name.size, 3)) {
    paper.text(line, paper.left, paper.y + 13, STYLE.name);
    paper.y += 18;
  }
  paper.y += 4;
  const facts: [string, string][] = [
    ['Party code', document.party.code],
    ['Period', wholePeriod(document) ?? 'no pool in this distribution'],
    ['Contents', `${counted(document.pools.length, 'pool')}, ${counted(document.totalLines, 'line')} by work`],
  ];
  for (const [label, text] of facts) {
    paper.text(label, paper.left, paper.y + 9, STYLE.note);
    paper.cell({ text, x: paper.left + 56, width: width - 56, style: STYLE.body }, paper.y + 9);
    paper.y += 13;
  }
}

function drawSums(paper: Paper, top: number, totals: readonly CurrencyTotal[]): number {
  const sums = totals.filter(({ pools }) => pools > 0);
  const shown = sums.slice(0, sums.length > MOST_SUMS ? MOST_SUMS - 1 : MOST_SUMS);
  const x = paper.right - BOX_WIDTH;
  const lines = shown.map(({ currency, partyAmount }) => `${currency} ${money(partyAmount, currency)}`);
  if (lines.length === 0) lines.push('Nothing');
  const more = sums.length - shown.length;
  const height = 34 + 20 * lines.length + (more > 0 ? 12 : 0);
  paper.box(x, top, BOX_WIDTH, height, TINT);
  paper.box(x, top, 3, height, RULE);
  paper.text('Allocated to you', x + 15, top + 19, STYLE.note);
  lines.forEach((text, index) => {
    paper.cell({ text, x: x + 15, width: BOX_WIDTH - 28, style: STYLE.sum, tooWide: 'shrink' }, top + 40 + 20 * index);
  });
  if (more > 0)
    paper.text(
      `and ${counted(more, 'other currency', 'other currencies')}: see the summary`,
      x + 15,
      top + height - 9,
      STYLE.note,
    );
  return top + height;
}

/** The head of every page but the first. */
export function drawRunningHead(paper: Paper, document: StatementDocument): void {
  const period = wholePeriod(document) ?? '';
  const periodWidth = paper.widthOf(period, STYLE.small);
  const text = `${KIND} for ${document.party.name}`;
  paper.cell({ text, x: paper.left, width: paper.width - periodWidth - 20, style: STYLE.small }, paper.y + 8);
  paper.text(period, paper.right - periodWidth, paper.y + 8, STYLE.small);
  paper.rule(paper.y + 14, 0.5, RULE);
  paper.y += 26;
}

/** The foot of every page: whose statement it is, and how many pages there are. */
export function drawFoot(paper: Paper, document: StatementDocument, page: number, pages: number): void {
  const baseline = paper.bottom + 26;
  const number = `page ${page} of ${pages}`;
  const numberWidth = paper.widthOf(number, STYLE.small);
  paper.rule(baseline - 12, 0.5, RULE);
  const text = `${document.society.name} · party ${document.party.code}`;
  paper.cell({ text, x: paper.left, width: paper.width - numberWidth - 20, style: STYLE.small }, baseline);
  paper.text(number, paper.right - numberWidth, baseline, STYLE.small);
}
