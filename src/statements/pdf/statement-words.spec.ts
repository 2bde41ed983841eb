import {
  counted,
  dayInWords,
  grouped,
  kindName,
  money,
  payableAndRest,
  periodInWords,
  shortened,
  useInWords,
} from './statement-words.js';

describe('the words and figures of a statement', () => {
  it('separates thousands before the point only', () => {
    expect(['0', '999', '1000', '1234567.8901234', '123456'].map(grouped)).toEqual([
      '0',
      '999',
      '1,000',
      '1,234,567.8901234',
      '123,456',
    ]);
  });

  it('writes money with the decimals of its currency and a real minus sign', () => {
    expect(money(123_456_789n, 'EUR')).toBe('1,234,567.89');
    expect(money(123_456_789n, 'JPY')).toBe('123,456,789');
    expect(money(1_234_567n, 'KWD')).toBe('1,234.567');
    expect(money(-5n, 'EUR')).toBe('−0.05');
    expect(() => money(1n, 'ZZZ')).toThrow(RangeError);
  });

  it('cuts an exact amount where the currency ends', () => {
    expect(payableAndRest('1234.5678901234', 'EUR')).toEqual(['1,234.56', '78901234']);
    expect(payableAndRest('1234.5678901234', 'JPY')).toEqual(['1,234', '.5678901234']);
    expect(payableAndRest('1234', 'JPY')).toEqual(['1,234', '']);
  });

  it('shows by an ellipsis that decimals of points are left out', () => {
    expect(shortened('1234.123456')).toBe('1,234.123456');
    expect(shortened('1234.1234567')).toBe('1,234.123456…');
  });

  it('names days and periods', () => {
    expect(dayInWords('2025-03-01')).toBe('1 March 2025');
    expect(periodInWords('2025-01-01', '2025-03-31')).toBe('1 January to 31 March 2025');
    expect(periodInWords('2024-12-01', '2025-01-31')).toBe('1 December 2024 to 31 January 2025');
    expect(periodInWords('2025-01-01', '2025-01-01')).toBe('1 January 2025');
  });

  it('names uses, rights and deductions in words', () => {
    expect(useInWords('svod', 'making_available')).toBe('SVOD · making available');
    expect(useInWords('short_video', 'clip_use')).toBe('Short video · clip use');
    expect(useInWords('cable_retransmission', 'retransmission')).toBe('Cable retransmission');
    expect(kindName('social_cultural')).toBe('Social and cultural fund');
    expect([counted(1, 'pool'), counted(1234, 'pool'), counted(2, 'currency', 'currencies')]).toEqual([
      '1 pool',
      '1,234 pools',
      '2 currencies',
    ]);
  });
});
