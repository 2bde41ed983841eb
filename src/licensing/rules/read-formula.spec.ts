import { readFormula } from './read-formula.js';

const seats = { name: 'seats', label: 'seats', kind: 'whole' };
const months = { name: 'months', label: 'months', kind: 'whole' };

function faultsOf(json: unknown): readonly string[] {
  const outcome = readFormula(json);
  return 'faults' in outcome ? outcome.faults : [];
}

describe('A formula is refused', () => {
  it.each([
    ['of no kind', { kind: 'guess' }, /^kind: "guess" is none of unit_rate/],
    ['that is no object', [], /^formula: an object is missing/],
    ['with a rate that is a binary number', unitRate({ rate: 0.075 }), /^rate: "0.075" is no plain decimal in quotes/],
    ['with a negative rate', unitRate({ rate: '-1' }), /^rate: "-1" is no plain decimal/],
    ['with a rate of seven decimals', unitRate({ rate: '0.0000001' }), /^rate: /],
    ['with an exponent', unitRate({ rate: '1e3' }), /^rate: /],
    ['without a factor', unitRate({ factors: [] }), /^factors: there is at least one/],
    [
      'with a factor that is no input',
      unitRate({ factors: ['seats', 'days'] }),
      /^factors\[1\]: "days" is none of the/,
    ],
    ['with four factors', unitRate({ factors: ['seats', 'seats', 'seats', 'seats'] }), /^factors: there are at most 3/],
    ['with an input that nothing uses', unitRate({ inputs: [seats, months] }), /^inputs: nothing uses months/],
    ['with an input twice', unitRate({ inputs: [seats, seats] }), /^inputs: seats stands there twice/],
    [
      'with an input of no kind',
      unitRate({ inputs: [{ ...seats, kind: 'many' }] }),
      /^inputs\[0\].kind: it is whole or/,
    ],
    [
      'with an input of no name',
      unitRate({ inputs: [{ ...seats, name: 'No Name' }] }),
      /^inputs\[0\].name: a name has/,
    ],
    ['with an input of no label', unitRate({ inputs: [{ ...seats, label: ' ' }] }), /^inputs\[0\].label: a text/],
    ['with a percentage above 100', share({ percent: '100.1' }), /^percent: "100.1" is no percentage/],
    ['without its minimum', share({ minimum: undefined }), /^minimum: an object is missing/],
    [
      'with a range that nobody chooses from',
      flat({ least: '1', most: '2' }),
      /^amount.chosen: a range needs the input/,
    ],
    ['with a range upside down', flat({ least: '2', most: '1' }), /^amount: 2 is more than 1/],
    ['with a table of no class', classes([]), /^classes: a table has at least one class/],
    ['with a class twice', classes([row('a'), row('a')]), /^classes: a stands there twice/],
    ['with steps that leave out the first units', steps(['1', '5']), /^steps: the first one begins above 0/],
    ['with steps out of order', steps(['0', '5'], ['0', '4']), /^steps\[1\].above: bounds rise/],
    ['with a rate that rises', steps(['0', '5'], ['10', '6']), /^steps\[1\].rate: rates fall/],
  ])('%s', (_title, json, expected) => {
    expect(faultsOf(json)[0]).toMatch(expected);
  });

  it('with every fault at once', () => {
    expect(faultsOf(unitRate({ rate: 'free', factors: ['days'] }))).toHaveLength(3);
  });
});

it('A formula is stored without what it does not know, its figures in their shortest form', () => {
  expect(readFormula({ ...unitRate({ rate: '007.50' }), colour: 'red' })).toEqual({
    formula: { kind: 'unit_rate', inputs: [seats], factors: ['seats'], rate: '7.5' },
  });
});

function unitRate(changes: object): object {
  return { kind: 'unit_rate', inputs: [seats], factors: ['seats'], rate: '1', ...changes };
}

function share(changes: object): object {
  const minimum = { amount: '1', per: [] };
  return { kind: 'revenue_share', inputs: [seats], revenue: 'seats', percent: '5', minimum, ...changes };
}

function flat(amount: object): object {
  return { kind: 'flat_period', inputs: [seats, months], units: 'seats', periods: 'months', amount };
}

function row(name: string): object {
  return { name, label: name, price: '1' };
}

function classes(rows: readonly object[]): object {
  return { kind: 'class_table', inputs: [], counted: seats, classes: rows };
}

function steps(...bounds: readonly (readonly [string, string])[]): object {
  const rows = bounds.map(([above, rate]) => ({ above, rate }));
  return { kind: 'step_discount', inputs: [seats], quantity: 'seats', factors: [], steps: rows };
}
