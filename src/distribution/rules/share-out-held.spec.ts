import fc from 'fast-check';
import { allocate } from './allocate.js';
import { type ClaimInForce, type SharePaid, shareOutHeld } from './share-out-held.js';

const percent = (value: number) => BigInt(Math.round(value * 1_000_000));
const HUNDRED = percent(100);

/** `a 60 of 1`: claim a of party 1, with 60 %; a `?` behind it is disputed. */
function claim(text: string, claimId = 0): ClaimInForce {
  const [code = '', share = '', , party = ''] = text.split(' ');
  return { claimId, code, share: percent(Number(share)), party: parseInt(party), disputed: party.endsWith('?') };
}

function shared(held: number, claims: string[], paid: string[] = []): [string[], number, number] {
  const all = claims.map(claim);
  const out = shareOutHeld(
    percent(held),
    all,
    paid.map((text): SharePaid => claim(text)),
  );
  const given = out.given.map(({ claimId, share }) => `${all[claimId]!.code} ${Number(share) / 1e6}`);
  return [given, Number(out.disputed) / 1e6, Number(out.unclaimed) / 1e6];
}

describe('sharing out what is held of some usage', () => {
  it.each<[string, Parameters<typeof shared>, ReturnType<typeof shared>]>([
    ['gives an unclaimed part to who claims it now', [40, ['a 60 of 1', 'b 40 of 2'], ['a 60 of 1']], [['b 40'], 0, 0]],
    ['leaves unclaimed what nobody claims', [40, ['a 60 of 1', 'b 10 of 2'], ['a 60 of 1']], [['b 10'], 0, 30]],
    [
      'gives a right that was in dispute to those who settled it',
      [100, ['a 60 of 1', 'b 40 of 2']],
      [['a 60', 'b 40'], 0, 0],
    ],
    ['holds everything where claims exceed 100 %', [40, ['a 70 of 1', 'b 40 of 2'], ['a 60 of 1']], [[], 40, 0]],
    ['holds what a disputed claim asks for', [40, ['a 60 of 1', 'b 30 of 2?'], ['a 60 of 1']], [[], 30, 10]],
    ['gives a claim that has grown the difference', [40, ['a 75 of 1'], ['a 60 of 1']], [['a 15'], 0, 25]],
    [
      'pulls nothing back from a claim that has shrunk',
      [40, ['a 10 of 1', 'b 90 of 2'], ['a 60 of 1']],
      [['b 40'], 0, 0],
    ],
    ['pays no party twice that claims under another id', [40, ['c 60 of 1'], ['a 60 of 1']], [[], 0, 40]],
    ['nor one that has divided its claim', [40, ['a 30 of 1', 'b 40 of 1'], ['a 60 of 1']], [['b 10'], 0, 30]],
    [
      'divides what is too little in proportion',
      [30, ['b 60 of 2', 'c 30 of 3'], ['a 70 of 1']],
      [['b 20', 'c 10'], 0, 0],
    ],
    [
      'cuts parts to six decimals and gives the rest to the first',
      [10, ['b 30 of 2', 'c 30 of 3', 'd 30 of 4'], ['a 90 of 1']],
      [['b 3.333334', 'c 3.333333', 'd 3.333333'], 0, 0],
    ],
    ['gives nothing to nobody', [100, []], [[], 0, 100]],
  ])('%s', (_title, args, expected) => {
    expect(shared(...args)).toEqual(expected);
  });

  /** Claims of at most 100 % in all, each of a party of its own, in the order of their ids. */
  const fitting = fc.array(fc.bigInt({ min: 1n, max: HUNDRED / 6n }), { minLength: 1, maxLength: 6 }).map((shares) =>
    shares.map((share, claimId): ClaimInForce => ({
      claimId,
      code: `${claimId}`,
      party: claimId,
      share,
      disputed: false,
    })),
  );
  const any = fc.array(
    fc.record({
      claimId: fc.nat(9),
      code: fc.constantFrom('a', 'b', 'c', 'd'),
      party: fc.nat(2),
      share: fc.bigInt({ min: 1n, max: HUNDRED }),
      disputed: fc.boolean(),
    }),
    { maxLength: 5 },
  );
  const before = fc.array(
    fc.record({
      code: fc.constantFrom('a', 'b', 'e'),
      party: fc.nat(2),
      share: fc.bigInt({ min: 1n, max: HUNDRED / 4n }),
    }),
    { maxLength: 3 },
  );
  const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);

  it('always shares out the whole of it, and no more', () => {
    fc.assert(
      fc.property(any, before, (claims, paid) => {
        const held = HUNDRED - sum(paid.map(({ share }) => share));
        const { given, disputed, unclaimed } = shareOutHeld(held, claims, paid);
        expect(sum(given.map(({ share }) => share)) + disputed + unclaimed).toBe(held);
        for (const share of [...given.map((one) => one.share), disputed, unclaimed]) expect(share >= 0n).toBe(true);
      }),
    );
  });

  it('never depends on the order in which claims and payments come', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(any.map((claims) => claims[0]!).filter(Boolean), { selector: ({ code }) => code }),
        before,
        (claims, paid) => {
          const held = HUNDRED - sum(paid.map(({ share }) => share));
          expect(shareOutHeld(held, [...claims].reverse(), [...paid].reverse())).toEqual(
            shareOutHeld(held, claims, paid),
          );
        },
      ),
    );
  });

  it('reaches the same in one release as in several, whichever claims are entered first', () => {
    fc.assert(
      fc.property(fitting, fc.array(fc.nat(5)), (claims, order) => {
        const paid: SharePaid[] = [];
        let held = HUNDRED;
        const entered = new Set<number>();
        for (const next of [...order.map((index) => index % claims.length), ...claims.keys()]) {
          entered.add(next);
          const now = claims.filter(({ claimId }) => entered.has(claimId));
          const { given, unclaimed } = shareOutHeld(held, now, paid);
          for (const { claimId, share } of given) {
            const { code, party } = claims[claimId]!;
            paid.push({ code, party, share });
          }
          if (unclaimed === 0n) return;
          held = unclaimed;
        }
        const once = shareOutHeld(HUNDRED, claims, []);
        for (const { claimId, share } of once.given) {
          expect(sum(paid.filter(({ code }) => code === `${claimId}`).map((one) => one.share))).toBe(share);
        }
        expect(held).toBe(once.unclaimed);
      }),
    );
  });
});

describe('releasing the money of a pool', () => {
  const whole = (units: bigint) => ({ units, scale: 0 });

  it('in several steps gives away the whole, and each part to within a unit a step and reason', () => {
    const points = fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), points, fc.nat(10), (net, all, cut) => {
        const total = all.reduce((sum, value) => sum + value, 0n);
        const steps: bigint[][] = [all.slice(0, (cut % (all.length - 1)) + 1), all.slice((cut % (all.length - 1)) + 1)];
        let [balance, left] = [net, total];
        const got: bigint[] = [];
        for (const decided of steps) {
          const rest = left - decided.reduce((sum, value) => sum + value, 0n);
          const amounts = allocate(balance, [...decided, ...(rest > 0n ? [rest] : [])].map(whole)).map(
            ({ amount }) => amount,
          );
          got.push(...amounts.slice(0, decided.length));
          balance -= amounts.slice(0, decided.length).reduce((sum, value) => sum + value, 0n);
          left = rest;
        }
        expect(balance).toBe(0n);
        got.forEach((amount, index) => {
          const error = amount * total - net * all[index]!;
          expect(error < 2n * total && error > -2n * total).toBe(true);
        });
      }),
    );
  });
});
