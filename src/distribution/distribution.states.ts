/**
 * A `what_if` run is calculated like any other, by rules that need not be published, and can never be posted. A `reversal`
 * takes a posted distribution back: it has no results of its own. An `adjustment` releases what one holds.
 */
export const DISTRIBUTION_KINDS = ['normal', 'what_if', 'reversal', 'adjustment'] as const;
export type DistributionKind = (typeof DISTRIBUTION_KINDS)[number];

/**
 * open → calculated → approved → posted; with a reason, calculated → open and approved → calculated (domain, States). The
 * database refuses every other step.
 */
export const DISTRIBUTION_STATES = ['open', 'calculated', 'approved', 'posted'] as const;
export type DistributionState = (typeof DISTRIBUTION_STATES)[number];
