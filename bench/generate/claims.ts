import { writeCsv } from './csv.js';
import type { Random } from './random.js';
import type { GeneratedWork } from './works.js';

const OTHER_RIGHTS = ['broadcasting', 'clip_use', 'retransmission', 'public_screening', 'educational_use', 'rental'];
const ROLES = [
  'producer',
  'director',
  'screenwriter',
  'composer',
  'performer',
  'distributor',
  'heir',
  'sister_society',
];
const RESTRICTIONS = ['* -CN -US', 'FR BE CH LU DE', '* -JP', 'US CA GB AU NZ', '-FR -DE', 'CN HK TW MO SG'];
const SPLITS: readonly (readonly string[])[] = [
  ['100'],
  ['100'],
  ['50', '50'],
  ['60', '40'],
  ['70', '20'],
  ['87.5', '12.5'],
  ['33.333333', '33.333333', '33.333334'],
  ['40', '35.5', '24.5'],
  ['25', '25', '25', '25'],
];

interface Claim {
  readonly work: string;
  readonly right: string;
  share: string;
  territories: string;
  from: string;
  to: string;
  status: string;
}

/**
 * The claims of one work: mostly shares of 100 %; 10 % of works change hands in mid-year, 8 % are restricted to some
 * territories, 2 % disputed, 1.5 % overclaimed; the other rights are claimed by one party, or by nobody.
 */
function claimsOf(work: GeneratedWork, random: Random): Claim[] {
  const territories = random.chance(8) ? random.pick(RESTRICTIONS) : '';
  const claim = (right: string, share: string): Claim => ({
    work: work.id,
    right,
    share,
    territories,
    from: '',
    to: '',
    status: '',
  });
  const claims = random.pick(SPLITS).map((share) => claim('making_available', share));
  const first = claims[0];
  if (first && random.chance(10)) {
    first.to = random.pick(['2024-06-30', '2024-03-31', '2024-09-14']);
    if (random.chance(80)) {
      const from = first.to === '2024-06-30' ? '2024-07-01' : '2024-10-01';
      claims.push({ ...claim('making_available', first.share), from });
    }
  }
  if (first && random.chance(2)) first.status = 'disputed';
  if (random.chance(1.5)) claims.push(claim('making_available', '40'));
  const others = random.below(10) < 6 ? 0 : 1 + random.below(2);
  const start = random.below(OTHER_RIGHTS.length);
  for (let i = 0; i < others; i += 1) claims.push(claim(otherRight(start + i), random.chance(85) ? '100' : '62.5'));
  return claims;
}

function otherRight(place: number): string {
  return OTHER_RIGHTS[place % OTHER_RIGHTS.length] ?? 'broadcasting';
}

/** Exactly `count` claims: a work's own, then rights of further works until the number is reached. */
function makeClaims(works: readonly GeneratedWork[], count: number, random: Random): Claim[] {
  const claims = works.flatMap((work) => claimsOf(work, random));
  const claimed = new Set(claims.map((claim) => `${claim.work} ${claim.right}`));
  while (claims.length < count) {
    const work = random.pick(works).id;
    const right = otherRight(random.below(OTHER_RIGHTS.length));
    if (claimed.has(`${work} ${right}`)) continue;
    claimed.add(`${work} ${right}`);
    claims.push({ work, right, share: '100', territories: '', from: '', to: '', status: '' });
  }
  if (claims.length > count)
    throw new RangeError(`${works.length} works need ${claims.length} claims, more than ${count}`);
  return claims;
}

/** Writes claims.csv; every party has a claim, some have hundreds. */
export function writeClaims(folder: string, works: readonly GeneratedWork[], sizes: ClaimSizes, random: Random): void {
  const rows = makeClaims(works, sizes.claims, random).map((claim, index) => {
    const skewed = Math.floor(sizes.parties * (random.below(100000) / 100000) ** 2);
    const party = partyId(index < sizes.parties ? index : skewed);
    const id = `C${String(index).padStart(7, '0')}`;
    const role = random.pick(ROLES);
    const { work, right, share, territories, from, to, status } = claim;
    return [id, work, party, right, share, role, territories, from, to, status];
  });
  writeCsv(
    folder,
    'claims.csv',
    'claim_id,work_id,party_id,right,share,role,territories,valid_from,valid_to,status',
    rows,
  );
}

interface ClaimSizes {
  readonly claims: number;
  readonly parties: number;
}

const FAMILY_NAMES = ['Martin', 'García', 'Müller', 'Kowalski', '王', '佐藤', 'Nørgaard', 'Rossi', "O'Neill", 'Dubois'];
const GIVEN_NAMES = ['Anne', 'José', 'Jürgen', 'Zofia', '小明', '花子', 'Søren', 'Giulia', 'Siobhán', 'Chloé'];
const COUNTRIES = ['FR', 'ES', 'DE', 'PL', 'CN', 'JP', 'DK', 'IT', 'IE', 'BE'];

export function partyId(index: number): string {
  return `P${String(index).padStart(5, '0')}`;
}

export function writeParties(folder: string, count: number, random: Random): void {
  const rows = Array.from({ length: count }, (_, index) => {
    const place = random.below(COUNTRIES.length);
    const organisation = random.chance(25);
    const name = organisation
      ? `${FAMILY_NAMES[place]} Films, ${index}`
      : `${GIVEN_NAMES[place]} ${FAMILY_NAMES[random.below(FAMILY_NAMES.length)]}`;
    return [partyId(index), name, organisation ? 'organisation' : 'person', COUNTRIES[place] ?? ''];
  });
  writeCsv(folder, 'parties.csv', 'party_id,name,kind,country', rows);
}
