/** Seconds from an attempt that failed to the next: those that Standard Webhooks proposes, a little over three days in all. */
const WAITS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;

/** How often a delivery is tried before it is dead. */
export const MOST_ATTEMPTS = WAITS.length + 1;

/** Days without a success after which nothing more is sent to an endpoint. */
export const FAILING_DAYS = 5;

/**
 * When to try again.
 * @param attempts how many there were
 * @returns nothing when that was the last
 */
export function nextAttempt(attempts: number, now: Date): Date | undefined {
  const wait = WAITS[attempts - 1];
  return wait === undefined ? undefined : new Date(now.getTime() + wait * 1_000);
}

/** Whether an endpoint has failed for too long to go on. */
export function hasFailedTooLong(failingSince: Date | null, now: Date): boolean {
  return failingSince !== null && now.getTime() - failingSince.getTime() >= FAILING_DAYS * 86_400_000;
}
