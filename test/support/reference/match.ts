import { canonicalEidr, canonicalImdb, canonicalIsan } from './identifiers.js';
import type { Masters, Work } from './master-types.js';
import { normalForm } from './title.js';
import type { Line } from './usage.js';
import { wholeNumber } from './values.js';

/** Finds the work that a line names (contract ¶3). */
export class Matcher {
  readonly #byIdentifier = new Map<string, Work>();
  readonly #byTitle = new Map<string, Work[]>();
  readonly #known = new Map<string, Work | undefined>();

  constructor(private readonly masters: Masters) {
    for (const work of masters.works.values()) {
      for (const [scheme, value] of [
        ['eidr', work.eidr],
        ['isan', work.isan],
        ['imdb', work.imdb],
      ] as const) {
        if (value !== undefined) this.#byIdentifier.set(`${scheme} ${value}`, work);
      }
      for (const form of work.titleForms) this.#byTitle.set(form, [...(this.#byTitle.get(form) ?? []), work]);
    }
  }

  /** The work, or undefined where the line is unidentified. */
  match(line: Line): Work | undefined {
    const { eidr, isan, imdb, resourceId, title, year, licence } = line;
    // Lines call the same work the same way over and over.
    const key = [eidr, isan, imdb, licence.licensee, resourceId, title, year].join('\0');
    if (!this.#known.has(key)) this.#known.set(key, this.#find(line));
    return this.#known.get(key);
  }

  #find(line: Line): Work | undefined {
    return (
      this.#byIdentifier.get(`eidr ${canonicalEidr(line.eidr)}`) ??
      this.#byIdentifier.get(`isan ${canonicalIsan(line.isan)}`) ??
      this.#byIdentifier.get(`imdb ${canonicalImdb(line.imdb)}`) ??
      this.#byAlias(line) ??
      this.#byTitleAndYear(line)
    );
  }

  #byAlias({ licence, resourceId }: Line): Work | undefined {
    const id = this.masters.aliases.get(`${licence.licensee}\0${resourceId}`);
    return id === undefined ? undefined : this.masters.works.get(id);
  }

  #byTitleAndYear({ title, year }: Line): Work | undefined {
    const bearers = this.#byTitle.get(normalForm(title)) ?? [];
    const left = year === '' ? bearers : bearers.filter((work) => work.year !== '' && work.year === wholeNumber(year));
    return left.length === 1 ? left[0] : undefined;
  }
}
