import fc from 'fast-check';
import { Decimal } from '../../kernel/decimal.js';
import { calculateFee, type Fee, type FeeInputs } from './calculate-fee.js';
import type { ClassTable, FlatPeriod, RevenueShare, StepDiscount, TariffFormula, UnitRate } from './formula.js';
import { inputsOf } from './formula.js';
import { readFormula } from './read-formula.js';

const field = (name: string) => ({ name, label: name, kind: 'decimal' }) as const;

const UNIT_RATE: UnitRate = {
  kind: 'unit_rate',
  inputs: [field('seats'), field('days')],
  factors: ['seats', 'days'],
  rate: '0.075',
};
const REVENUE_SHARE: RevenueShare = {
  kind: 'revenue_share',
  inputs: [field('revenue'), field('subscribers')],
  revenue: 'revenue',
  percent: '3.5',
  minimum: { amount: '0.1', per: ['subscribers'] },
};
const FLAT: FlatPeriod = {
  kind: 'flat_period',
  inputs: [field('coaches'), field('years'), field('yearly_amount')],
  units: 'coaches',
  periods: 'years',
  amount: { least: '365', most: '500', chosen: 'yearly_amount' },
};
const CLASSES: ClassTable = {
  kind: 'class_table',
  inputs: [field('years'), field('trips')],
  counted: { name: 'films', label: 'films', kind: 'decimal' },
  classes: [
    { name: 'a', label: 'class A', price: '50000' },
    { name: 'b', label: 'class B', price: '2500.5' },
  ],
  factors: ['years'],
  percent: '35',
  reductions: [{ input: 'trips', below: '10000', percentOff: '50' }],
};
const STEPS: StepDiscount = {
  kind: 'step_discount',
  inputs: [field('rooms'), field('months')],
  quantity: 'rooms',
  factors: ['months'],
  steps: [
    { above: '0', rate: '10' },
    { above: '100', rate: '8.25' },
    { above: '1000', rate: '0.333333' },
  ],
};
const ALL: readonly (readonly [string, TariffFormula])[] = [
  ['unit × rate', UNIT_RATE],
  ['percent of revenue with minimum', REVENUE_SHARE],
  ['flat per unit-period', FLAT],
  ['table by class', CLASSES],
  ['step discount', STEPS],
];

function fee(formula: TariffFormula, inputs: FeeInputs, currency = 'CNY'): Fee {
  const outcome = calculateFee(formula, inputs, currency);
  if ('faults' in outcome) throw new Error(outcome.faults.join('; '));
  return outcome.fee;
}

const quantity = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 5n }), fc.nat(999_999))
  .map(([whole, part]) => new Decimal(`${whole}.${String(part).padStart(6, '0')}`).toFixed());

/** Random inputs of a formula, within what it allows. */
function inputsFor(formula: TariffFormula): fc.Arbitrary<Record<string, string>> {
  const entries = inputsOf(formula).map(({ name }) => {
    const chosen = formula.kind === 'flat_period' && name === formula.amount.chosen;
    return [name, chosen ? fc.integer({ min: 365, max: 500 }).map(String) : quantity] as const;
  });
  return fc.record(Object.fromEntries(entries));
}

const plus = (a: string, b: string) => new Decimal(a).plus(b).toFixed();
const exactOf = (formula: TariffFormula, inputs: FeeInputs) => new Decimal(fee(formula, inputs).exact);

describe.each(ALL)('A fee by %s', (_title, formula) => {
  it('never falls when an input rises', () => {
    fc.assert(
      fc.property(inputsFor(formula), fc.nat(inputsOf(formula).length - 1), quantity, (inputs, at, more) => {
        const { name } = inputsOf(formula)[at]!;
        const bound = formula.kind === 'flat_period' && name === formula.amount.chosen ? '500' : undefined;
        const raised = { ...inputs, [name]: bound ?? plus(inputs[name]!, more) };
        expect(fee(formula, raised).amountMinor >= fee(formula, inputs).amountMinor).toBe(true);
      }),
    );
  });

  it('is rounded once, half up to the minor unit', () => {
    fc.assert(
      fc.property(inputsFor(formula), fc.constantFrom('CNY', 'JPY', 'KWD'), (inputs, currency) => {
        const { amountMinor, exact } = fee(formula, inputs, currency);
        const scale = { CNY: 2, JPY: 0, KWD: 3 }[currency]!;
        const error = new Decimal(amountMinor.toString()).times(new Decimal(10).pow(-scale)).minus(exact);
        const half = new Decimal(5).times(new Decimal(10).pow(-scale - 1));
        expect(error.lessThanOrEqualTo(half) && error.greaterThan(half.negated())).toBe(true);
      }),
    );
  });

  it('is explained by exact figures, the last of which is the fee', () => {
    fc.assert(
      fc.property(inputsFor(formula), (inputs) => {
        const { amountMinor, steps } = fee(formula, inputs);
        for (const { value } of steps) expect(value).toMatch(/^[0-9]+(\.[0-9]+)?$/);
        expect(BigInt(steps.at(-1)!.value.replace('.', ''))).toBe(amountMinor);
      }),
    );
  });

  it('is read back from JSON as it is', () => {
    expect(readFormula(JSON.parse(JSON.stringify(formula)))).toEqual({ formula });
  });

  it('is refused with the name of each input that is missing, unknown or no number', () => {
    const [first, second] = inputsOf(formula);
    const outcome = calculateFee(formula, { [first!.name]: '1e3', colour: 'red' }, 'CNY');
    const faults = 'faults' in outcome ? outcome.faults.join('\n') : '';
    expect(faults).toContain(`${first!.name}: "1e3" is no plain decimal`);
    expect(faults).toContain(`${second!.name}: it is missing`);
    expect(faults).toContain('"colour": the tariff knows no such input');
  });
});

describe('Fees add up', () => {
  it.each([
    ['over seats of unit × rate', UNIT_RATE, 'seats'],
    ['over coaches of a flat amount', FLAT, 'coaches'],
    ['over the films of a class', CLASSES, 'films.b'],
    ['over months of a step discount', STEPS, 'months'],
  ] as const)('%s', (_title, formula, name) => {
    fc.assert(
      fc.property(inputsFor(formula), quantity, (inputs, more) => {
        const other = exactOf(formula, { ...inputs, ...noOtherClass(formula, name), [name]: more });
        const whole = exactOf(formula, { ...inputs, [name]: plus(inputs[name]!, more) });
        expect(whole.toFixed()).toBe(exactOf(formula, inputs).plus(other).toFixed());
      }),
    );
  });

  it('to no more when rooms are licensed together by a step discount', () => {
    fc.assert(
      fc.property(inputsFor(STEPS), quantity, (inputs, more) => {
        const apart = exactOf(STEPS, inputs).plus(exactOf(STEPS, { ...inputs, rooms: more }));
        const together = exactOf(STEPS, { ...inputs, rooms: plus(inputs['rooms']!, more) });
        expect(together.lessThanOrEqualTo(apart)).toBe(true);
      }),
    );
  });
});

describe('A fee', () => {
  it('of a revenue is never less than the minimum nor than the percentage', () => {
    fc.assert(
      fc.property(inputsFor(REVENUE_SHARE), (inputs) => {
        const exact = exactOf(REVENUE_SHARE, inputs);
        expect(exact.greaterThanOrEqualTo(new Decimal(inputs['subscribers']!).times('0.1'))).toBe(true);
        expect(exact.greaterThanOrEqualTo(new Decimal(inputs['revenue']!).times('0.035'))).toBe(true);
      }),
    );
  });

  it('is exact where binary floats are not', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 8n }), fc.bigInt({ min: 0n, max: 10n ** 8n }), (seats, days) => {
        const units = seats * days * 75n; // thousandths
        const { amountMinor, exact } = fee(UNIT_RATE, { seats: String(seats), days: String(days) });
        expect(new Decimal(exact).times(1000).toFixed()).toBe(units.toString());
        expect(amountMinor).toBe((units + 5n) / 10n);
      }),
    );
  });

  it('of an amount outside the published range is refused', () => {
    const inputs = { coaches: '1', years: '1', yearly_amount: '364.99' };
    expect(calculateFee(FLAT, inputs, 'CNY')).toEqual({ faults: ['yearly_amount: 364.99 is not from 365 to 500'] });
  });

  it('that no account could hold is refused', () => {
    const inputs = { seats: '9'.repeat(18), days: '9'.repeat(18) };
    expect(calculateFee(UNIT_RATE, inputs, 'CNY')).toEqual({
      faults: ['fee: it has more than 18 digits; check the inputs'],
    });
  });

  it('reads a class that is not stated as none', () => {
    expect(fee(CLASSES, { years: '1', trips: '10000' }).amountMinor).toBe(0n);
    expect(fee(CLASSES, { years: '2', trips: '9999', 'films.a': '1' }).amountMinor).toBe(1_750_000n);
    expect(fee(CLASSES, { years: '2', trips: '10000', 'films.a': '1' }).amountMinor).toBe(3_500_000n);
  });
});

/** Without the other classes, which would be paid twice. */
function noOtherClass(formula: TariffFormula, name: string): Record<string, string> {
  if (formula.kind !== 'class_table') return {};
  const names = formula.classes.map((row) => `${formula.counted.name}.${row.name}`);
  return Object.fromEntries(names.filter((other) => other !== name).map((other) => [other, '0']));
}
