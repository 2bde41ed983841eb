/** Who acts where nobody does. */
export const SYSTEM = 'system';

/** In percent of a report's lines. Up to this many may be rejected without a person having to look (domain, States). */
export const REJECTION_LIMIT = 5;

export function tooManyRejected(accepted: number, rejected: number): boolean {
  return rejected * 100 > REJECTION_LIMIT * (accepted + rejected);
}
