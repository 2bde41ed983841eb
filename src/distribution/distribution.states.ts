/** A `what_if` run is calculated like any other, by rules that need not be published, and can never be posted. */
export type DistributionKind = 'normal' | 'what_if';

/**
 * open → calculated → approved → posted; with a reason, calculated → open and approved → calculated (domain, States). The
 * database refuses every other step.
 */
export type DistributionState = 'open' | 'calculated' | 'approved' | 'posted';
