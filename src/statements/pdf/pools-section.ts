import type { Paper, TextStyle } from '../../platform/pdf/paper.js';
import { HAIRLINE, heading, RULE, STYLE } from './look.js';
import { MOST_POOLS, type StatementPool } from './statement-document.js';
import { exactAmountOf, percentOfPool } from './statement-sums.js';
import { counted, grossName, kindName, licenseeOf, money, periodInWords, shortened } from './statement-words.js';

const ROW = 13;
const TITLE = 30;
const WORKING = 30;
const AMOUNT = 130;

/** Each pool from what was collected down to the party's part, and how that part was computed. */
export function drawPools(paper: Paper, pools: readonly StatementPool[], released?: boolean): void {
  if (pools.length === 0) return;
  heading(paper, 'By pool', heightOf(paper, pools[0]));
  for (const pool of pools.slice(0, MOST_POOLS)) drawPool(paper, pool, { single: pools.length === 1, released });
  if (pools.length > MOST_POOLS) {
    const text = `The first ${counted(MOST_POOLS, 'pool')} of ${counted(pools.length, 'pool')} are shown; the summary holds them all.`;
    paper.paragraph(text, STYLE.note);
  }
}

// A pool with more deductions than a page has lines cannot be kept together.
function heightOf(paper: Paper, pool: StatementPool | undefined): number {
  const height = TITLE + WORKING + ROW * (3 + (pool?.deductions.length ?? 0));
  return Math.min(height, paper.height / 2);
}

// The summary of a single pool has its steps already.
function drawPool(
  paper: Paper,
  pool: StatementPool,
  { single, released }: { single: boolean; released: boolean | undefined },
): void {
  const { currency } = pool;
  paper.ensure(heightOf(paper, pool));
  drawTitle(paper, pool);
  if (!single) drawSteps(paper, pool, released);
  drawRow(paper, 'Your part', money(pool.partyAmount, currency), STYLE.strong);
  paper.y += 2;
  paper.paragraph(workingOf(pool), STYLE.small);
  paper.y += 8;
}

function drawSteps(paper: Paper, pool: StatementPool, released?: boolean): void {
  const { currency } = pool;
  drawRow(paper, grossName(released), money(pool.gross, currency), STYLE.body);
  for (const { kind, percent, code, amount } of pool.deductions) {
    drawRow(paper, `${kindName(kind)}, ${percent} % (${code})`, money(-amount, currency), STYLE.body);
  }
  drawRow(paper, 'Net shared among all', money(pool.net, currency), STYLE.body);
}

function drawTitle(paper: Paper, pool: StatementPool): void {
  const { licenceId, collectionId, periodStart, periodEnd, currency } = pool;
  paper.y += 4;
  paper.cell({ text: licenseeOf(pool), x: paper.left, width: paper.width - 48, style: STYLE.subheading }, paper.y + 9);
  paper.cell({ text: currency, x: paper.right - 40, width: 40, style: STYLE.column, align: 'right' }, paper.y + 9);
  const text = `${periodInWords(periodStart, periodEnd)} · licence ${licenceId} · collection ${collectionId}`;
  paper.cell({ text, x: paper.left, width: paper.width, style: STYLE.note }, paper.y + 21);
  paper.y += TITLE - 4;
  paper.rule(paper.y, 0.8, RULE);
}

function drawRow(paper: Paper, text: string, amount: string, style: TextStyle): void {
  paper.ensure(ROW);
  const baseline = paper.y + 9.5;
  paper.cell({ text, x: paper.left, width: paper.width - AMOUNT, style }, baseline);
  paper.cell(
    { text: amount, x: paper.right - AMOUNT + 6, width: AMOUNT - 6, style, align: 'right', tooWide: 'shrink' },
    baseline,
  );
  paper.y += ROW;
  paper.rule(paper.y, 0.4, HAIRLINE);
}

function workingOf(pool: StatementPool): string {
  if (pool.poolPoints === '') return 'The licence does not let the name and the figures of its licensee be shown.';
  const exact = exactAmountOf(pool);
  const percent = percentOfPool(pool);
  if (exact === undefined || percent === undefined) return 'The pool has no points.';
  const { net, currency, partyPoints, poolPoints, roundingUnit } = pool;
  const [mine, all] = [shortened(partyPoints), shortened(poolPoints)];
  const rounding = roundingUnit ? `rounded down, plus one left-over unit of ${money(1n, currency)}` : 'rounded down';
  return `You have ${mine} of ${all} points (${percent} %): ${money(net, currency)} × ${mine} ÷ ${all} = ${grouped10(exact)}, ${rounding}.`;
}

function grouped10(exact: string): string {
  return exact.replace(/\B(?=(?:\d{3})+\.)/g, ',');
}
