import { compareCodePoints } from '../../kernel/ids.js';

/** A claim that is in force today where money is held. Shares are in millionths of a percent. */
export interface ClaimInForce {
  claimId: number;
  /** Its id, which stays when the claim is changed. */
  code: string;
  party: number;
  share: bigint;
  disputed: boolean;
}

/** What was given already of the same usage. */
export interface SharePaid {
  code: string;
  party: number;
  share: bigint;
}

export interface SharedOut {
  /** To claims, in the order of their ids. */
  given: { claimId: number; share: bigint }[];
  disputed: bigint;
  unclaimed: bigint;
}

const HUNDRED = 100_000_000n;

/**
 * Gives the held share of some usage to whoever is entitled to it today (domain, After posting). What a party was paid is
 * not pulled back: it counts towards what the party has to get. Where today's claims ask for more than is left, each gets
 * its part of it, cut to six decimals of a percent, and the first by id what the cutting leaves. As in contract ¶5,
 * claims above 100 % in all are disputed as a whole, a disputed claim's part stays held, and so does what nobody claims.
 * @param held more than 0; with everything paid at most 100 %
 */
export function shareOutHeld(held: bigint, claims: readonly ClaimInForce[], paid: readonly SharePaid[]): SharedOut {
  if (sum(claims.map(({ share }) => share)) > HUNDRED) return { given: [], disputed: held, unclaimed: 0n };
  const due = duesOf(claims, paid);
  const parts = within(
    held,
    due.map(({ share }) => share),
  );
  const rows = due.map(({ claim }, index) => ({ claim, share: parts[index]! })).filter(({ share }) => share > 0n);
  const disputed = sum(rows.filter(({ claim }) => claim.disputed).map(({ share }) => share));
  return {
    given: rows.filter(({ claim }) => !claim.disputed).map(({ claim: { claimId }, share }) => ({ claimId, share })),
    disputed,
    unclaimed: held - sum(parts),
  };
}

/** What each claim still has to get, so that no claim and no party gets more than its share. */
function duesOf(claims: readonly ClaimInForce[], paid: readonly SharePaid[]): { claim: ClaimInForce; share: bigint }[] {
  const open = new Map<number, bigint>();
  for (const { party, share } of claims) open.set(party, (open.get(party) ?? 0n) + share);
  for (const { party, share } of paid) open.set(party, (open.get(party) ?? 0n) - share);
  return [...claims]
    .sort((a, b) => compareCodePoints(a.code, b.code))
    .map((claim) => {
      const own = sum(
        paid.filter(({ code, party }) => code === claim.code && party === claim.party).map((p) => p.share),
      );
      const share = atLeastNothing(least(claim.share - own, open.get(claim.party)!));
      open.set(claim.party, open.get(claim.party)! - share);
      return { claim, share };
    });
}

/** The parts themselves if they fit, else in their proportion. */
function within(held: bigint, parts: readonly bigint[]): bigint[] {
  const all = sum(parts);
  if (all <= held) return [...parts];
  const cut = parts.map((part) => (held * part) / all);
  const first = parts.findIndex((part) => part > 0n);
  cut[first]! += held - sum(cut);
  return cut;
}

const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
const least = (a: bigint, b: bigint) => (a < b ? a : b);
const atLeastNothing = (value: bigint) => (value > 0n ? value : 0n);
