import { tooManyRejected } from './acceptance.js';

describe('A report waits for a person', () => {
  it.each([
    [95, 5, false],
    [94, 5, true],
    [0, 1, true],
    [0, 0, false],
    [1_000_000, 0, false],
  ])('of %i accepted and %i rejected lines: %s', (accepted, rejected, waits) => {
    expect(tooManyRejected(accepted, rejected)).toBe(waits);
  });
});
