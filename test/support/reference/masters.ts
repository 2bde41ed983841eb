import { trim } from './csv.js';
import type { Faults, Folder, Row } from './folder.js';
import { canonicalEidr, canonicalImdb, canonicalIsan } from './identifiers.js';
import type { Claim, Collection, Deduction, Licence, Masters, Work } from './master-types.js';
import {
  identifier,
  isAmount,
  key,
  oneOf,
  optional,
  parseAmount,
  reference,
  required,
  term,
  territories,
  type Keys,
} from './row-checks.js';
import { normalForm } from './title.js';
import { isDay, isWholeNumber, parseDecimal, unitsAt, wholeNumber } from './values.js';
import {
  COUNTRIES,
  CURRENCY_DECIMALS,
  DEDUCTION_KINDS,
  METRICS,
  RIGHTS,
  ROLES,
  USE_TYPES,
  WORK_TYPES,
} from './vocabulary.js';

const PERCENT_SCALE = 30;
const HUNDRED_PERCENT = 100n * 10n ** BigInt(PERCENT_SCALE);

/** Reads all master files of a folder and notes every fault in them. */
export function readMasters(folder: Folder, faults: Faults): Masters {
  return new MasterReader(folder, faults).read();
}

class MasterReader {
  constructor(
    private readonly folder: Folder,
    private readonly faults: Faults,
  ) {}

  read(): Masters {
    const parties = this.#parties();
    const { works, workIds } = this.#works();
    const aliases = this.#aliases(workIds);
    const claims = this.#claims(workIds, parties);
    const { licences, licenceIds } = this.#licences();
    const collections = this.#collections(licences, licenceIds);
    const deductions = this.#deductions(licenceIds);
    const weights = this.#weights();
    return { parties: parties ?? new Set(), works, aliases, claims, licences, collections, deductions, weights };
  }

  #rows(file: string, required: string, optional: string, mustExist = true): Row[] | undefined {
    const table = this.folder.table(`${file}.csv`, wordsOf(required), wordsOf(optional), mustExist);
    for (const { line, row } of table?.rows ?? []) {
      if (!row) this.faults.add(`${file}.csv`, line, undefined, 'the row does not have the cells that the header has');
    }
    return table?.rows.flatMap(({ row }) => row ?? []);
  }

  #parties(): Keys {
    const rows = this.#rows('parties', 'party_id name kind', 'country ipi_name_number isni payout_currency');
    const ids = rows && new Set<string>();
    for (const row of rows ?? []) {
      key(row, 'party_id', ids!);
      required(row, 'name');
      oneOf(row, 'kind', ['person', 'organisation']);
      optional(row, 'country', (text) => COUNTRIES.has(text));
      optional(row, 'payout_currency', (text) => CURRENCY_DECIMALS.has(text));
    }
    return ids;
  }

  #works(): { works: Map<string, Work>; workIds: Keys } {
    const others = 'work_type year runtime_minutes eidr isan imdb_id alternative_titles';
    const rows = this.#rows('works', 'work_id title', others);
    const workIds = rows && new Set<string>();
    const works = new Map<string, Work>();
    const borne = new Set<string>();
    for (const row of rows ?? []) {
      const id = key(row, 'work_id', workIds!);
      const title = required(row, 'title');
      if (row.get('work_type') !== '') oneOf(row, 'work_type', WORK_TYPES);
      optional(row, 'year', (text) => isWholeNumber(text, 1, 9999));
      optional(row, 'runtime_minutes', (text) => isWholeNumber(text, 0, 999_999));
      const titles = [title, ...row.get('alternative_titles').split('|').map(trim)];
      works.set(id, {
        id,
        title,
        type: row.get('work_type'),
        year: wholeNumber(row.get('year')) ?? '',
        titleForms: new Set(titles.map(normalForm).filter((form) => form !== '')),
        eidr: identifier(row, 'eidr', canonicalEidr, borne),
        isan: identifier(row, 'isan', canonicalIsan, borne),
        imdb: identifier(row, 'imdb_id', canonicalImdb, borne),
      });
    }
    return { works, workIds };
  }

  #aliases(works: Keys): Map<string, string> {
    const aliases = new Map<string, string>();
    for (const row of this.#rows('aliases', 'licensee resource_id work_id', '', false) ?? []) {
      const licensee = required(row, 'licensee');
      const resource = required(row, 'resource_id');
      reference(row, 'work_id', works);
      const alias = `${licensee}\0${resource}`;
      if (licensee !== '' && resource !== '' && aliases.has(alias))
        row.fault('resource_id', 'the licensee has this resource_id already');
      aliases.set(alias, row.get('work_id'));
    }
    return aliases;
  }

  #claims(works: Keys, parties: Keys): Claim[] {
    const ids = new Set<string>();
    const rows = this.#rows(
      'claims',
      'claim_id work_id party_id right share',
      'role territories valid_from valid_to status',
    );
    return (rows ?? []).map((row) => {
      const id = key(row, 'claim_id', ids);
      reference(row, 'work_id', works);
      reference(row, 'party_id', parties);
      const share = parseDecimal(row.get('share'), 18, 6);
      const shareMillionths = share ? unitsAt(share, 6) : 0n;
      if (shareMillionths === 0n || shareMillionths > 100_000_000n) row.fault('share', 'not above 0 and at most 100');
      if (row.get('role') !== '') oneOf(row, 'role', ROLES);
      optional(row, 'valid_from', isDay);
      optional(row, 'valid_to', isDay);
      if (row.get('status') !== '') oneOf(row, 'status', ['asserted', 'disputed']);
      return {
        id,
        work: row.get('work_id'),
        party: row.get('party_id'),
        right: oneOf(row, 'right', RIGHTS),
        shareMillionths,
        territories: territories(row),
        from: row.get('valid_from'),
        to: row.get('valid_to'),
        disputed: row.get('status') === 'disputed',
      };
    });
  }

  #licences(): { licences: Map<string, Licence>; licenceIds: Keys } {
    const needed = 'licence_id licensee use_types valid_from valid_to currency metric';
    const rows = this.#rows('licences', needed, 'territories');
    const licenceIds = rows && new Set<string>();
    const licences = new Map<string, Licence>();
    for (const row of rows ?? []) {
      const id = key(row, 'licence_id', licenceIds!);
      const useTypes = wordsOf(row.get('use_types'));
      if (useTypes.length === 0 || useTypes.some((part) => !USE_TYPES.includes(part))) {
        row.fault('use_types', 'not use types separated by spaces');
      }
      const [from, to] = term(row, 'valid_from', 'valid_to');
      const currency = required(row, 'currency', (text) => CURRENCY_DECIMALS.has(text));
      const licensee = required(row, 'licensee');
      const metric = oneOf(row, 'metric', METRICS);
      licences.set(id, {
        id,
        licensee,
        useTypes: new Set(useTypes),
        territories: territories(row),
        from,
        to,
        currency,
        metric,
      });
    }
    return { licences, licenceIds };
  }

  #collections(licences: Map<string, Licence>, licenceIds: Keys): Collection[] {
    const ids = new Set<string>();
    const collections: Collection[] = [];
    const periodsOf = new Map<string, { start: string; end: string }[]>();
    for (const row of this.#rows('collections', 'collection_id licence_id period_start period_end amount', '') ?? []) {
      const id = key(row, 'collection_id', ids);
      const licenceId = row.get('licence_id');
      reference(row, 'licence_id', licenceIds);
      const [start, end] = term(row, 'period_start', 'period_end');
      if (licenceId !== '' && isDay(start) && isDay(end) && start <= end) {
        const before = periodsOf.get(licenceId) ?? [];
        if (before.some((other) => other.start <= end && start <= other.end)) {
          row.fault('period_start', 'the licence has another collection in this period');
        }
        periodsOf.set(licenceId, before);
        before.push({ start, end });
      }
      const licence = licences.get(licenceId);
      const decimals = CURRENCY_DECIMALS.get(licence?.currency ?? '');
      const amount = required(row, 'amount', (text) => isAmount(text, decimals));
      if (!licence || decimals === undefined || !isAmount(amount, decimals)) continue;
      collections.push({ id, licence, start, end, amount: unitsAt(parseAmount(amount)!, decimals) });
    }
    return collections;
  }

  #deductions(licences: Keys): Deduction[] {
    const ids = new Set<string>();
    const deductions: Deduction[] = [];
    const sums = new Map<string, bigint>();
    const lines = new Map<string, Row>();
    for (const row of this.#rows('deductions', 'deduction_id kind percent', 'licence_id', false) ?? []) {
      const id = key(row, 'deduction_id', ids);
      const kind = oneOf(row, 'kind', DEDUCTION_KINDS);
      const licence = row.get('licence_id');
      if (licence !== '') reference(row, 'licence_id', licences);
      const percent = parseDecimal(row.get('percent'), 18, 30);
      if (!percent || unitsAt(percent, PERCENT_SCALE) > HUNDRED_PERCENT) {
        row.fault('percent', 'not a percent from 0 to 100');
        continue;
      }
      deductions.push({ id, kind, percent, licence });
      lines.set(licence, row);
      sums.set(licence, (sums.get(licence) ?? 0n) + unitsAt(percent, PERCENT_SCALE));
    }
    for (const row of rowsAboveHundred(sums, lines))
      row.fault('percent', 'the deductions of a pool exceed 100 percent');
    return deductions;
  }

  #weights(): Map<string, bigint> {
    const weights = new Map<string, bigint>();
    for (const row of this.#rows('weights', 'dimension key weight', '', false) ?? []) {
      const dimension = oneOf(row, 'dimension', ['use_type', 'work_type']);
      const name = row.get('key');
      if (dimension === 'use_type') oneOf(row, 'key', USE_TYPES);
      else if (dimension === 'work_type') oneOf(row, 'key', WORK_TYPES);
      const weight = parseDecimal(row.get('weight'), 18, 6);
      if (!weight) row.fault('weight', 'not a decimal of at most 6 places');
      if (name !== '' && weights.has(`${dimension}\0${name}`)) row.fault('key', 'weighted already');
      weights.set(`${dimension}\0${name}`, weight ? unitsAt(weight, 6) : 0n);
    }
    return weights;
  }
}

function wordsOf(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}

/**
 * For each licence whose percents exceed 100 the last row that applies to it; if the ones that apply to every licence
 * (key: empty) do by themselves, only their last.
 * @param sums × 10^PERCENT_SCALE, of the rows that name the licence
 * @param lines the last row that names it
 */
function rowsAboveHundred(sums: ReadonlyMap<string, bigint>, lines: ReadonlyMap<string, Row>): Row[] {
  const general = sums.get('') ?? 0n;
  const lastGeneral = lines.get('');
  if (lastGeneral && general > HUNDRED_PERCENT) return [lastGeneral];
  return [...lines]
    .filter(([licence]) => licence !== '' && general + sums.get(licence)! > HUNDRED_PERCENT)
    .map(([, last]) => (lastGeneral && lastGeneral.line > last.line ? lastGeneral : last));
}
