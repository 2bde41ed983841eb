import fc from 'fast-check';
import { addDays } from '../../../kernel/calendar-day.js';
import { covers } from '../../../kernel/territory.js';
import { type ClaimTerms, findConflicts } from './find-conflicts.js';
import { planDisputes } from './plan-disputes.js';

const WORLD = { except: true, codes: [] };
const claim = (id: string, share: string, more: Partial<ClaimTerms> = {}): ClaimTerms => ({
  ...{ claim: id, share, territories: WORLD, from: null, to: null },
  ...more,
});
const only = (...codes: string[]) => ({ except: false, codes });

const DAYS = Array.from({ length: 8 }, (_, n) => addDays('2026-01-01', n));
const PLACES = ['DE', 'FR', 'US', 'elsewhere'];
const day = fc.option(fc.constantFrom(...DAYS.slice(1, 7)), { nil: null });
const claims = fc
  .array(
    fc.record({
      share: fc.constantFrom('30', '33.333333', '50', '66.666667', '100'),
      territories: fc.record({ except: fc.boolean(), codes: fc.subarray(['DE', 'FR', 'US']) }),
      from: day,
      to: day,
    }),
    { maxLength: 6 },
  )
  .map((all) => all.map((terms, n) => ({ claim: `c${n}`, ...terms })));

const isOn = ({ from, to }: { from: string | null; to: string | null }, on: string) =>
  (from === null || from <= on) && (to === null || on <= to);

/** Sums in millionths of a percent. */
function sumAt(all: readonly ClaimTerms[], place: string, on: string): number {
  const here = all.filter((one) => covers(one.territories, place) && isOn(one, on));
  return here.reduce((sum, { share }) => sum + Math.round(Number(share) * 1e6), 0);
}

describe('Claims of a right are in conflict', () => {
  it('exactly where and when they exceed 100 %, by the sum that is told', () => {
    fc.assert(
      fc.property(claims, (all) => {
        const overlaps = findConflicts(all).flatMap((conflict) => conflict.overlaps);
        for (const place of PLACES) {
          for (const on of DAYS) {
            const there = overlaps.filter((one) => covers(one.territories, place) && isOn(one, on));
            const sum = sumAt(all, place, on);
            expect(there.map(({ share }) => Math.round(Number(share) * 1e6))).toEqual(sum > 100e6 ? [sum] : []);
          }
        }
      }),
    );
  });

  it('with those that they meet, directly or through others, and with nobody else', () => {
    const conflicts = findConflicts([
      claim('a', '80', { territories: only('FR') }),
      claim('b', '80', { territories: only('FR', 'DE') }),
      claim('c', '80', { territories: only('DE') }),
      claim('d', '80', { territories: only('US') }),
      claim('e', '80', { territories: only('US') }),
      claim('f', '80', { territories: only('CN') }),
    ]);
    expect(conflicts.map(({ claims: these }) => these)).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
  });

  it.each([
    [
      'the world without what is apart',
      [claim('a', '60', { territories: { except: true, codes: ['US'] } }), claim('b', '60')],
      '* -US',
    ],
    [
      'days that both hold',
      [claim('a', '60', { to: '2026-06-30' }), claim('b', '60', { from: '2026-06-30' })],
      '2026-06-30 2026-06-30',
    ],
    [
      'the last day there is',
      [claim('a', '60', { to: '9999-12-31' }), claim('b', '60', { from: '9999-12-31' })],
      '9999-12-31 null',
    ],
    [
      'nothing on days that touch',
      [claim('a', '100', { to: '2026-06-30' }), claim('b', '100', { from: '2026-07-01' })],
      undefined,
    ],
    ['nothing at 100 %', [claim('a', '33.333333'), claim('b', '66.666667')], undefined],
    [
      'nothing where one is never in force',
      [claim('a', '60', { from: '2026-02-01', to: '2026-01-01' }), claim('b', '60')],
      undefined,
    ],
  ])('over %s', (_what, all, told) => {
    const texts = findConflicts(all).flatMap(({ overlaps }) =>
      overlaps.map(({ territories, from, to }) =>
        told?.startsWith('*') ? ['*', ...territories.codes.map((code) => `-${code}`)].join(' ') : `${from} ${to}`,
      ),
    );
    expect(texts).toEqual(told === undefined ? [] : [told]);
  });
});

describe('A conflict', () => {
  it('is one open dispute’s, whatever disputes there are, and none that is about nothing stays open', () => {
    const disputes = fc.array(fc.subarray(['c0', 'c1', 'c2', 'c3', 'c4', 'c5'], { minLength: 1 }), { maxLength: 3 });
    fc.assert(
      fc.property(claims, disputes, (all, before) => {
        const conflicts = findConflicts(all);
        const open = before.map((these, n) => ({ disputeId: n, claims: these }));
        const { open: opened, goOn, settled } = planDisputes(conflicts, open);
        const after = [
          ...open
            .filter(({ disputeId }) => !settled.includes(disputeId))
            .map(({ disputeId, claims: these }) => [
              ...these,
              ...(goOn.find((one) => one.disputeId === disputeId)?.joining ?? []),
            ]),
          ...opened.map(({ claims: these }) => these),
        ];
        for (const { claims: these } of conflicts) {
          for (const one of these) expect(after.some((members) => members.includes(one))).toBe(true);
        }
        const inConflict = new Set(conflicts.flatMap((conflict) => conflict.claims));
        for (const members of after) expect(members.some((one) => inConflict.has(one))).toBe(true);
      }),
    );
  });
});
