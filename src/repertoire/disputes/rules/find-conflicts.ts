import { addDays } from '../../../kernel/calendar-day.js';
import { exceedsHundred, sumOfPercents } from '../../../kernel/share.js';
import { covers, type TerritorySet } from '../../../kernel/territory.js';

/** A current claim of one right in one work. */
export interface ClaimTerms {
  claim: string;
  /** Percent. */
  share: string;
  territories: TerritorySet;
  /** Both days belong to it; null is unbounded. */
  from: string | null;
  to: string | null;
}

/** Where and when the same claims exceed 100 % together. */
export interface Overlap {
  claims: string[];
  territories: TerritorySet;
  from: string | null;
  to: string | null;
  /** The sum, in percent. */
  share: string;
}

/** Claims that stand in each other's way, directly or through others, and where. */
export interface Conflict {
  claims: string[];
  overlaps: Overlap[];
}

interface Stretch {
  claims: ClaimTerms[];
  from: string | null;
  to: string | null;
}

/** Stands for every place that no claim names. */
const ELSEWHERE = '';

/** The conflicts among claims of one right in one work [I1]: shares above 100 % in a territory on a day. */
export function findConflicts(claims: readonly ClaimTerms[]): Conflict[] {
  const places = [...new Set(claims.flatMap(({ territories }) => territories.codes)), ELSEWHERE];
  const byStretch = new Map<string, { stretch: Stretch; places: string[] }>();
  for (const place of places) {
    const here = claims.filter(({ territories }) => covers(territories, place));
    for (const stretch of stretchesAbove(here)) {
      const key = JSON.stringify([stretch.from, stretch.to, stretch.claims.map(({ claim }) => claim)]);
      const known = byStretch.get(key);
      if (known === undefined) byStretch.set(key, { stretch, places: [place] });
      else known.places.push(place);
    }
  }
  const overlaps = [...byStretch.values()].map(({ stretch, places: where }): Overlap => {
    const { claims: these, from, to } = stretch;
    const share = sumOfPercents(these.map(({ share }) => share));
    return { claims: these.map(({ claim }) => claim), territories: territoriesOf(where, places), from, to, share };
  });
  return connected(overlaps);
}

/** The days on which claims of one place exceed 100 %, as stretches with the same claims. */
function stretchesAbove(claims: readonly ClaimTerms[]): Stretch[] {
  if (!exceedsHundred(claims.map(({ share }) => share))) return [];
  const starts = startsOf(claims);
  const stretches: Stretch[] = [];
  for (const [index, from] of starts.entries()) {
    const next = starts[index + 1];
    const to = typeof next === 'string' ? addDays(next, -1) : null;
    const these = claims.filter((claim) => isInForce(claim, from));
    if (!exceedsHundred(these.map(({ share }) => share))) continue;
    const last = stretches.at(-1);
    const goesOn = last !== undefined && last.to !== null && from !== null && addDays(last.to, 1) === from;
    if (goesOn && sameClaims(last.claims, these)) last.to = to;
    else stretches.push({ claims: these, from, to });
  }
  return stretches;
}

/** In order, the first days of the stretches between which nothing changes; null comes before all days. */
function startsOf(claims: readonly ClaimTerms[]): (string | null)[] {
  const days = claims.flatMap(({ from, to }) => [from, to === null || to === LAST_DAY ? null : addDays(to, 1)]);
  return [null, ...[...new Set(days.filter((day) => day !== null))].sort()];
}

/** After it there is no day that could be written. */
const LAST_DAY = '9999-12-31';

function isInForce({ from, to }: ClaimTerms, day: string | null): boolean {
  if (day === null) return from === null;
  return (from === null || from <= day) && (to === null || day <= to);
}

function sameClaims(a: readonly ClaimTerms[], b: readonly ClaimTerms[]): boolean {
  return a.length === b.length && a.every((claim, index) => claim === b[index]);
}

function territoriesOf(where: readonly string[], places: readonly string[]): TerritorySet {
  const except = where.includes(ELSEWHERE);
  const codes = except ? places.filter((place) => !where.includes(place)) : [...where];
  return { except, codes: codes.sort() };
}

function connected(overlaps: readonly Overlap[]): Conflict[] {
  let conflicts: Conflict[] = [];
  for (const overlap of overlaps) {
    const joined = conflicts.filter(({ claims }) => claims.some((claim) => overlap.claims.includes(claim)));
    const all = [...joined, { claims: overlap.claims, overlaps: [overlap] }];
    const conflict = {
      claims: [...new Set(all.flatMap(({ claims }) => claims))].sort(),
      overlaps: all.flatMap((part) => part.overlaps),
    };
    conflicts = [...conflicts.filter((other) => !joined.includes(other)), conflict];
  }
  return conflicts;
}
