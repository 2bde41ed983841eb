/** What a licensee states for a fee to be computed, such as how many computers a café has. */
export interface InputField {
  /** A name for programs: lower-case letters, digits and `_`. */
  name: string;
  /** What it means, with its unit, for people. */
  label: string;
  kind: 'whole' | 'decimal';
}

interface Formula<Kind extends string> {
  kind: Kind;
  inputs: readonly InputField[];
}

/** The product of all factors × a rate in major units: computers × hourly price × days × 0.075. */
export interface UnitRate extends Formula<'unit_rate'> {
  factors: readonly string[];
  rate: string;
}

/** A percentage of the revenue, and at least a minimum that may grow with other inputs (0.10 a subscriber-month). */
export interface RevenueShare extends Formula<'revenue_share'> {
  revenue: string;
  percent: string;
  minimum: { amount: string; per: readonly string[] };
}

/** An amount for each unit and period: 200 an outlet-year. Where least and most differ, `chosen` names the amount agreed. */
export interface FlatPeriod extends Formula<'flat_period'> {
  units: string;
  periods: string;
  amount: { least: string; most: string; chosen?: string };
}

/**
 * A price for each unit of a class: films of class A, B, C. How many there are of a class is the input
 * `counted.class`. The sum is taken × factors × percent, and reduced where an input lies below a bound.
 */
export interface ClassTable extends Formula<'class_table'> {
  counted: { name: string; label: string; kind: InputField['kind'] };
  classes: readonly { name: string; label: string; price: string }[];
  factors: readonly string[];
  percent: string;
  reductions: readonly { input: string; below: string; percentOff: string }[];
}

/**
 * Units at a rate that falls: those above a bound cost the rate of that step, those below keep theirs, so that one unit
 * more never makes the whole cheaper.
 */
export interface StepDiscount extends Formula<'step_discount'> {
  quantity: string;
  factors: readonly string[];
  steps: readonly { above: string; rate: string }[];
}

/** Amounts and rates are major units of the tariff's currency, as plain decimal text. */
export type TariffFormula = UnitRate | RevenueShare | FlatPeriod | ClassTable | StepDiscount;

export const FORMULA_KINDS = ['unit_rate', 'revenue_share', 'flat_period', 'class_table', 'step_discount'] as const;

/** Every input that a fee of the formula is computed from; a class that is not stated counts as 0. */
export function inputsOf(formula: TariffFormula): readonly (InputField & { needed: boolean })[] {
  const stated = formula.inputs.map((input) => ({ ...input, needed: true }));
  if (formula.kind !== 'class_table') return stated;
  const { counted, classes } = formula;
  const ofClass = classes.map(({ name, label }) => ({
    name: `${counted.name}.${name}`,
    label: `${counted.label}, ${label}`,
    kind: counted.kind,
    needed: false,
  }));
  return [...stated, ...ofClass];
}
