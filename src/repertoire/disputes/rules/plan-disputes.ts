import type { Conflict, Overlap } from './find-conflicts.js';

/** An open dispute over shares of the same right in the same work. */
export interface OpenDispute {
  disputeId: number;
  claims: readonly string[];
}

/** What the conflicts of today mean for the disputes there are. */
export interface DisputePlan {
  /** Conflicts that no dispute is about. */
  open: Conflict[];
  /** Disputes that go on, with the claims that join them and all overlaps that they are about now. */
  goOn: { disputeId: number; joining: string[]; overlaps: Overlap[] }[];
  /** Disputes whose claims stand in nobody's way any more. */
  settled: number[];
}

/**
 * A claim that gets into an open dispute's conflict joins it, the oldest if there are several; nobody's conflict is
 * opened twice.
 * @param disputes the oldest first
 */
export function planDisputes(conflicts: readonly Conflict[], disputes: readonly OpenDispute[]): DisputePlan {
  const open: Conflict[] = [];
  const goOn = new Map<number, { joining: string[]; overlaps: Overlap[] }>();
  for (const conflict of conflicts) {
    const touched = disputes.filter(({ claims }) => claims.some((claim) => conflict.claims.includes(claim)));
    if (touched.length === 0) open.push(conflict);
    for (const [index, { disputeId, claims }] of touched.entries()) {
      const joining =
        index > 0 ? [] : conflict.claims.filter((claim) => !touched.some((d) => d.claims.includes(claim)));
      const now = [...claims, ...joining];
      const overlaps = conflict.overlaps.filter((overlap) => overlap.claims.some((claim) => now.includes(claim)));
      const before = goOn.get(disputeId) ?? { joining: [], overlaps: [] };
      goOn.set(disputeId, {
        joining: [...before.joining, ...joining],
        overlaps: [...before.overlaps, ...overlaps],
      });
    }
  }
  return {
    open,
    goOn: [...goOn].map(([disputeId, rest]) => ({ disputeId, ...rest })),
    settled: disputes.map(({ disputeId }) => disputeId).filter((disputeId) => !goOn.has(disputeId)),
  };
}
