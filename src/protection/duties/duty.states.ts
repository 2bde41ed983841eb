export const DUTY_STATES = ['assigned', 'acknowledged', 'done', 'overdue', 'lifted'] as const;
export type DutyState = (typeof DUTY_STATES)[number];

/** From which states a duty gets where by the platform’s word; the database refuses every other step (duty_event_move_known). */
export const DUTY_FROM = {
  acknowledged: ['assigned'],
  done: ['assigned', 'acknowledged', 'overdue'],
} as const satisfies Partial<Record<DutyState, readonly DutyState[]>>;
