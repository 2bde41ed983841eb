/** An inclusive range of calendar days (YYYY-MM-DD); an absent end is unbounded. */
export type Period = { from: string | undefined; to: string | undefined };

const FORM = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const DAYS_BEFORE_MONTH = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;
const DAYS_IN_MONTH = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * Whether the text is a real day of the years 0001 to 9999 as YYYY-MM-DD, in the proleptic Gregorian calendar that
 * PostgreSQL's date uses. Such texts sort as their days do, so they may be compared as strings.
 */
export function isCalendarDay(text: string): boolean {
  if (!FORM.test(text)) return false;
  const year = yearOf(text);
  const month = monthOf(text);
  const day = dayOf(text);
  if (year === 0 || month < 1 || month > 12 || day < 1) return false;
  return day <= DAYS_IN_MONTH[month]! + (month === 2 && isLeapYear(year) ? 1 : 0);
}

/**
 * Days since 0001-01-01, which is day 0.
 * @throws RangeError if the text is not a calendar day.
 */
export function dayNumber(text: string): number {
  if (!isCalendarDay(text)) throw new RangeError(`"${text}" is not a calendar day in the form YYYY-MM-DD.`);
  const year = yearOf(text);
  const month = monthOf(text);
  const past = year - 1;
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  const leapDay = month > 2 && isLeapYear(year) ? 1 : 0;
  return past * 365 + leapDays + DAYS_BEFORE_MONTH[month]! + leapDay + dayOf(text) - 1;
}

/**
 * The day that many days later.
 * @throws RangeError if the text is not a calendar day, or the result lies beyond the year 9999.
 */
export function addDays(text: string, days: number): string {
  dayNumber(text);
  const date = new Date(`${text}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  const later = date.toISOString().slice(0, 10);
  if (!isCalendarDay(later)) throw new RangeError(`${days} days from ${text} is no day of the years 0001 to 9999.`);
  return later;
}

/** Whether the period holds the day; both ends belong to it. */
export function holds(period: Period, day: string): boolean {
  return (period.from === undefined || period.from <= day) && (period.to === undefined || day <= period.to);
}

/** Whether two periods, neither of them ending before it starts, share a day. */
export function overlaps(a: Period, b: Period): boolean {
  const aStartsInTime = a.from === undefined || b.to === undefined || a.from <= b.to;
  const bStartsInTime = b.from === undefined || a.to === undefined || b.from <= a.to;
  return aStartsInTime && bStartsInTime;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function yearOf(text: string): number {
  return Number(text.slice(0, 4));
}

function monthOf(text: string): number {
  return Number(text.slice(5, 7));
}

function dayOf(text: string): number {
  return Number(text.slice(8, 10));
}
