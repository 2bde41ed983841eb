import { type Row, type Work, read, value } from './masters.js';

const ARTICLE_AT_END = /^(.*),\s*(the|an?|le|la|les|l['’]|une?|der|die|das|el|los|las|il|lo|gli)$/isu;
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ς: 'σ',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
};

/** Contract, "Normal form of a title". */
export function normalTitle(title: string): string {
  return title
    .replace(ARTICLE_AT_END, '$2 $1')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]/g, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ßςæœøđðłıþ]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

const squeezed = (text: string) => text.toUpperCase().replace(/[\s-]/g, '');
const canonicalEidr = (text: string) => /10\.5240\/[0-9A-F]{20}[0-9A-Z]$/.exec(squeezed(text))?.[0];
const canonicalImdb = (text: string) => /^TT0*(\d+)$/.exec(squeezed(text))?.[1];

/** Contract ¶3 over Maps; the folders of this benchmark bear no ISAN. */
export class Matcher<N> {
  private readonly byEidr = new Map<string, Work<N>>();
  private readonly byImdb = new Map<string, Work<N>>();
  private readonly byAlias = new Map<string, Work<N>>();
  private readonly byTitle = new Map<string, Set<Work<N>>>();

  constructor(folder: string, rows: readonly Row[], works: ReadonlyMap<string, Work<N>>) {
    for (const row of rows) {
      const work = works.get(value(row, 'work_id'));
      if (!work) continue;
      const eidr = canonicalEidr(value(row, 'eidr'));
      const imdb = canonicalImdb(value(row, 'imdb_id'));
      if (eidr !== undefined) this.byEidr.set(eidr, work);
      if (imdb !== undefined) this.byImdb.set(imdb, work);
      for (const title of [value(row, 'title'), ...value(row, 'alternative_titles').split('|')]) {
        const normal = normalTitle(title);
        const bearers = this.byTitle.get(normal);
        if (bearers) bearers.add(work);
        else this.byTitle.set(normal, new Set([work]));
      }
    }
    for (const row of read(folder, 'aliases.csv')) {
      const work = works.get(value(row, 'work_id'));
      if (work) this.byAlias.set(`${row['licensee']}\n${row['resource_id']}`, work);
    }
  }

  match(row: Row, licensee: string): Work<N> | undefined {
    const eidr = row['eidr'] ? canonicalEidr(row['eidr']) : undefined;
    const imdb = row['imdb_id'] ? canonicalImdb(row['imdb_id']) : undefined;
    return (
      (eidr === undefined ? undefined : this.byEidr.get(eidr)) ??
      (imdb === undefined ? undefined : this.byImdb.get(imdb)) ??
      this.byAlias.get(`${licensee}\n${row['resource_id']}`) ??
      this.matchTitle(value(row, 'title'), value(row, 'year'))
    );
  }

  private matchTitle(title: string, year: string): Work<N> | undefined {
    const normal = normalTitle(title);
    if (normal === '') return undefined;
    const bearers = [...(this.byTitle.get(normal) ?? [])].filter((work) => year === '' || work.year === year);
    return bearers.length === 1 ? bearers[0] : undefined;
  }
}
