import fc from 'fast-check';
import { addDays, dayNumber, holds, isCalendarDay, overlaps, type Period } from './calendar-day.js';

// JavaScript's Date is proleptic Gregorian too, and serves here as the independent judge.
const DAY_MS = 86_400_000;
const FIRST = new Date(0).setUTCFullYear(1, 0, 1);
const dayAt = (number: number): string => new Date(FIRST + number * DAY_MS).toISOString().slice(0, 10);
const LAST_NUMBER = 3_652_058;

describe('a day that many days later', () => {
  it('is numbered so many higher', () => {
    fc.assert(
      fc.property(fc.nat(LAST_NUMBER), fc.nat(LAST_NUMBER), (number, other) => {
        expect(addDays(dayAt(number), other - number)).toBe(dayAt(other));
      }),
    );
  });

  it('is refused beyond the calendar', () => {
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addDays('0001-01-01', -1)).toThrow(RangeError);
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
  });
});

describe('a calendar day', () => {
  it.each(['0001-01-01', '1900-02-28', '2000-02-29', '2024-02-29', '2026-12-31', '9999-12-31'])('is %s', (text) => {
    expect(isCalendarDay(text)).toBe(true);
  });

  it.each(
    '0000-01-01 1900-02-29 2023-02-29 2026-02-30 2026-04-31 2026-13-01 2026-00-10 2026-01-00 2026-1-1 20260101'
      .split(' ')
      .concat(
        '10000-01-01',
        '-0001-01-01',
        '2026/01/01',
        '2026-01-01T00:00',
        ' 2026-01-01',
        '٢٠٢٦-٠١-٠١',
        '',
        '2026-01-01\n',
      ),
  )('is not %j', (text) => {
    expect(isCalendarDay(text)).toBe(false);
    expect(() => dayNumber(text)).toThrow(RangeError);
  });

  it('is numbered from 0001-01-01 without gap', () => {
    expect(dayNumber('0001-01-01')).toBe(0);
    expect(dayNumber('9999-12-31')).toBe(LAST_NUMBER);
    fc.assert(
      fc.property(fc.nat(LAST_NUMBER), (number) => {
        expect(dayNumber(dayAt(number))).toBe(number);
      }),
    );
  });

  it('exists exactly when the calendar has it', () => {
    const digits = fc.tuple(fc.nat(9999), fc.nat(13), fc.nat(32));
    fc.assert(
      fc.property(digits, ([year, month, day]) => {
        const pad = (value: number, length: number): string => String(value).padStart(length, '0');
        const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
        const judge = new Date(0);
        judge.setUTCFullYear(year, month - 1, day);
        expect(isCalendarDay(text)).toBe(year > 0 && judge.toISOString().slice(0, 10) === text);
      }),
    );
  });
});

describe('a period', () => {
  const january: Period = { from: '2026-01-01', to: '2026-01-31' };

  it('holds both its ends, and every day on the side where it is unbounded', () => {
    expect(['2025-12-31', '2026-01-01', '2026-01-31', '2026-02-01'].map((day) => holds(january, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(holds({ from: undefined, to: '2026-01-31' }, '0001-01-01')).toBe(true);
    expect(holds({ from: '2026-01-01', to: undefined }, '9999-12-31')).toBe(true);
  });

  it('overlaps another when they share so much as a day', () => {
    expect(overlaps(january, { from: '2026-01-31', to: '2026-02-28' })).toBe(true);
    expect(overlaps(january, { from: '2026-02-01', to: '2026-02-28' })).toBe(false);
    expect(overlaps(january, { from: undefined, to: undefined })).toBe(true);
  });

  it('overlaps another exactly when some day lies in both, and the other way round', () => {
    const end = fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined });
    const period = fc
      .tuple(end, end)
      .filter(([from, to]) => from === undefined || to === undefined || from <= to)
      .map(([from, to]): Period => ({
        from: from === undefined ? undefined : dayAt(from),
        to: to === undefined ? undefined : dayAt(to),
      }));
    const days = Array.from({ length: 13 }, (_, number) => dayAt(number));
    fc.assert(
      fc.property(period, period, (a, b) => {
        expect(overlaps(a, b)).toBe(days.some((day) => holds(a, day) && holds(b, day)));
        expect(overlaps(b, a)).toBe(overlaps(a, b));
      }),
    );
  });
});
