import { Decimal } from '../../kernel/decimal.js';
import { minorUnits } from '../../kernel/money.js';
import { shown } from '../../kernel/shown.js';
import {
  type ClassTable,
  type FlatPeriod,
  inputsOf,
  type RevenueShare,
  type StepDiscount,
  type TariffFormula,
  type UnitRate,
} from './formula.js';

/** What a licensee states: the name of an input → plain decimal text. */
export type FeeInputs = Readonly<Record<string, string>>;

/** One line of the calculation, to be read by whoever pays: what, how, and its exact value as plain decimal text. */
export interface FeeStep {
  what: string;
  how: string;
  value: string;
}

export interface Fee {
  /** Rounded once, at the end, half up. */
  amountMinor: bigint;
  /** Before rounding, in major units. */
  exact: string;
  steps: readonly FeeStep[];
}

type Exact = InstanceType<typeof Decimal>;
type Values = ReadonlyMap<string, Exact>;

const WHOLE = /^[0-9]{1,18}$/;
const DECIMAL = /^[0-9]{1,18}(?:\.[0-9]{1,12})?$/;
/** What a bigint of the database holds with room to sum, as in kernel/money. */
const MOST_MINOR_UNITS = 10n ** 18n - 1n;

/**
 * Computes the fee of a sound formula. Everything is exact until the last step, which rounds half up to the currency's
 * minor unit: what `readFormula` lets pass never needs more than the 200 digits of kernel/decimal.
 * @returns the fee with every step, or in `faults` what is wrong with the inputs, `name: sentence` each
 * @throws RangeError if the currency has no minor unit
 */
export function calculateFee(
  formula: TariffFormula,
  inputs: FeeInputs,
  currency: string,
): { fee: Fee } | { faults: readonly string[] } {
  const scale = minorUnits(currency);
  if (scale === undefined) throw new RangeError(`${currency} is not an ISO 4217 currency with a minor unit.`);
  const { values, faults } = readInputs(formula, inputs);
  if (faults.length > 0) return { faults };
  const steps: FeeStep[] = [];
  const exact = exactFee(formula, values, steps);
  const rounded = exact.toDecimalPlaces(scale, Decimal.ROUND_HALF_UP);
  steps.push({
    what: 'fee',
    how: `rounded half up to ${scale} decimals of ${currency}`,
    value: rounded.toFixed(scale),
  });
  const amountMinor = BigInt(rounded.times(new Decimal(10).pow(scale)).toFixed(0));
  if (amountMinor > MOST_MINOR_UNITS) return { faults: ['fee: it has more than 18 digits; check the inputs'] };
  return { fee: { amountMinor, exact: exact.toFixed(), steps } };
}

function readInputs(formula: TariffFormula, inputs: FeeInputs): { values: Values; faults: string[] } {
  const values = new Map<string, Exact>();
  const fields = inputsOf(formula);
  const known = new Set(fields.map(({ name }) => name));
  const faults = Object.keys(inputs)
    .filter((name) => !known.has(name))
    .map((name) => `${shown(name)}: the tariff knows no such input; it asks for ${[...known].join(', ')}`);
  for (const { name, kind, needed } of fields) {
    const text = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (text === undefined) {
      if (needed) faults.push(`${name}: it is missing`);
    } else if ((kind === 'whole' ? WHOLE : DECIMAL).test(text)) values.set(name, new Decimal(text));
    else faults.push(`${name}: ${shown(text)} is no ${kind === 'whole' ? 'whole number' : 'plain decimal'}`);
  }
  if (formula.kind === 'flat_period') faults.push(...outOfRange(formula, values));
  return { values, faults };
}

function outOfRange({ amount: { least, most, chosen } }: FlatPeriod, values: Values): string[] {
  const value = chosen === undefined ? undefined : values.get(chosen);
  if (value === undefined || (value.greaterThanOrEqualTo(least) && value.lessThanOrEqualTo(most))) return [];
  return [`${chosen}: ${value.toFixed()} is not from ${least} to ${most}`];
}

function exactFee(formula: TariffFormula, values: Values, steps: FeeStep[]): Exact {
  switch (formula.kind) {
    case 'unit_rate':
      return unitRate(formula, values, steps);
    case 'revenue_share':
      return revenueShare(formula, values, steps);
    case 'flat_period':
      return flatPeriod(formula, values, steps);
    case 'class_table':
      return classTable(formula, values, steps);
    case 'step_discount':
      return stepDiscount(formula, values, steps);
  }
}

function unitRate({ factors, rate }: UnitRate, values: Values, steps: FeeStep[]): Exact {
  const units = times('units', factors, values, steps);
  return noted(steps, 'units × rate', `${units.toFixed()} × ${rate}`, units.times(rate));
}

function revenueShare({ revenue, percent, minimum }: RevenueShare, values: Values, steps: FeeStep[]): Exact {
  const income = valueOf(values, revenue);
  const part = noted(
    steps,
    `${percent} % of ${revenue}`,
    `${income.toFixed()} × ${percent} %`,
    ofHundred(income, percent),
  );
  const units = times('units of the minimum', minimum.per, values, steps);
  const least = noted(steps, 'minimum', `${minimum.amount} × ${units.toFixed()}`, units.times(minimum.amount));
  return noted(steps, 'the larger', `${part.toFixed()} or at least ${least.toFixed()}`, Decimal.max(part, least));
}

function flatPeriod({ units, periods, amount }: FlatPeriod, values: Values, steps: FeeStep[]): Exact {
  const each = amount.chosen === undefined ? new Decimal(amount.most) : valueOf(values, amount.chosen);
  const count = times('unit-periods', [units, periods], values, steps);
  return noted(steps, 'unit-periods × amount', `${count.toFixed()} × ${each.toFixed()}`, count.times(each));
}

function classTable(formula: ClassTable, values: Values, steps: FeeStep[]): Exact {
  const { counted, classes, factors, percent, reductions } = formula;
  const prices = classes.flatMap(({ name, label, price }) => {
    const count = values.get(`${counted.name}.${name}`);
    if (count === undefined || count.isZero()) return [];
    return [noted(steps, label, `${count.toFixed()} × ${price}`, count.times(price))];
  });
  const sum = prices.reduce((total, price) => total.plus(price), new Decimal(0));
  noted(steps, 'all classes', prices.map((price) => price.toFixed()).join(' + ') || 'none', sum);
  let fee = sum;
  for (const name of factors) {
    const factor = valueOf(values, name);
    fee = noted(steps, `× ${name}`, `${fee.toFixed()} × ${factor.toFixed()}`, fee.times(factor));
  }
  if (percent !== '100') fee = noted(steps, `${percent} %`, `${fee.toFixed()} × ${percent} %`, ofHundred(fee, percent));
  for (const { input, below, percentOff } of reductions) {
    if (valueOf(values, input).greaterThanOrEqualTo(below)) continue;
    const off = ofHundred(fee, percentOff);
    fee = noted(
      steps,
      `less ${percentOff} %, ${input} below ${below}`,
      `${fee.toFixed()} − ${off.toFixed()}`,
      fee.minus(off),
    );
  }
  return fee;
}

function stepDiscount({ quantity, factors, steps: bounds }: StepDiscount, values: Values, steps: FeeStep[]): Exact {
  const units = valueOf(values, quantity);
  let fee = new Decimal(0);
  for (const [index, { above, rate }] of bounds.entries()) {
    if (units.lessThanOrEqualTo(above)) break;
    const next = bounds[index + 1]?.above;
    const upTo = next === undefined ? units : Decimal.min(units, next);
    const here = upTo.minus(above);
    fee = fee.plus(noted(steps, `${quantity} above ${above}`, `${here.toFixed()} × ${rate}`, here.times(rate)));
  }
  noted(steps, 'all steps', `${quantity} ${units.toFixed()}`, fee);
  for (const name of factors) {
    const factor = valueOf(values, name);
    fee = noted(steps, `× ${name}`, `${fee.toFixed()} × ${factor.toFixed()}`, fee.times(factor));
  }
  return fee;
}

/** The product of inputs; of none it is 1. */
function times(what: string, names: readonly string[], values: Values, steps: FeeStep[]): Exact {
  if (names.length === 0) return new Decimal(1);
  const factors = names.map((name) => valueOf(values, name));
  const product = factors.reduce((all, factor) => all.times(factor), new Decimal(1));
  const how = names.map((name, index) => `${name} ${factors[index]!.toFixed()}`).join(' × ');
  return noted(steps, what, how, product);
}

function noted(steps: FeeStep[], what: string, how: string, value: Exact): Exact {
  steps.push({ what, how, value: value.toFixed() });
  return value;
}

// × 0.01 and not ÷ 100: a product is exact.
function ofHundred(value: Exact, percent: string): Exact {
  return value.times(percent).times('0.01');
}

function valueOf(values: Values, name: string): Exact {
  const value = values.get(name);
  if (value === undefined) throw new RangeError(`The formula uses ${name}, which is none of its inputs.`);
  return value;
}
