export const MANDATE_KINDS = ['mandate', 'representation_agreement'] as const;
export type MandateKind = (typeof MANDATE_KINDS)[number];

export const MANDATE_STATES = ['draft', 'signed', 'active', 'notice_given', 'ended', 'discarded'] as const;
export type MandateState = (typeof MANDATE_STATES)[number];

/** From which states a mandate gets where; the database refuses every other step (mandate_event_move_known). */
export const MANDATE_FROM = {
  signed: ['draft'],
  discarded: ['draft', 'signed'],
  active: ['signed'],
  notice_given: ['active'],
  ended: ['active', 'notice_given'],
} as const satisfies Partial<Record<MandateState, readonly MandateState[]>>;
