const EIDR = /^10\.5240\/[0-9A-F]{20}[0-9A-Z]$/i;
const ISAN = /^(?:(?:URN:)?ISAN:?)?([0-9A-F]{16})([0-9A-Z]?|[0-9A-F]{8}|[0-9A-Z]{9,10})$/i;
const IMDB = /^tt0*([0-9]{1,18})$/i;
const SEPARATORS = /[\p{White_Space}-]+/gu;
// The longest true form with every separator is under 60 characters; no more than this is worth reading.
const MOST_CHARACTERS = 300;

/**
 * The canonical EIDR of a work, e.g. `10.5240/6E64DC3CD6089065C314R`: from its `10.5240/` on (a resolver's address or
 * `doi:` before it is dropped), upper case, no spaces or hyphens (contract ¶3).
 * Undefined if it is malformed or its check character (ISO 7064 MOD 37,36 over the 20 digits) is wrong.
 */
export function canonicalEidr(text: string): string | undefined {
  const bare = withoutSeparators(text);
  const start = bare.indexOf('10.5240/');
  if (start < 0) return undefined;
  const eidr = bare.slice(start);
  if (!EIDR.test(eidr)) return undefined;
  const upper = eidr.toUpperCase();
  return hasCheck(upper, 8, 28, 28) ? upper : undefined;
}

/**
 * The 16 hexadecimal digits of an ISAN that name the work, in upper case (contract ¶3): root and episode. `ISAN` may
 * stand before them; a check character, a version of 8 digits and a second check character over all 24 may follow.
 * Undefined if it is malformed or a check character that is given is wrong; the version itself is ignored.
 */
export function canonicalIsan(text: string): string | undefined {
  const [, work, rest] = ISAN.exec(withoutSeparators(text)) ?? [];
  if (work === undefined || rest === undefined) return undefined;
  const digits = work.toUpperCase();
  return hasRightChecks(digits, rest.toUpperCase()) ? digits : undefined;
}

/**
 * The canonical IMDb id of a title: `tt` and its number without leading zeros, e.g. `tt133093` (contract ¶3).
 * Undefined if it is malformed or has more than 18 digits.
 */
export function canonicalImdb(text: string): string | undefined {
  const [, number] = IMDB.exec(withoutSeparators(text)) ?? [];
  return number === undefined ? undefined : `tt${number}`;
}

function withoutSeparators(text: string): string {
  return text.length > MOST_CHARACTERS ? '' : text.replace(SEPARATORS, '');
}

function hasRightChecks(work: string, rest: string): boolean {
  const all = work + rest;
  switch (rest.length) {
    case 0: // the work alone
    case 8: // with a version
      return true;
    case 1: // with a check character
      return hasCheck(all, 0, 16, 16);
    case 9: // with a version and one check character, before or after it: without separators either reading may be meant
      return (
        (isHex(rest.slice(1)) && hasCheck(all, 0, 16, 16)) || (isHex(rest.slice(0, 8)) && hasCheck(all, 0, 24, 24))
      );
    case 10: // with both
      return isHex(rest.slice(1, 9)) && hasCheck(all, 0, 16, 16) && hasCheck(work + rest.slice(1), 0, 24, 24);
    default:
      return false;
  }
}

function isHex(text: string): boolean {
  return /^[0-9A-F]+$/.test(text);
}

/** ISO 7064 MOD 37,36: whether the character at `at` is the check character of the text from `start` to `end`. */
function hasCheck(text: string, start: number, end: number, at: number): boolean {
  let product = 36;
  for (let i = start; i < end; i++) {
    const sum = (product + valueAt(text, i)) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return (product + valueAt(text, at)) % 36 === 1;
}

/** The value of `0`–`9`, `A`–`Z` as 0–35. */
function valueAt(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  return unit < 0x3a ? unit - 0x30 : unit - 0x37;
}
