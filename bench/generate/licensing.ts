import { writeCsv } from './csv.js';
import type { Random } from './random.js';
import type { GeneratedWork } from './works.js';

/** A licence as the generator needs it: what its lines may say, and the periods for which money came in. */
export interface GeneratedLicence {
  readonly id: string;
  readonly licensee: string;
  readonly useTypes: readonly string[];
  readonly expression: string;
  /** Territories that its lines name, the commonest first. */
  readonly territories: readonly string[];
  readonly currency: string;
  readonly metric: 'views' | 'seconds' | 'revenue';
  readonly periods: readonly (readonly [start: string, end: string, amount: string])[];
  /** Its part of all lines, in percent. */
  readonly weight: number;
}

const WORLD =
  'US FR DE GB IT ES CA JP KR BR MX AU NL BE CH AT SE PL PT DK NO FI IE CZ HU RO GR TR IN ID TH VN PH MY SG HK TW ZA AR CL'.split(
    ' ',
  );
const EUROPE = 'FR DE IT ES NL BE AT PT IE FI SE DK PL CZ HU RO GR LU'.split(' ');
const HALVES = [
  ['2024-01-01', '2024-06-30'],
  ['2024-07-01', '2024-12-20'],
] as const;
const THIRDS = [
  ['2024-01-01', '2024-04-30'],
  ['2024-05-01', '2024-08-31'],
  ['2024-09-01', '2024-12-15'],
] as const;

function periods(spans: readonly (readonly [string, string])[], amounts: readonly string[]) {
  return spans.map(([start, end], index) => [start, end, amounts[index] ?? '0'] as const);
}

export const LICENCES: readonly GeneratedLicence[] = [
  {
    id: 'ALPHA-SVOD',
    licensee: 'Alpha Stream',
    useTypes: ['svod'],
    expression: '*',
    territories: WORLD,
    currency: 'EUR',
    metric: 'seconds',
    periods: periods(HALVES, ['18250000.00', '19410000.37']),
    weight: 25,
  },
  {
    id: 'BETA-SVOD',
    licensee: 'Beta Video',
    useTypes: ['svod', 'avod'],
    expression: '* -CN',
    territories: WORLD,
    currency: 'USD',
    metric: 'views',
    periods: periods(THIRDS, ['7400000.00', '6900000.50', '8100000.01']),
    weight: 20,
  },
  {
    id: 'BETA-TVOD',
    licensee: 'Beta Video',
    useTypes: ['tvod', 'rental'],
    expression: EUROPE.join(' '),
    territories: EUROPE,
    currency: 'EUR',
    metric: 'revenue',
    periods: periods(HALVES, ['1250000.00', '1310000.99']),
    weight: 6,
  },
  {
    id: 'GAMMA-AVOD',
    licensee: 'Gamma Tube',
    useTypes: ['avod', 'short_video'],
    expression: '*',
    territories: WORLD,
    currency: 'USD',
    metric: 'views',
    periods: periods(HALVES, ['2750000.00', '2950000.10']),
    weight: 18,
  },
  {
    id: 'DELTA-FAST',
    licensee: 'Delta Channels',
    useTypes: ['fast'],
    expression: 'US CA GB AU DE FR',
    territories: 'US GB CA AU DE FR'.split(' '),
    currency: 'USD',
    metric: 'seconds',
    periods: [['2024-01-01', '2024-11-30', '980000.00']],
    weight: 6,
  },
  {
    id: 'EPSILON-TV',
    licensee: 'Epsilon TV',
    useTypes: ['broadcast'],
    expression: 'FR BE CH LU',
    territories: 'FR BE CH LU'.split(' '),
    currency: 'EUR',
    metric: 'seconds',
    periods: periods(THIRDS, ['3100000.00', '3050000.00', '3300000.33']),
    weight: 5,
  },
  {
    id: 'EPSILON-CABLE',
    licensee: 'Epsilon TV',
    useTypes: ['cable_retransmission'],
    expression: 'FR BE CH DE AT',
    territories: 'FR DE BE CH AT'.split(' '),
    currency: 'EUR',
    metric: 'views',
    periods: periods(HALVES, ['640000.00', '655000.55']),
    weight: 4,
  },
  {
    id: 'ZETA-CN',
    licensee: 'Zeta 影视',
    useTypes: ['svod'],
    expression: 'CN HK TW MO',
    territories: 'CN TW HK MO'.split(' '),
    currency: 'CNY',
    metric: 'seconds',
    periods: periods(HALVES, ['25000000.00', '26750000.08']),
    weight: 9,
  },
  {
    id: 'ETA-JP',
    licensee: 'Eta Douga',
    useTypes: ['svod', 'tvod'],
    expression: 'JP',
    territories: ['JP'],
    currency: 'JPY',
    metric: 'views',
    periods: periods(HALVES, ['310000000', '298765432']),
    weight: 5,
  },
  {
    id: 'THETA-EDU',
    licensee: 'Theta University',
    useTypes: ['education', 'public_screening'],
    expression: '* -US',
    territories: WORLD.slice(1),
    currency: 'KWD',
    metric: 'views',
    periods: [['2024-01-01', '2024-10-31', '41000.125']],
    weight: 2,
  },
];

export const LICENSEES: readonly string[] = [...new Set(LICENCES.map((licence) => licence.licensee))];

/** A platform's own id of a work; only some of them are known as aliases. */
export function resourceId(licensee: number, work: number): string {
  return `${String.fromCharCode(65 + licensee)}${(work * 7919 + licensee).toString(36).toUpperCase().padStart(6, '0')}`;
}

/** Four works in ten are known to a licensee by its own id. */
export function hasAlias(licensee: number, work: number): boolean {
  return (work * 31 + licensee * 17) % 10 < 4;
}

export function writeLicensing(folder: string): void {
  const licences = LICENCES.map((licence) => [
    licence.id,
    licence.licensee,
    licence.useTypes.join(' '),
    licence.expression,
    '2024-01-01',
    '2024-12-31',
    licence.currency,
    licence.metric,
  ]);
  const collections = LICENCES.flatMap((licence) =>
    licence.periods.map(([start, end, amount], index) => [
      `${licence.id}-${index + 1}`,
      licence.id,
      start,
      end,
      amount,
    ]),
  );
  const header = 'licence_id,licensee,use_types,territories,valid_from,valid_to,currency,metric';
  writeCsv(folder, 'licences.csv', header, licences);
  writeCsv(folder, 'collections.csv', 'collection_id,licence_id,period_start,period_end,amount', collections);
  writeCsv(folder, 'deductions.csv', 'deduction_id,kind,percent,licence_id', [
    ['admin', 'admin_fee', '11.5', ''],
    ['culture', 'social_cultural', '2.5', 'ALPHA-SVOD'],
    ['culture-tv', 'social_cultural', '4', 'EPSILON-TV'],
    ['reserve', 'reserve', '1.25', ''],
  ]);
  writeCsv(folder, 'weights.csv', 'dimension,key,weight', [
    ['use_type', 'avod', '0.6'],
    ['use_type', 'short_video', '0.15'],
    ['use_type', 'rental', '1.25'],
    ['work_type', 'short', '0.5'],
    ['work_type', 'variety', '0.35'],
    ['work_type', 'documentary', '1.2'],
  ]);
}

export function writeAliases(folder: string, works: readonly GeneratedWork[], random: Random): void {
  const rows = LICENSEES.flatMap((licensee, place) =>
    works.flatMap((work, index) => (hasAlias(place, index) ? [[licensee, resourceId(place, index), work.id]] : [])),
  );
  // A platform's catalogue comes in no order of ours.
  for (let i = rows.length - 1; i > 0; i -= 1) {
    const j = random.below(i + 1);
    const [a, b] = [rows[i], rows[j]];
    if (a && b) [rows[i], rows[j]] = [b, a];
  }
  writeCsv(folder, 'aliases.csv', 'licensee,resource_id,work_id', rows);
}
