// Crockford's base 32: no I, L, O and U, so that nothing is read as something else.
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE = /^([0-9]{1,10})((?:-[0-9A-HJKMNP-TV-Z]{4}){8})$/;
const MOST_SOCIETY = 2 ** 31 - 1;

/** Bytes of chance in a code: 160 bits, beyond any guessing. */
export const CODE_BYTES = 20;

/**
 * Writes a verification code: the society's number, which is no secret and says where to look, and 32 characters of
 * chance in groups of four, such as `7-4X9T-…`.
 * @param chance CODE_BYTES bytes of a generator that nobody can foresee
 * @throws RangeError if there are more or fewer
 */
export function verificationCode(society: number, chance: Uint8Array): string {
  if (chance.length !== CODE_BYTES) throw new RangeError(`A code takes ${CODE_BYTES} bytes, not ${chance.length}.`);
  let bits = 0n;
  for (const byte of chance) bits = bits * 256n + BigInt(byte);
  const digits = Array.from(
    { length: (CODE_BYTES * 8) / 5 },
    (_, index) => DIGITS[Number((bits >> BigInt(155 - 5 * index)) & 31n)],
  );
  return [String(society), ...(digits.join('').match(/.{4}/g) ?? [])].join('-');
}

/**
 * Reads a code as somebody typed it from paper: spaces and letters' case don't matter, O is 0, I and L are 1.
 * @returns the society's number and the code as it was written, or undefined if it cannot be one
 */
export function readVerificationCode(text: string): { society: number; code: string } | undefined {
  if (text.length > 100) return undefined;
  const code = text.replace(/\s/g, '').toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  const society = Number(CODE.exec(code)?.[1] ?? '0');
  return society > 0 && society <= MOST_SOCIETY ? { society, code } : undefined;
}
