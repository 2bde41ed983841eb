import type { Random } from '../random.js';
import type { Record } from './dialect.js';
import { eidr, ids, isan, oddEidr, oddIsan, title } from './names.js';

/** The master files of a folder, by record. */
export interface MasterRecords {
  parties: Record[];
  works: Record[];
  aliases: Record[];
  claims: Record[];
  licences: Record[];
  collections: Record[];
  deductions: Record[];
  weights: Record[];
}

export const PLACES = ['CN', 'FR', 'DE', 'GB', 'US', 'JP', 'IN', 'HK', 'XK', 'BR'];
const EXPRESSIONS = ['', '*', '*', '*', '* -CN', '-JP', 'FR DE GB', 'CN HK', '* -US -IN', '  FR   FR -DE ', 'FR -FR'];
const LICENSED = ['', '*', '*', '*', '*', '* -JP', '-CN -FR', 'CN FR DE GB US JP IN XK', '  *   -BR '];
const RIGHTS = ['making_available', 'clip_use', 'broadcasting', 'retransmission', 'public_screening', 'rental'];
const WORK_TYPES = ['feature', 'short', 'documentary', 'series', 'episode', 'animation', 'variety', ''];
const LICENSEES = ['StreamCo', 'Kino', 'Clip, Tok', '流媒体', '=SUM(A1)'];
const MONTH_ENDS = [31, 28, 31, 30, 31, 30];

/** Valid masters of one first half-year (of 2026), full of traps. */
export function masterRecords(random: Random): MasterRecords {
  const parties = partyRecords(random);
  const works = workRecords(random);
  const licences = licenceRecords(random);
  return {
    parties,
    works,
    aliases: aliasRecords(random, works, licences),
    claims: claimRecords(random, works, parties),
    licences,
    collections: collectionRecords(random, licences),
    deductions: random.percent(15) ? [] : deductionRecords(random, licences),
    weights: random.percent(30) ? [] : weightRecords(random),
  };
}

function partyRecords(random: Random): Record[] {
  return ids(random, 'P', random.between(2, 20), 40).map((id) => ({
    party_id: id,
    name: random.pick([`Holder ${id}`, `Studio ${id}, "Ltd"`, '北京电影制片厂', 'two\nlines', `"${id}"`]),
    kind: random.pick(['person', 'organisation']),
    country: random.pick(['', ...PLACES]),
    ipi_name_number: random.pick(['', '', '00014107338']),
    isni: random.pick(['', '', '0000 0001 2103 2683', '000000012103268 3']),
    payout_currency: random.pick(['', 'EUR', 'CNY', 'JPY', 'KWD']),
  }));
}

function workRecords(random: Random): Record[] {
  const shared = [title(random, undefined), title(random, undefined)];
  return ids(random, 'W', random.between(1, 40), 5).map((id, index) => {
    const own = title(random, random.percent(70) ? index : undefined);
    const eidrOfWork = random.percent(40) ? eidr(random) : '';
    const isanOfWork = random.percent(40) ? isan(random) : '';
    return {
      work_id: id,
      title: random.percent(20) ? random.pick(shared) : own,
      work_type: random.pick(WORK_TYPES),
      year: random.percent(15) ? '' : random.pick(['1990', '1991', '1992', '1993', '0099', '2026']),
      runtime_minutes: random.pick(['', '90', '007']),
      // The first spellings of each list are right; a work's identifier must be.
      eidr: eidrOfWork && random.pick([eidrOfWork, eidrOfWork.toLowerCase(), eidrOfWork.replaceAll('-', '')]),
      isan: isanOfWork && random.pick([isanOfWork, isanOfWork.replaceAll('-', ' '), isanOfWork.slice(0, -2)]),
      imdb_id: random.percent(50) ? `tt${random.pick(['', '0', '00'])}${1_000_000 + index}` : '',
      alternative_titles: random.pick(['', `Alt ${index}|又名${index}`, random.pick(shared), '???', ` | ${own}||`]),
    };
  });
}

function aliasRecords(random: Random, works: readonly Record[], licences: readonly Record[]): Record[] {
  const pairs = works.flatMap((work, index) => {
    const licensees = new Set(licences.map((licence) => licence.licensee!));
    return [...licensees].map((licensee) => ({ licensee, resource_id: `r${index}`, work_id: work.work_id! }));
  });
  const aliases: Record[] = pairs.filter(() => random.percent(35));
  // A licensee without a licence is no fault: its platform may come later.
  if (random.percent(30)) aliases.push({ licensee: 'Later', resource_id: '=1+1', work_id: works[0]!.work_id! });
  return random.percent(20) ? [] : aliases;
}

const SHARE_PLANS = [
  ['100'],
  ['50', '50'],
  ['33.333333', '33.333333', '33.333334'],
  ['33.333333', '33.333333', '33.333333'],
  ['66.6667', '33.3333'],
  ['80'],
  ['60', '60'],
  ['60', '40', '0.000001'],
  ['100', '0.000001'],
  ['0.000001', '0.000001'],
  ['25', '25.0', '025', '25'],
  ['12.5', '87.499999'],
];

function claimRecords(random: Random, works: readonly Record[], parties: readonly Record[]): Record[] {
  const claims = works.flatMap((work) => {
    const rights = random.some(RIGHTS, random.between(1, RIGHTS.length));
    return rights.flatMap((right) => {
      const alike = random.percent(60);
      const territories = random.pick(EXPRESSIONS);
      return random.pick(SHARE_PLANS).map((share) => ({
        work_id: work.work_id!,
        party_id: random.pick(parties).party_id!,
        right,
        share,
        role: random.pick(['', 'producer', 'director', 'heir', 'sister_society']),
        territories: alike ? territories : random.pick(EXPRESSIONS),
        valid_from: alike ? '' : random.pick(['', '', dayIn(random)]),
        valid_to: alike ? '' : random.pick(['', '', dayIn(random)]),
        status: random.percent(12) ? 'disputed' : random.pick(['', 'asserted']),
      }));
    });
  });
  const names = ids(random, 'C', claims.length, 2);
  return random.shuffle(claims.map((claim, index) => ({ claim_id: names[index]!, ...claim })));
}

function licenceRecords(random: Random): Record[] {
  const useTypes = [
    'svod avod',
    'svod',
    'short_video',
    'broadcast cable_retransmission',
    'public_screening',
    'rental  tvod',
  ];
  return ids(random, 'L', random.between(1, 6), 15).map((id, index) => ({
    licence_id: id,
    licensee: random.pick(LICENSEES),
    use_types: useTypes[(index + random.below(2)) % useTypes.length]!,
    territories: random.pick(LICENSED),
    valid_from: random.pick(['2026-01-01', '2026-01-01', '2025-07-01', '0001-01-01', '2026-02-15']),
    valid_to: random.pick(['2026-12-31', '2026-12-31', '2026-06-30', '9999-12-31', '2026-04-30']),
    currency: random.pick(['EUR', 'CNY', 'JPY', 'KWD', 'USD', 'CLF']),
    metric: random.pick(['views', 'seconds', 'revenue']),
  }));
}

function collectionRecords(random: Random, licences: readonly Record[]): Record[] {
  const periods = licences.flatMap((licence) => {
    const starts = random.some([1, 2, 3, 4, 5, 6], random.percent(10) ? 0 : random.between(2, 5)).sort((a, b) => a - b);
    return starts.map((start, index) => {
      const latest = (starts[index + 1] ?? 7) - 1;
      const end = random.between(start, latest);
      return {
        licence_id: licence.licence_id!,
        period_start: day(start, 1),
        period_end: day(end, MONTH_ENDS[end - 1]!),
        amount: amountIn(random, licence.currency!),
      };
    });
  });
  const names = ids(random, 'K', periods.length, 20);
  return random.shuffle(periods.map((period, index) => ({ collection_id: names[index]!, ...period })));
}

const DECIMALS: { [currency: string]: number } = { JPY: 0, KWD: 3, CLF: 4 };

function amountIn(random: Random, currency: string): string {
  const decimals = DECIMALS[currency] ?? 2;
  const whole = random.pick(['0', '0', '1', '7', '99', '5846', '0001234', random.digits(9), '9' + random.digits(12)]);
  const written = random.below(decimals + 1);
  return written === 0 ? whole : `${whole}.${random.digits(written)}`;
}

function deductionRecords(random: Random, licences: readonly Record[]): Record[] {
  const general = random.some(['12.5', '7.25', '0', '0.333333333333333333333333333333'], random.between(0, 2));
  const own = [['50', '30'], ['2'], ['80'], ['40', '0.000001', '39.999999']];
  const records = general.map((percent): Record => ({ kind: 'admin_fee', percent, licence_id: '' }));
  for (const licence of random.some(licences, random.between(0, 3))) {
    // Half of them leave nothing to distribute: 100 percent for licences that no general deduction touches.
    const percents = general.length === 0 && random.percent(50) ? ['50', '50'] : random.pick(own);
    for (const percent of percents) {
      const kind = random.pick(['social_cultural', 'reserve', 'other', 'admin_fee']);
      records.push({ kind, percent, licence_id: licence.licence_id! });
    }
  }
  const names = ids(random, 'D', records.length, 20);
  return random.shuffle(records).map((record, index) => ({ deduction_id: names[index]!, ...record }));
}

function weightRecords(random: Random): Record[] {
  const weights = ['0', '0.8', '1.25', '0.000001', '1000', '0.333333', '1.000000'];
  const keys: [string, string][] = [
    ...['svod', 'avod', 'broadcast', 'rental', 'fast'].map((key): [string, string] => ['use_type', key]),
    ...['short', 'documentary', 'animation', 'feature'].map((key): [string, string] => ['work_type', key]),
  ];
  return random
    .some(keys, random.between(1, 6))
    .map(([dimension, key]) => ({ dimension, key, weight: random.pick(weights) }));
}

/** A day of the half-year, often one on which something begins or ends. */
export function dayIn(random: Random): string {
  const month = random.between(1, 6);
  const last = MONTH_ENDS[month - 1]!;
  return day(month, random.pick([1, last, random.between(1, last), random.between(1, last)]));
}

function day(month: number, dayOfMonth: number): string {
  return `2026-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}

/** Spellings of a work's identifiers on a usage line. */
export function oddIdentifiers(random: Random, work: Record): Record {
  return {
    eidr: work.eidr ? oddEidr(random, work.eidr) : '',
    isan: work.isan ? oddIsan(random, work.isan) : '',
  };
}
