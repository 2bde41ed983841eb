// Not the package root: that one loads the country names of some eighty languages for nothing.
import countries from 'i18n-iso-countries/index.js';

// ISO 3166-1 alpha-2 has 249 codes; the library adds XK (Kosovo, user-assigned), which the contract names too.
const CODES: ReadonlySet<string> = new Set([...Object.keys(countries.getAlpha2Codes()), 'XK']);

const REMEDIES: Readonly<Record<string, string>> = {
  UK: 'the United Kingdom is GB',
  EL: 'Greece is GR',
  EU: 'list the member states',
};

/**
 * The territories that an expression names: with `except`, the world without `codes`; else exactly `codes`.
 * Codes are sorted and each stands once. `{ except: false, codes: [] }` covers nothing.
 */
export type TerritorySet = { except: boolean; codes: string[] };

/** Whether the text is one territory: an ISO 3166-1 alpha-2 code or XK, in upper case. `UK` and `EU` are not. */
export function isTerritory(text: string): boolean {
  return CODES.has(text);
}

/**
 * Reads a territory expression: codes separated by spaces, `*` for the world, `-XX` to exclude; empty or only
 * exclusions starts from the world, and an exclusion wins (`FR DE -DE` is FR). A set that covers nothing is legal.
 * @returns the set, or in `fault` what is wrong with the first bad part and what to write instead.
 */
export function parseTerritories(text: string): { ok: TerritorySet } | { fault: string } {
  const included = new Set<string>();
  const excluded = new Set<string>();
  let world = false;
  for (const part of text.split(' ')) {
    if (part === '') continue;
    if (part === '*') {
      world = true;
      continue;
    }
    const excludes = part.startsWith('-');
    const code = excludes ? part.slice(1) : part;
    if (!CODES.has(code)) return { fault: faultOf(part, code) };
    (excludes ? excluded : included).add(code);
  }
  if (world || included.size === 0) return { ok: { except: true, codes: [...excluded].sort() } };
  return { ok: { except: false, codes: [...included].filter((code) => !excluded.has(code)).sort() } };
}

/** Reads territories of which it is known that they can be read. @throws RangeError if they can not */
export function territoriesOf(text: string): TerritorySet {
  const read = parseTerritories(text);
  if ('ok' in read) return read.ok;
  throw new RangeError(read.fault);
}

/** The set as an expression that `parseTerritories` reads as the same set, unless it covers nothing. */
export function formatTerritories({ except, codes }: TerritorySet): string {
  return except ? ['*', ...codes.map((code) => `-${code}`)].join(' ') : codes.join(' ');
}

/** Whether the set covers the territory; `code` is taken to be one. */
export function covers(set: TerritorySet, code: string): boolean {
  return set.codes.includes(code) !== set.except;
}

function faultOf(part: string, code: string): string {
  const shown = part.length > 40 ? `${part.slice(0, 40)}…` : part;
  const sentence = `"${shown}" is not a territory, which is *, an ISO 3166-1 alpha-2 code or XK, or -CODE to exclude one`;
  const remedy = remedyFor(code);
  return remedy === undefined ? sentence : `${sentence} (${remedy})`;
}

function remedyFor(code: string): string | undefined {
  if (Object.hasOwn(REMEDIES, code)) return REMEDIES[code];
  const upper = code.toUpperCase();
  if (code !== upper && CODES.has(upper)) return `write ${upper} in upper case`;
  if (/[,;/|]/.test(code)) return 'separate codes by spaces';
  return undefined;
}
