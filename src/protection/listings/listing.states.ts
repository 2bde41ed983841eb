export const LISTING_SOURCES = ['official', 'own'] as const;
/** Whose list: an authority's, or the society's own. */
export type ListingSource = (typeof LISTING_SOURCES)[number];

export const LISTING_STATES = ['proposed', 'submitted', 'listed', 'window', 'ended', 'delisted', 'declined'] as const;
export type ListingState = (typeof LISTING_STATES)[number];

/** A step from one state to another, who may take it, and on which list; the same state twice: its releases change. */
export interface ListingMove {
  from: ListingState | 'none';
  to: ListingState;
  by: readonly ('H' | 'PO' | 'SYS')[];
  on: readonly ListingSource[];
}

const BOTH = LISTING_SOURCES;

/** Every step that there is; the database refuses any other (listing_event_move_known). */
export const LISTING_MOVES: readonly ListingMove[] = [
  { from: 'none', to: 'proposed', by: ['H', 'PO'], on: BOTH },
  { from: 'proposed', to: 'proposed', by: ['PO'], on: BOTH },
  { from: 'proposed', to: 'declined', by: ['PO'], on: BOTH },
  { from: 'proposed', to: 'submitted', by: ['PO'], on: ['official'] },
  { from: 'submitted', to: 'submitted', by: ['PO'], on: ['official'] },
  { from: 'submitted', to: 'listed', by: ['PO'], on: ['official'] },
  { from: 'submitted', to: 'declined', by: ['PO'], on: ['official'] },
  // No authority is asked about the society's own list.
  { from: 'proposed', to: 'listed', by: ['PO'], on: ['own'] },
  { from: 'listed', to: 'listed', by: ['PO'], on: BOTH },
  { from: 'listed', to: 'window', by: ['SYS'], on: BOTH },
  { from: 'listed', to: 'ended', by: ['SYS'], on: BOTH },
  { from: 'window', to: 'window', by: ['PO'], on: BOTH },
  { from: 'window', to: 'ended', by: ['SYS'], on: BOTH },
  { from: 'listed', to: 'delisted', by: ['PO'], on: BOTH },
  { from: 'window', to: 'delisted', by: ['PO'], on: BOTH },
];

/** From which states a listing of that source gets there by somebody's own step. */
export function statesBefore(to: ListingState, source: ListingSource): ListingState[] {
  return LISTING_MOVES.flatMap((move) =>
    move.to === to && move.from !== to && move.from !== 'none' && move.on.includes(source) && !move.by.includes('SYS')
      ? [move.from]
      : [],
  );
}

/** The states in which its releases can be changed. */
export const RESCHEDULABLE = LISTING_MOVES.flatMap(({ from, to }) => (from === to ? [to] : []));

/** States in which a listing asks something of services. */
export const STANDING = ['listed', 'window'] as const satisfies readonly ListingState[];
