/** The roles of docs/domain.md, and nobody else. */
export const ROLES = ['RO', 'LO', 'DO', 'FO', 'PO', 'AP', 'SV', 'L', 'H'] as const;
export type Role = (typeof ROLES)[number];

/** The society's own people: they see all of its rows. */
export const OFFICERS = ['RO', 'LO', 'DO', 'FO', 'PO', 'AP', 'SV'] as const satisfies readonly Role[];

/** What an account may do and whose rows it sees, as its row says. */
export interface Standing {
  roles: readonly Role[];
  /** The licensee whose rows role L is confined to. */
  licenseeId: number | null;
  /** The party whose rows role H is confined to. */
  partyId: number | null;
}
