/**
 * What a calculation is measured by before another person may approve it, and how much of each passes unless the rule
 * set says otherwise. Shares are percents of all that is allocated; differences are minor units; the rest are counts.
 */
export const GATE_LIMITS = {
  /** Held for works that nobody knows. */
  unidentified_share: '20',
  /** Held for works in dispute. */
  disputed_share: '10',
  /** Parties whose money differs from the last posted distribution by more than `change_percent`. */
  parties_changed: '0',
  /** Works, likewise. */
  works_changed: '0',
  /** Works in dispute that were not in the last posted distribution. */
  new_conflicts: '0',
  /** Between the collections and what is deducted and allocated of them. */
  difference_to_collections: '0',
} as const;

export type Gate = keyof typeof GATE_LIMITS;

/** By how much a party's or a work's money may differ before it counts as changed. */
export const CHANGE_PERCENT = { name: 'change_percent', most: '50' } as const;
