/** What the calendar has done. */
export class CalendarView {
  /** Ids of the mandates that ended. @example ["m01"] */
  mandatesEnded!: string[];
  /** Ids of those that are over and wait until a licensing officer marks their tail. @example [] */
  mandatesWithoutTail!: string[];
  /** Ids of the disputes that expired. @example ["17"] */
  disputesExpired!: string[];
}
