import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DistributionService, type Run, TermsService } from '../../src/distribution/index.js';
import { parseTerritories } from '../../src/kernel/territory.js';
import { Database } from '../../src/platform/database/database.js';
import { ClaimsService, type NewClaim } from '../../src/repertoire/index.js';
import { startApplication, type TestApplication } from '../support/application.js';
import { loadedSociety } from '../support/loaded-society.js';
import { Random } from '../support/random.js';

const WORKS = 5;
const PARTIES = 4;
const UNKNOWN = 6;
const TERRITORIES = ['FR', 'DE', 'US', 'CN'];
const EXPRESSIONS = ['*', '*', 'FR DE', '* -US', 'CN', '* -FR -CN'];
const DAYS = Array.from({ length: 181 }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10));

let app: TestApplication;
let db: Database;
let distributions: DistributionService;
let scratch: string;

beforeAll(async () => {
  app = await startApplication();
  db = app.service(Database);
  distributions = app.service(DistributionService);
  scratch = mkdtempSync(join(tmpdir(), 'release-laws-'));
});
afterAll(async () => {
  rmSync(scratch, { recursive: true });
  await app?.stop();
});

/** Works and parties that nobody claims anything of, and half a year of usage, some of unknown titles. */
function writeFolder(folder: string, random: Random): void {
  mkdirSync(join(folder, 'usage'), { recursive: true });
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const files: Record<string, string[]> = {
    'parties.csv': ['party_id,name,kind', ...numbers(PARTIES).map((n) => `p${n},Party ${n},person`)],
    'works.csv': ['work_id,title,work_type', ...numbers(WORKS).map((n) => `w${n},Film ${n},feature`)],
    'claims.csv': ['claim_id,work_id,party_id,right,share'],
    'licences.csv': [
      'licence_id,licensee,use_types,valid_from,valid_to,currency,metric',
      'L1,Stream,svod avod,2026-01-01,2026-12-31,EUR,seconds',
    ],
    'collections.csv': [
      'collection_id,licence_id,period_start,period_end,amount',
      `Q1,L1,2026-01-01,2026-03-31,${random.between(1, 100_000)}.${random.digits(2)}`,
      `Q2,L1,2026-04-01,2026-06-30,${random.between(1, 100_000)}.${random.digits(2)}`,
    ],
    'usage/lines.csv': [
      'licence_id,use_type,territory,used_on,seconds,resource_id,title',
      ...numbers(120).map(() => {
        const known = random.percent(60);
        const title = known ? `Film ${random.between(1, WORKS)}` : `Unknown ${random.between(1, UNKNOWN)}`;
        const resource = known || random.percent(50) ? '' : `r${title.slice(-1)}`;
        const where = `${random.pick(['svod', 'avod'])},${random.pick(TERRITORIES)},${random.pick(DAYS)}`;
        return `L1,${where},${random.between(0, 5000)},${resource},${title}`;
      }),
    ],
  };
  for (const [file, rows] of Object.entries(files)) writeFileSync(join(folder, file), `${rows.join('\n')}\n`);
}

/** Claims that never exceed 100 % together, whatever their days and territories. */
function randomClaims(random: Random): NewClaim[] {
  return Array.from({ length: WORKS * 4 }, (_, index) => {
    const territories = parseTerritories(random.pick(EXPRESSIONS));
    if (!('ok' in territories)) throw new Error('no territories');
    const [from, to] = [random.pick(DAYS), random.pick(DAYS)].sort();
    return {
      ...{ code: `c${index}`, workId: 1 + (index % WORKS), partyId: random.between(1, PARTIES) },
      ...{ right: 'making_available', share: `${random.between(1, 24)}.${random.digits(6)}`, role: null },
      ...{ territoriesExcept: territories.ok.except, territoryCodes: [...territories.ok.codes] },
      ...{ validFrom: random.percent(40) ? from! : null, validTo: random.percent(40) ? to! : null, status: 'asserted' },
    } as NewClaim;
  });
}

class Makers {
  private constructor(
    private readonly random: Random,
    private readonly society: number,
    private readonly ruleSetId: number,
    private readonly collections: readonly number[],
  ) {}

  /** @param byType whether the type of a work is weighed */
  static async open(seed: number, byType: boolean): Promise<Makers> {
    const random = new Random(seed);
    const folder = join(scratch, `folder-${seed}`);
    writeFolder(folder, random);
    const { society, collections } = await loadedSociety(app, folder, `Makers ${seed}`);
    const terms = app.service(TermsService);
    const gates = (['unidentified_share', 'disputed_share'] as const).map((gate) => ({ gate, most: '100' }));
    const weights = [{ dimension: 'use_type', key: 'avod', weight: '0.3' }];
    if (byType) weights.push({ dimension: 'work_type', key: 'feature', weight: '1.7' });
    const ruleSetId = await db.write(society, async (tx) => {
      const id = await terms.addRuleSet(tx, society, { deductions: [], weights, gates }, 'anna');
      await terms.publishRuleSet(tx, id, 'no. 4', 'bela');
      return id;
    });
    return new Makers(random, society, ruleSetId, collections);
  }

  async claim(claims: readonly NewClaim[]): Promise<void> {
    const numbers = async (table: string) =>
      (await this.sql<{ id: number }>(`select ${table}_id as id from repertoire.${table} order by code`)).map(
        ({ id }) => id,
      );
    const [works, parties] = [await numbers('work'), await numbers('party')];
    await db.write(this.society, (tx) =>
      app.service(ClaimsService).add(
        tx,
        claims.map((claim) => ({ ...claim, workId: works[claim.workId - 1]!, partyId: parties[claim.partyId - 1]! })),
      ),
    );
  }

  /** Some unknown titles turn out to be works: by the licensee's own id where it has one. */
  async identify(): Promise<void> {
    const work = `(select work_id from repertoire.work order by code offset ${this.random.below(WORKS)} limit 1)`;
    const title = `Unknown ${this.random.between(1, UNKNOWN)}`;
    await this.sql(
      `insert into matching.alias (licensee_id, resource_id, work_id)
       select distinct licensee_id, resource_id, ${work} from usage.reported_item where title = $1 and resource_id <> ''
       on conflict do nothing`,
      [title],
    );
    await this.sql(
      `insert into matching.decision (licensee_id, resource_id, title, year, work_id, outcome, reason, decided_by)
       select distinct licensee_id, resource_id, title, year, ${work}, 'confirmed', 'seen', 'anna'
       from usage.reported_item where title = $1 and resource_id = '' on conflict do nothing`,
      [title],
    );
  }

  async calculated(kind: 'normal' | 'what_if'): Promise<Run> {
    const { society, ruleSetId, collections } = this;
    const run = await db.write(society, (tx) =>
      distributions.open(tx, society, { kind, ruleSetId, collections }, 'anna'),
    );
    await this.calculate(run);
    return run;
  }

  async posted(): Promise<Run> {
    const run = await this.calculated('normal');
    await this.post(run);
    return run;
  }

  /** @returns nothing if there is nothing to give */
  async released({ distributionId }: Run): Promise<Run | undefined> {
    const why = { reason: 'decided', today: '2026-12-31' };
    try {
      const run = await db.write(this.society, (tx) =>
        distributions.adjust(tx, { society: this.society, distributionId }, 'anna', why),
      );
      await this.calculate(run);
      await this.post(run);
      return run;
    } catch (error) {
      if (/release-(?:gives-nothing|nothing-held)/.test((error as { code?: string }).code ?? '')) return undefined;
      throw error;
    }
  }

  private calculate(run: Run): Promise<void> {
    return db.write(this.society, (tx) => distributions.calculate(tx, run, 'anna', () => undefined));
  }

  private async post(run: Run): Promise<void> {
    await db.write(this.society, (tx) => distributions.approve(tx, run, 'bela'));
    await db.write(this.society, (tx) => distributions.post(tx, run, 'clock', () => undefined));
  }

  /** Points of parties by all of the runs, and what the last of them still holds in each pool. */
  points(runs: readonly Run[]): Promise<{ who: string; points: string }[]> {
    const ids = runs.map(({ distributionId }) => distributionId);
    return this.sql(
      `select concat_ws(' ', c.code, coalesce(p.code, a.suspense)) as who, trim_scale(sum(a.points))::text as points
       from distribution.allocation a
       join distribution.collection c using (collection_id)
       left join repertoire.party p on p.party_id = a.party_id
       where a.distribution_id = any ($1)
         and (a.party_id is not null or a.distribution_id = (
           select max(b.distribution_id) from distribution.allocation b
           where b.distribution_id = any ($1) and b.collection_id = a.collection_id))
       group by c.code, p.code, a.suspense having sum(a.points) > 0 order by who`,
      [ids],
    );
  }

  /** Minor units by pool: what came in, and what parties got and suspense still holds by the books. */
  money(): Promise<{ collected: string; owed: string }[]> {
    return this.sql(
      `select c.amount_minor::text as collected, sum(p.credit_minor - p.debit_minor)::text as owed
       from distribution.collection c
       join distribution.posted_pool d using (collection_id)
       join ledger.posting p on p.transaction_id = d.transaction_id
       join ledger.account a on a.account_id = p.account_id and a.code like 'liabilities:%'
       group by c.collection_id order by c.code`,
    );
  }

  sql<Row>(statement: string, parameters: unknown[] = []): Promise<Row[]> {
    return db.write(this.society, (tx) => tx.query<Row[]>(statement, parameters));
  }
}

describe('A distribution and its releases', () => {
  it.each([1, 2, 3, 4, 5])(
    'give the points that a distribution would that had known all claims and matches at once (%i)',
    async (seed) => {
      // An identified title is weighed by its use alone: where types weigh, a run that knew it at once gives it more.
      const byType = seed % 2 === 0;
      const makers = await Makers.open(seed, byType);
      const claims = new Random(seed).shuffle(randomClaims(new Random(seed)));
      await makers.claim(claims.slice(0, 8));
      const runs = [await makers.posted()];
      for (const step of [1, 2, 3]) {
        await makers.claim(claims.slice(4 + 4 * step, 8 + 4 * step));
        if (step < 3 && !byType) await makers.identify();
        const release = await makers.released(runs[0]!);
        if (release !== undefined) runs.push(release);
      }
      expect(runs.length).toBeGreaterThan(2);
      const atOnce = await makers.calculated('what_if');
      expect(await makers.points(runs)).toEqual(await makers.points([atOnce]));
      for (const { collected, owed } of await makers.money()) expect(owed).toBe(collected);
    },
  );
});
