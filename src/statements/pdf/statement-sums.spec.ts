import fc from 'fast-check';
import type { StatementLine, StatementPool } from './statement-document.js';
import { exactAmountOf, exactFixed, groupByWork, percentOfPool, sumExact, totalsByCurrency } from './statement-sums.js';

const pool = (changes: Partial<StatementPool>): StatementPool => ({
  collectionId: 'C1',
  licenceId: 'L1',
  licensee: 'Streamly',
  periodStart: '2025-01-01',
  periodEnd: '2025-03-31',
  currency: 'EUR',
  gross: 1000n,
  deductions: [],
  net: 1000n,
  poolPoints: '3',
  partyPoints: '1',
  partyAmount: 333n,
  roundingUnit: false,
  ...changes,
});

const line = (workId: string, exactAmount: string): StatementLine => ({
  collectionId: 'C1',
  workId,
  title: workId,
  right: 'rental',
  useType: 'rental',
  territory: 'FR',
  share: '1',
  claimId: 'K',
  points: '1',
  exactAmount,
  currency: 'EUR',
  quantity: '1',
  metric: 'views',
});

describe('the sums of a statement', () => {
  it('adds up the pools of each currency apart, each deduction under its own code', () => {
    const admin = { code: 'ADM', kind: 'admin_fee', percent: '10', amount: 100n };
    const totals = totalsByCurrency({
      pools: [
        pool({ deductions: [admin], net: 900n }),
        pool({ currency: 'JPY', gross: 7n, net: 7n, partyAmount: 2n }),
        pool({ deductions: [admin, { code: 'RES', kind: 'reserve', percent: '1', amount: 10n }], net: 890n }),
      ],
      held: [],
    });
    expect(
      totals.map(({ currency, pools, gross, net, partyAmount }) => [currency, pools, gross, net, partyAmount]),
    ).toEqual([
      ['EUR', 2, 2000n, 1790n, 666n],
      ['JPY', 1, 7n, 7n, 2n],
    ]);
    expect(totals[0]?.deductions.map(({ code, amount }) => [code, amount])).toEqual([
      ['ADM', 200n],
      ['RES', 10n],
    ]);
  });

  it('adds up what is held by reason, counts its rows and keeps a currency in which nothing was allocated', () => {
    const held = { collectionId: 'C9', title: 'A', points: '1', currency: 'USD' };
    const [total] = totalsByCurrency({
      pools: [],
      held: [
        { ...held, workId: 'W1', reason: 'unclaimed', exactAmount: '0.1' },
        { ...held, workId: 'W1', reason: 'unclaimed', exactAmount: '0.2000000001' },
        { ...held, workId: 'W2', reason: 'disputed', exactAmount: '5' },
      ],
    });
    expect(total).toMatchObject({ currency: 'USD', pools: 0, partyAmount: 0n });
    expect(total?.held).toEqual([
      { currency: 'USD', reason: 'disputed', exactAmount: '5.0000000000', rows: 1 },
      { currency: 'USD', reason: 'unclaimed', exactAmount: '0.3000000001', rows: 2 },
    ]);
  });

  it('computes the exact amount as net × own points ÷ points of the pool, half up to ten decimals', () => {
    expect(exactAmountOf(pool({}))).toBe('3.3333333333');
    expect(exactAmountOf(pool({ partyPoints: '2' }))).toBe('6.6666666667');
    expect(exactAmountOf(pool({ partyPoints: '0.5', poolPoints: '1.25' }))).toBe('4.0000000000');
    expect(exactAmountOf(pool({ currency: 'JPY', partyPoints: '2' }))).toBe('666.6666666667');
    expect(exactAmountOf(pool({ poolPoints: '0', partyPoints: '0' }))).toBeUndefined();
    expect(percentOfPool(pool({ partyPoints: '2' }))).toBe('66.6667');
  });

  it('never strays more than a unit from the allocation that largest remainder can give', () => {
    const points = fc.bigInt({ min: 0n, max: 10n ** 15n });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), points, points, (net, mine, others) => {
        fc.pre(mine + others > 0n);
        const exact = exactAmountOf(pool({ net, partyPoints: String(mine), poolPoints: String(mine + others) })) ?? '';
        const floor = (net * mine) / (mine + others);
        const units = BigInt(exact.replace('.', ''));
        expect(units >= floor * 10n ** 8n && units <= (floor + 1n) * 10n ** 8n).toBe(true);
      }),
    );
  });

  it('groups neighbouring lines of one work and sums them exactly', () => {
    const groups = groupByWork([line('A', '0.1'), line('A', '0.2'), line('B', '9007199254740993.0000000001')]);
    expect(groups.map(({ workId, exactAmount, lines }) => [workId, exactAmount, lines.length])).toEqual([
      ['A', '0.3000000000', 2],
      ['B', '9007199254740993.0000000001', 1],
    ]);
    expect(sumExact([])).toBe('0.0000000000');
    expect(exactFixed('12.5')).toBe('12.5000000000');
  });

  it('refuses an amount that it cannot read rather than print it', () => {
    expect(() => exactFixed('1e3')).toThrow('"1e3" is not a plain decimal');
    expect(() => exactFixed('0.12345678901')).toThrow(RangeError);
  });
});
