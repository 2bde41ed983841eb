import { FAILING_DAYS, hasFailedTooLong, MOST_ATTEMPTS, nextAttempt } from './next-attempt.js';

const now = new Date('2026-11-25T12:00:00Z');
const DAY = 86_400_000;

describe('A delivery that failed', () => {
  it('is tried again after ever longer waits, ten times in a little over three days', () => {
    const waits: number[] = [];
    for (let attempts = 1; ; attempts++) {
      const next = nextAttempt(attempts, now);
      if (next === undefined) break;
      waits.push(next.getTime() - now.getTime());
    }
    expect(waits).toHaveLength(MOST_ATTEMPTS - 1);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    const total = waits.reduce((sum, wait) => sum + wait, 0);
    expect(total).toBeGreaterThan(3 * DAY);
    expect(total).toBeLessThan(3.5 * DAY);
  });
});

describe('An endpoint', () => {
  it('that has failed for five days has failed too long, and before that not', () => {
    expect(hasFailedTooLong(null, now)).toBe(false);
    expect(hasFailedTooLong(new Date(now.getTime() - FAILING_DAYS * DAY + 1), now)).toBe(false);
    expect(hasFailedTooLong(new Date(now.getTime() - FAILING_DAYS * DAY), now)).toBe(true);
  });
});
