import type { Paper, TextStyle } from '../../platform/pdf/paper.js';
import { HAIRLINE, heading, RULE, STYLE } from './look.js';
import type { HeldLine } from './statement-document.js';
import type { CurrencyTotal, DeductionTotal } from './statement-sums.js';
import { counted, grossName, kindName, money, payableAndRest } from './statement-words.js';

const ROW = 14;
const COLUMN = 108;
const COLUMNS = 3;

/** Why money is held, in a plain sentence each. */
const WHY_HELD: Readonly<Record<HeldLine['reason'], string>> = {
  disputed:
    'In dispute: the claims on the right add up to more than 100 %, or a claim on it is contested. The money is held until the parties agree or the matter is decided.',
  unclaimed:
    'Unclaimed: part of the right that was used is claimed by nobody. The money for that part is held until someone claims it.',
};

const HELD_NAMES: Readonly<Record<HeldLine['reason'], string>> = {
  disputed: 'Held for your works: in dispute',
  unclaimed: 'Held for your works: unclaimed',
};

interface SummaryRow {
  label: string;
  amounts: string[];
  style: TextStyle;
}

/** Gross, each deduction, net, the party's part and what is held, a column for each currency. */
export function drawSummary(paper: Paper, totals: readonly CurrencyTotal[], released?: boolean): void {
  if (totals.length === 0) {
    heading(paper, 'Summary', 20);
    paper.paragraph(
      'In this distribution nothing was allocated to you and nothing is held for your works.',
      STYLE.body,
    );
    return;
  }
  for (let start = 0; start < totals.length; start += COLUMNS) {
    const part = totals.slice(start, start + COLUMNS);
    heading(paper, start === 0 ? 'Summary' : 'Summary (continued)', ROW * 6);
    paper.withHead(
      () => drawColumns(paper, part),
      () => {
        drawColumns(paper, part);
        for (const row of rowsOf(part, released)) drawRow(paper, row);
      },
    );
  }
  drawReasons(paper, totals);
}

function drawColumns(paper: Paper, totals: readonly CurrencyTotal[]): void {
  const pools = totals.map(({ pools: count, currency }) => `${currency} · ${counted(count, 'pool')}`);
  drawCells(paper, { label: 'All pools in which you take part', amounts: pools, style: STYLE.column });
  paper.rule(paper.y, 0.8, RULE);
}

function rowsOf(totals: readonly CurrencyTotal[], released?: boolean): SummaryRow[] {
  const rows: SummaryRow[] = [
    {
      label: grossName(released),
      amounts: totals.map(({ gross, currency }) => money(gross, currency)),
      style: STYLE.body,
    },
  ];
  const codes = new Map(totals.flatMap(({ deductions }) => deductions.map((deduction) => [deduction.code, deduction])));
  for (const deduction of codes.values()) rows.push(deductionRow(deduction, totals));
  rows.push(
    {
      label: 'Net shared among all',
      amounts: totals.map(({ net, currency }) => money(net, currency)),
      style: STYLE.body,
    },
    {
      label: 'Your part',
      amounts: totals.map((total) => money(total.partyAmount, total.currency)),
      style: STYLE.strong,
    },
  );
  for (const reason of ['disputed', 'unclaimed'] as const) {
    if (totals.some(({ held }) => held.some((line) => line.reason === reason))) rows.push(heldRow(reason, totals));
  }
  return rows;
}

function deductionRow({ code, kind, percent }: DeductionTotal, totals: readonly CurrencyTotal[]): SummaryRow {
  const amounts = totals.map(({ deductions, currency }) => {
    const own = deductions.find((deduction) => deduction.code === code);
    return own === undefined ? '' : money(-own.amount, currency);
  });
  return { label: `${kindName(kind)}, ${percent} % (${code})`, amounts, style: STYLE.body };
}

function heldRow(reason: HeldLine['reason'], totals: readonly CurrencyTotal[]): SummaryRow {
  const amounts = totals.map(({ held, currency }) => {
    const own = held.find((line) => line.reason === reason);
    return own === undefined ? '' : payableAndRest(own.exactAmount, currency)[0];
  });
  return { label: HELD_NAMES[reason], amounts, style: STYLE.body };
}

function drawRow(paper: Paper, row: SummaryRow): void {
  paper.ensure(ROW);
  drawCells(paper, row);
  paper.rule(paper.y, 0.4, HAIRLINE);
}

function drawCells(paper: Paper, { label, amounts, style }: SummaryRow): void {
  const baseline = paper.y + 10;
  const width = paper.width - COLUMN * amounts.length - 8;
  paper.cell({ text: label, x: paper.left, width, style }, baseline);
  amounts.forEach((text, index) => {
    const x = paper.right - COLUMN * (amounts.length - index);
    paper.cell({ text, x: x + 6, width: COLUMN - 6, style, align: 'right', tooWide: 'shrink' }, baseline);
  });
  paper.y += ROW;
}

function drawReasons(paper: Paper, totals: readonly CurrencyTotal[]): void {
  const reasons = new Set(totals.flatMap(({ held }) => held.map(({ reason }) => reason)));
  if (reasons.size === 0) return;
  paper.y += 6;
  for (const reason of reasons) paper.paragraph(WHY_HELD[reason], STYLE.note);
  paper.paragraph(
    'What is held stands for whole works in which you have a claim; it is not part of what is allocated to you, and how much of it will be yours is still open.',
    STYLE.note,
  );
}
