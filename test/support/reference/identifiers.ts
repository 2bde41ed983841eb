// Canonical forms of identifiers (contract ¶3); each function returns undefined for a malformed text.

/** `10.5240/` and the 20 digits and check character, without hyphens. */
export function canonicalEidr(text: string): string | undefined {
  const bare = squeeze(text);
  const start = bare.indexOf('10.5240/');
  if (start < 0) return undefined;
  const suffix = bare.slice(start + '10.5240/'.length);
  if (!/^[0-9A-F]{20}[0-9A-Z]$/.test(suffix) || !hasCheckCharacter(suffix)) return undefined;
  return '10.5240/' + suffix;
}

/** The 16 digits that name the work. */
export function canonicalIsan(text: string): string | undefined {
  const bare = squeeze(text).replace(/^(?:(?:URN:)?ISAN:?)?/, '');
  const work = bare.slice(0, 16);
  if (!/^[0-9A-F]{16}$/.test(work)) return undefined;
  return readings(work, bare.slice(16)).some((checked) => checked.every(hasCheckCharacter)) ? work : undefined;
}

/** The ways to read what follows the work's digits: for each, the texts that must end in a right check character. */
function readings(work: string, rest: string): string[][] {
  const ways: string[][] = [];
  if (/^$|^[0-9A-F]{8}$/.test(rest)) ways.push([]);
  if (/^[0-9A-Z]$/.test(rest)) ways.push([work + rest]);
  if (/^[0-9A-Z][0-9A-F]{8}$/.test(rest)) ways.push([work + rest[0]]);
  if (/^[0-9A-F]{8}[0-9A-Z]$/.test(rest)) ways.push([work + rest]);
  if (/^[0-9A-Z][0-9A-F]{8}[0-9A-Z]$/.test(rest)) ways.push([work + rest[0], work + rest.slice(1)]);
  return ways;
}

/** `tt` and the number without leading zeros. */
export function canonicalImdb(text: string): string | undefined {
  const digits = /^TT([0-9]+)$/.exec(squeeze(text))?.[1]?.replace(/^0+(?=[0-9])/, '');
  return digits === undefined || digits.length > 18 ? undefined : 'tt' + digits;
}

/** Upper case (of ASCII letters only: `ı` is no `I` here), without white space and hyphens. */
function squeeze(text: string): string {
  return text.replace(/[\p{White_Space}-]/gu, '').replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** ISO 7064 MOD 37,36: whether the last character checks the ones before it. */
function hasCheckCharacter(text: string): boolean {
  return checkCharacterOf(text.slice(0, -1)) === text.slice(-1);
}

/** The character that ISO 7064 MOD 37,36 wants behind such a text. */
export function checkCharacterOf(text: string): string {
  let product = 36;
  for (const character of text) {
    product = (product + parseInt(character, 36)) % 36;
    if (product === 0) product = 36;
    product = (product * 2) % 37;
  }
  return ((37 - product) % 36).toString(36).toUpperCase();
}
