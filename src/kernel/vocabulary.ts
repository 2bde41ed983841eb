// The closed lists of the contract, spelt as its files spell them.

export const RIGHTS = [
  'making_available',
  'clip_use',
  'broadcasting',
  'retransmission',
  'public_screening',
  'educational_use',
  'rental',
  'private_copying',
] as const;
/** One economic right in a work. */
export type Right = (typeof RIGHTS)[number];

export const USE_TYPES = [
  'svod',
  'avod',
  'tvod',
  'fast',
  'short_video',
  'broadcast',
  'cable_retransmission',
  'public_screening',
  'education',
  'rental',
  'private_copy',
] as const;
/** How a licensee uses works. */
export type UseType = (typeof USE_TYPES)[number];

const RIGHT_OF: Readonly<Record<UseType, Right>> = {
  svod: 'making_available',
  avod: 'making_available',
  tvod: 'making_available',
  fast: 'making_available',
  short_video: 'clip_use',
  broadcast: 'broadcasting',
  cable_retransmission: 'retransmission',
  public_screening: 'public_screening',
  education: 'educational_use',
  rental: 'rental',
  private_copy: 'private_copying',
};

/** The one right that a use type exercises (contract, table "use type | right"). */
export function rightOf(useType: UseType): Right {
  return RIGHT_OF[useType];
}

export const METRICS = ['views', 'seconds', 'revenue'] as const;
/** What a licence counts; also the name of the usage column that carries it. */
export type Metric = (typeof METRICS)[number];

export const WORK_TYPES = ['feature', 'short', 'documentary', 'series', 'episode', 'animation', 'variety'] as const;
export type WorkType = (typeof WORK_TYPES)[number];

export const CLAIM_ROLES = [
  'producer',
  'director',
  'screenwriter',
  'composer',
  'performer',
  'distributor',
  'heir',
  'sister_society',
] as const;
export type ClaimRole = (typeof CLAIM_ROLES)[number];

export const CLAIM_STATUSES = ['asserted', 'disputed'] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

export const PARTY_KINDS = ['person', 'organisation'] as const;
export type PartyKind = (typeof PARTY_KINDS)[number];

export const DEDUCTION_KINDS = ['admin_fee', 'social_cultural', 'reserve', 'other'] as const;
export type DeductionKind = (typeof DEDUCTION_KINDS)[number];
