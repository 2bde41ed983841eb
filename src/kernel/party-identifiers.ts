const SEPARATORS = /[\p{White_Space}-]+/gu;

/**
 * Whether the text is an IPI name number: up to 11 digits, the last two a check. With leading zeros to 11 digits,
 * t = Σ digit[i] × (10 − i) over the first nine, modulo 101; the check is (101 − t) mod 100, or 0 where t is 0.
 */
export function isIpiNameNumber(text: string): boolean {
  if (!/^[0-9]{3,11}$/.test(text)) return false;
  const digits = text.padStart(11, '0');
  let total = 0;
  for (let i = 0; i < 9; i++) total += Number(digits[i]) * (10 - i);
  const rest = total % 101;
  return Number(digits.slice(9)) === (rest === 0 ? 0 : (101 - rest) % 100);
}

/** Whether the text is an ISNI: 16 characters, spaces and hyphens apart, the last a check of ISO 7064 MOD 11-2. */
export function isIsni(text: string): boolean {
  const isni = text.length > 100 ? '' : text.replace(SEPARATORS, '').toUpperCase();
  if (!/^[0-9]{15}[0-9X]$/.test(isni)) return false;
  let total = 0;
  for (let i = 0; i < 15; i++) total = ((total + Number(isni[i])) * 2) % 11;
  const check = (12 - total) % 11;
  return isni[15] === (check === 10 ? 'X' : String(check));
}
