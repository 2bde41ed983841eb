import { formatFixed, parseDecimal, rescale } from '../../kernel/decimal.js';
import { minorUnits } from '../../kernel/money.js';
import type { HeldLine, HeldTotal, StatementDocument, StatementLine, StatementPool } from './statement-document.js';

/** Decimals of exact amounts (contract, end of ¶8). */
const EXACT_DECIMALS = 10;

/** One deduction summed over the pools of a currency to which it applied. */
export interface DeductionTotal {
  code: string;
  kind: string;
  percent: string;
  amount: bigint;
}

/** The pools of one currency summed, in minor units; held amounts are exact decimals. */
export interface CurrencyTotal {
  currency: string;
  pools: number;
  gross: bigint;
  deductions: DeductionTotal[];
  net: bigint;
  partyAmount: bigint;
  held: HeldTotal[];
}

/** The lines of one work within one pool, and the sum of their exact amounts. */
export interface WorkGroup {
  workId: string;
  title: string;
  currency: string;
  exactAmount: string;
  lines: StatementLine[];
}

/** Totals by currency, in the order in which the currencies first appear among the pools, then among what is held. */
export function totalsByCurrency(document: Pick<StatementDocument, 'pools' | 'held' | 'heldTotals'>): CurrencyTotal[] {
  const { pools, held, heldTotals = sumHeld(held) } = document;
  const currencies = new Set([...pools, ...heldTotals].map(({ currency }) => currency));
  return [...currencies].map((currency) => {
    const own = pools.filter((pool) => pool.currency === currency);
    return {
      currency,
      pools: own.length,
      gross: sum(own.map(({ gross }) => gross)),
      deductions: deductionTotals(own),
      net: sum(own.map(({ net }) => net)),
      partyAmount: sum(own.map(({ partyAmount }) => partyAmount)),
      held: heldTotals.filter((total) => total.currency === currency),
    };
  });
}

function deductionTotals(pools: readonly StatementPool[]): DeductionTotal[] {
  const totals = new Map<string, DeductionTotal>();
  for (const deduction of pools.flatMap((pool) => pool.deductions)) {
    const { code, kind, percent, amount } = deduction;
    const total = totals.get(code);
    if (total === undefined) totals.set(code, { code, kind, percent, amount });
    else total.amount += amount;
  }
  return [...totals.values()];
}

/** What is held by currency and reason; what is in dispute comes first. */
export function sumHeld(held: readonly HeldLine[]): HeldTotal[] {
  const currencies = [...new Set(held.map(({ currency }) => currency))];
  return currencies.flatMap((currency) =>
    (['disputed', 'unclaimed'] as const).flatMap((reason) => {
      const own = held.filter((line) => line.currency === currency && line.reason === reason);
      return own.length === 0 ? [] : [{ currency, reason, exactAmount: sumExact(own), rows: own.length }];
    }),
  );
}

/** The lines of one pool, cut into groups of one work each; a group is a run of neighbours, as the CSV sorts them. */
export function groupByWork(lines: readonly StatementLine[]): WorkGroup[] {
  const groups: WorkGroup[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last?.workId === line.workId) last.lines.push(line);
    else
      groups.push({ workId: line.workId, title: line.title, currency: line.currency, exactAmount: '', lines: [line] });
  }
  return groups.map((group) => ({ ...group, exactAmount: sumExact(group.lines) }));
}

/** Sum of exact amounts, with 10 decimals. @throws RangeError if one is not a plain decimal of at most 10 decimals. */
export function sumExact(lines: readonly { exactAmount: string }[]): string {
  return formatFixed(sum(lines.map(({ exactAmount }) => read(exactAmount, EXACT_DECIMALS))), EXACT_DECIMALS);
}

/** An exact amount with all its 10 decimals, so that a column of them lines up: `12.5` is `12.5000000000`. */
export function exactFixed(exactAmount: string): string {
  return formatFixed(read(exactAmount, EXACT_DECIMALS), EXACT_DECIMALS);
}

/** net × own points ÷ all points of the pool, in major units, to 10 decimals half up; undefined without points. */
export function exactAmountOf({ net, partyPoints, poolPoints, currency }: StatementPool): string | undefined {
  const [mine, all] = sameScale(partyPoints, poolPoints);
  if (all === 0n) return undefined;
  const shift = 10n ** BigInt(EXACT_DECIMALS - (minorUnits(currency) ?? 0));
  return formatFixed(divideHalfUp(net * shift * mine, all), EXACT_DECIMALS);
}

/** The party's points in percent of the pool's, to 4 decimals half up; undefined without points. */
export function percentOfPool({ partyPoints, poolPoints }: StatementPool): string | undefined {
  const [mine, all] = sameScale(partyPoints, poolPoints);
  return all === 0n ? undefined : formatFixed(divideHalfUp(mine * 1_000_000n, all), 4);
}

function sameScale(left: string, right: string): [bigint, bigint] {
  const scale = Math.max(decimals(left), decimals(right));
  return [read(left, scale), read(right, scale)];
}

function decimals(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

function read(text: string, scale: number): bigint {
  const value = parseDecimal(text);
  if (value === undefined)
    throw new RangeError(`"${text}" is not a plain decimal: a statement cannot be drawn from it.`);
  return rescale(value, scale).units;
}

function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
