import fc from 'fast-check';
import { covers, formatTerritories, isTerritory, parseTerritories, type TerritorySet } from './territory.js';

function setOf(text: string): TerritorySet {
  const parsed = parseTerritories(text);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return parsed.ok;
}

describe('a territory', () => {
  it('is one of the 249 codes of ISO 3166-1 alpha-2, or XK', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const known = letters.flatMap((a) => letters.map((b) => a + b)).filter(isTerritory);
    expect(known).toHaveLength(250);
    expect(known).toEqual(expect.arrayContaining(['CN', 'GB', 'HK', 'TW', 'SS', 'CW', 'XK']));
  });

  it.each(['UK', 'EU', 'EL', 'gb', '*', '-FR', '', 'FRA', 'ZZ', 'AN', 'SU', 'constructor'])('is not %j', (text) => {
    expect(isTerritory(text)).toBe(false);
  });
});

describe('a territory expression', () => {
  it.each([
    ['*', true, []],
    ['', true, []],
    ['  ', true, []],
    ['* -CN', true, ['CN']],
    ['-US -CN', true, ['CN', 'US']],
    ['FR DE GB', false, ['DE', 'FR', 'GB']],
    ['FR  FR', false, ['FR']],
    ['FR DE -DE', false, ['FR']],
    ['-DE FR DE', false, ['FR']],
    ['* FR -FR', true, ['FR']],
    ['FR -FR', false, []],
  ])('%j names except=%s %j', (text, except, codes) => {
    expect(setOf(text)).toEqual({ except, codes });
  });

  it.each([
    ['UK', 'the United Kingdom is GB'],
    ['FR -UK', 'the United Kingdom is GB'],
    ['fr', 'write FR in upper case'],
    ['FR,DE', 'separate codes by spaces'],
    ['ZZ', '"ZZ" is not a territory'],
    ['-', '"-" is not a territory'],
    ['-*', '"-*" is not a territory'],
    ['--FR', '"--FR" is not a territory'],
    ['FR\tDE', '"FR\tDE" is not a territory'],
    ['constructor', '"constructor" is not a territory'],
  ])('%j is refused and says what to write', (text, part) => {
    expect(parseTerritories(text)).toEqual({ fault: expect.stringContaining(part) });
  });

  it('covers what its words say: an exclusion wins, and without an inclusion the world is meant', () => {
    const code = fc.constantFrom('FR', 'DE', 'GB', 'CN', 'XK');
    const part = fc.oneof(
      code,
      code.map((c) => `-${c}`),
      fc.constant('*'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.constantFrom('FR', 'DE', 'GB', 'CN', 'XK', 'JP'), (parts, c) => {
        const inclusions = parts.filter((p) => !p.startsWith('-'));
        const included = inclusions.length === 0 || inclusions.includes('*') || inclusions.includes(c);
        expect(covers(setOf(parts.join(' ')), c)).toBe(included && !parts.includes(`-${c}`));
      }),
    );
  });
});

describe('a set of territories as text', () => {
  it('is read as the same set', () => {
    const codes = fc.uniqueArray(fc.constantFrom('CN', 'DE', 'FR', 'GB', 'XK')).map((some) => some.sort());
    const set = fc
      .record({ except: fc.boolean(), codes })
      .filter(({ except, codes: some }) => except || some.length > 0);
    fc.assert(fc.property(set, (one) => expect(setOf(formatTerritories(one))).toEqual(one)));
  });
});
