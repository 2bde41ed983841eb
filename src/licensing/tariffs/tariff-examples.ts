/** A true example of each kind of formula: the published tariffs of CFCA, and two more. docs/licensing.md has them too. */
const WORLD = { territories: '*', resolutionNumber: '2019-7', resolutionOn: '2019-11-02' };

export const TARIFF_EXAMPLES = {
  unit_rate: {
    summary: 'Internet cafés pay for each day computers × price of an hour × 7.5 % (CFCA)',
    value: {
      ...{ tariff: 'rental', right: 'public_screening', useTypes: ['public_screening'], currency: 'CNY', ...WORLD },
      formula: {
        kind: 'unit_rate',
        inputs: [
          { name: 'computers', label: 'computers', kind: 'whole' },
          { name: 'hourly_price', label: 'price of an hour, in yuan', kind: 'decimal' },
          { name: 'days', label: 'days of business', kind: 'whole' },
        ],
        factors: ['computers', 'hourly_price', 'days'],
        rate: '0.075',
      },
    },
  },
  revenue_share: {
    summary: 'A platform pays 3.5 % of its revenue, and at least 0.10 a subscriber-month',
    value: {
      ...{ tariff: 'rental', right: 'making_available', useTypes: ['svod'], currency: 'EUR', ...WORLD },
      formula: {
        kind: 'revenue_share',
        inputs: [
          { name: 'revenue', label: 'revenue of the service, in euros', kind: 'decimal' },
          { name: 'subscriber_months', label: 'subscribers, summed over months', kind: 'whole' },
        ],
        revenue: 'revenue',
        percent: '3.5',
        minimum: { amount: '0.1', per: ['subscriber_months'] },
      },
    },
  },
  flat_period: {
    summary: 'Coaches pay 365 to 500 yuan a vehicle-year; the amount agreed is an input (CFCA)',
    value: {
      ...{ tariff: 'rental', right: 'public_screening', useTypes: ['public_screening'], currency: 'CNY', ...WORLD },
      formula: {
        kind: 'flat_period',
        inputs: [
          { name: 'coaches', label: 'vehicles', kind: 'whole' },
          { name: 'years', label: 'years', kind: 'decimal' },
          { name: 'yearly_amount', label: 'yuan a vehicle-year, as agreed', kind: 'decimal' },
        ],
        units: 'coaches',
        periods: 'years',
        amount: { least: '365', most: '500', chosen: 'yearly_amount' },
      },
    },
  },
  class_table: {
    summary: 'Networks pay clicks × price of the film’s class × 35 % (CFCA)',
    value: {
      ...{ tariff: 'rental', right: 'making_available', useTypes: ['tvod', 'avod'], currency: 'CNY', ...WORLD },
      formula: {
        kind: 'class_table',
        inputs: [],
        counted: { name: 'clicks', label: 'clicks on films', kind: 'whole' },
        classes: [
          { name: 'a', label: 'class A', price: '2.5' },
          { name: 'b', label: 'class B', price: '1' },
          { name: 'c', label: 'class C', price: '0.5' },
        ],
        factors: [],
        percent: '35',
        reductions: [],
      },
    },
  },
  step_discount: {
    summary: 'Hotels by rooms: 100 at 12 euros a year, the next 900 at 9, those above at 6',
    value: {
      ...{ tariff: 'rental', right: 'public_screening', useTypes: ['public_screening'], currency: 'EUR', ...WORLD },
      formula: {
        kind: 'step_discount',
        inputs: [
          { name: 'rooms', label: 'rooms', kind: 'whole' },
          { name: 'years', label: 'years', kind: 'decimal' },
        ],
        quantity: 'rooms',
        factors: ['years'],
        steps: [
          { above: '0', rate: '12' },
          { above: '100', rate: '9' },
          { above: '1000', rate: '6' },
        ],
      },
    },
  },
} as const;
