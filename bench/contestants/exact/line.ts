import type { Arithmetic } from './arithmetic.js';
import { type Licence, type Pool, type Row, type Work, value } from './masters.js';
import type { Matcher } from './match.js';

const RIGHTS: Readonly<Record<string, string>> = {
  svod: 'making_available',
  avod: 'making_available',
  tvod: 'making_available',
  fast: 'making_available',
  short_video: 'clip_use',
  broadcast: 'broadcasting',
  cable_retransmission: 'retransmission',
  public_screening: 'public_screening',
  education: 'educational_use',
  rental: 'rental',
  private_copy: 'private_copying',
};
const TERRITORIES = new Set(
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'.split(
    ' ',
  ),
);

export interface Counts {
  lines: number;
  rejected: number;
  outside_collections: number;
  unidentified: number;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isMetric(metric: string, text: string): boolean {
  return metric === 'revenue' ? /^\d{1,18}(\.\d{1,12})?$/.test(text) : /^\d{1,18}$/.test(text);
}

/** Contract ¶1: the first code that applies, if one does. */
function faultOf(row: Row, licence: Licence<unknown> | undefined): string | undefined {
  if (!licence) return 'unknown_licence';
  const day = value(row, 'used_on');
  const territory = value(row, 'territory');
  if (!isDay(day)) return 'bad_date';
  if (!TERRITORIES.has(territory)) return 'bad_territory';
  if (!isMetric(licence.metric, value(row, licence.metric))) return 'bad_metric';
  if (!licence.useTypes.has(value(row, 'use_type'))) return 'use_type_not_licensed';
  if (!licence.covers(territory)) return 'territory_not_licensed';
  return day < licence.from || day > licence.to ? 'day_not_licensed' : undefined;
}

/** Contract ¶1–¶5, one usage line after the other, into the points of the pools. */
export class LineDistributor<N> {
  readonly counts: Counts = { lines: 0, rejected: 0, outside_collections: 0, unidentified: 0 };
  private readonly one: N;
  private readonly hundred: N;
  private readonly zero: N;

  constructor(
    private readonly licences: ReadonlyMap<string, Licence<N>>,
    private readonly matcher: Matcher<N>,
    private readonly weights: ReadonlyMap<string, N>,
    private readonly exact: Arithmetic<N>,
  ) {
    this.one = exact.decimal('1', 6);
    this.hundred = exact.decimal('100', 6);
    this.zero = exact.decimal('0', 6);
  }

  distribute(row: Row): void {
    this.counts.lines += 1;
    const licence = this.licences.get(value(row, 'licence_id'));
    if (faultOf(row, licence) !== undefined || !licence) {
      this.counts.rejected += 1;
      return;
    }
    const day = value(row, 'used_on');
    const pool = licence.pools.find((candidate) => candidate.start <= day && day <= candidate.end);
    const work = this.matcher.match(row, licence.licensee);
    if (!work) this.counts.unidentified += 1;
    if (!pool) {
      this.counts.outside_collections += 1;
      return;
    }
    const metric = this.exact.decimal(value(row, licence.metric), 12);
    const workWeight = work ? this.weight('work_type', work.type) : this.one;
    const weight = this.exact.times(this.weight('use_type', value(row, 'use_type')), workWeight);
    const points = this.exact.times(metric, weight);
    if (work) this.entitle(pool, work, row, points);
    else this.credit(pool, 'suspense:unidentified', points, this.hundred);
  }

  private weight(dimension: string, key: string): N {
    return this.weights.get(`${dimension}:${key}`) ?? this.one;
  }

  /** Contract ¶5: the points of one line to the claims in force. */
  private entitle(pool: Pool<N>, work: Work<N>, row: Row, points: N): void {
    const right = RIGHTS[value(row, 'use_type')];
    const day = value(row, 'used_on');
    const territory = value(row, 'territory');
    const inForce = work.claims.filter(
      (claim) => claim.right === right && claim.from <= day && day <= claim.to && claim.covers(territory),
    );
    const total = inForce.reduce((sum, claim) => this.exact.plus(sum, claim.share), this.zero);
    if (this.exact.compare(total, this.hundred) > 0) {
      this.credit(pool, 'suspense:disputed', points, this.hundred);
      return;
    }
    for (const claim of inForce) {
      this.credit(pool, claim.disputed ? 'suspense:disputed' : `party:${claim.party}`, points, claim.share);
    }
    this.credit(pool, 'suspense:unclaimed', points, this.exact.minus(this.hundred, total));
  }

  private credit(pool: Pool<N>, beneficiary: string, points: N, percent: N): void {
    const earned = this.exact.times(points, percent);
    if (this.exact.compare(earned, this.zero) === 0) return;
    const before = pool.points.get(beneficiary);
    pool.points.set(beneficiary, before === undefined ? earned : this.exact.plus(before, earned));
  }
}
