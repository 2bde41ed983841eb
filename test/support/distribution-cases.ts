import { DistributionService, type Run, TermsService } from '../../src/distribution/index.js';
import { Database, type Tx } from '../../src/platform/database/database.js';
import { IssuerService } from '../../src/statements/issued/issuer.service.js';
import type { Cases, Stage, Subject } from './cases.js';
import type { Operation } from './openapi.js';

const [MAKER, APPROVER] = ['cli:maker', 'cli:approver'];
const noop = () => undefined;

/** What operations on collections, rules, distributions and statements are about, as each of them needs it. */
export class DistributionCases implements Cases {
  readonly #db: Database;
  readonly #terms: TermsService;
  readonly #distributions: DistributionService;
  #year = 2030;
  #titles = 0;
  private ruleSet = '';
  private statement = '';
  /** Posted, and never taken back. */
  private distribution = '';

  private constructor(private readonly stage: Stage) {
    const { service } = stage;
    this.#db = service.db.database;
    this.#terms = service.app.get(TermsService, { strict: false });
    this.#distributions = service.app.get(DistributionService, { strict: false });
  }

  /** A licence, rules in force, a collection of 2029 and a posted distribution with a statement. */
  static async furnish(stage: Stage): Promise<DistributionCases> {
    const cases = new DistributionCases(stage);
    await cases.#furnish();
    return cases;
  }

  knows({ path }: Operation): boolean {
    return /^\/v1\/(?:collections|rule-sets|distributions|statements|held|unidentified|matches)(?:\/|$)/.test(path);
  }

  async subject(operation: Operation): Promise<Subject> {
    const { method, path } = operation;
    const { name } = this.stage;
    const query = { to: this.distribution, party: `${name}-party` };
    if (path.includes('{')) {
      return { path: { id: await this.#idFor(operation), gate: 'unidentified_share', line: '1' }, query };
    }
    if (path.startsWith('/v1/matches')) return this.#match(operation);
    if (method === 'GET' || path === '/v1/rule-sets') return {};
    const body =
      path === '/v1/collections'
        ? { licence: this.#licence, periodStart: '2027-01-01', periodEnd: '2027-12-31' }
        : { ruleSet: this.ruleSet, collections: [`${name}-collection`] };
    return { body, refers: true };
  }

  /** A title of its own that waits for a decision. */
  async #match({ method, path }: Operation): Promise<Subject> {
    if (method === 'GET' && !path.endsWith('/candidates')) return {};
    const title = `${this.stage.name} unknown ${++this.#titles}`;
    const [licensee] = await this.#write((tx) =>
      tx.query<{ name: string }[]>(
        `with item as (
           insert into usage.reported_item (item_id, licensee_id, resource_id, title, year, title_key)
           values ($1, $2, '', $3, '', 'nothing like it') returning licensee_id)
         select l.name from item join licensing.licensee l using (licensee_id)`,
        [this.stage.society * 1_000_000_000 + this.#titles, this.stage.licenseeId, title],
      ),
    );
    const group = { licensee: licensee!.name, title };
    if (method === 'GET') return { query: group, refers: true };
    return {
      ...{ refers: true, body: { ...group, resourceId: undefined, year: undefined, work: `${this.stage.name}-work` } },
    };
  }

  async #furnish(): Promise<void> {
    this.ruleSet = String(await this.#published());
    await this.#write((tx) =>
      tx.query(
        `insert into licensing.licence (code, licensee_id, use_types, territories_except, territory_codes, valid_from,
           valid_to, currency, metric)
         select $1, licensee_id, '{rental}', true, '{}', '2020-01-01', '9999-12-31', 'EUR', 'views' from licensing.licensee where licensee_id = $2`,
        [this.#licence, this.stage.licenseeId],
      ),
    );
    await this.#write((tx) => this.#collection(tx, `${this.stage.name}-collection`, 2029));
    await this.#useWork();
    this.distribution = await this.#posted(2028);
    const [statement] = await this.#write((tx) =>
      tx.query<{ id: string }[]>('select statement_id::text as id from statements.statement'),
    );
    this.statement = statement!.id;
  }

  /** The id for `{id}` of an operation's path, of something in the state that the operation asks for. */
  async #idFor({ method, path }: Operation): Promise<string> {
    if (path.startsWith('/v1/collections')) return `${this.stage.name}-collection`;
    if (path.startsWith('/v1/statements')) return this.statement;
    if (path.endsWith('/publication')) return String(await this.#recorded());
    if (path.startsWith('/v1/rule-sets')) return this.ruleSet;
    if (method === 'GET') return this.distribution;
    if (path.endsWith('/adjustment')) return this.distribution;
    if (path.endsWith('/reversal')) return this.#posted();
    const run = await this.#opened();
    if (path.endsWith('/calculation')) return String(run.distributionId);
    await this.#write((tx) => this.#distributions.calculate(tx, run, MAKER, noop));
    if (path.endsWith('/posting') || path.endsWith('/approval-voiding')) {
      await this.#write((tx) => this.#distributions.approve(tx, run, APPROVER));
    }
    return String(run.distributionId);
  }

  get #licence(): string {
    return `${this.stage.name}-licence`;
  }

  #write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#db.write(this.stage.society, work);
  }

  #recorded(): Promise<number> {
    // However little is distributed here, it may differ from the last time.
    const gates = (['parties_changed', 'works_changed', 'unidentified_share'] as const).map((gate) => ({
      gate,
      most: '100',
    }));
    const rules = { deductions: [], weights: [], gates };
    return this.#write((tx) => this.#terms.addRuleSet(tx, this.stage.society, rules, MAKER));
  }

  async #published(): Promise<number> {
    const id = await this.#recorded();
    await this.#write((tx) => this.#terms.publishRuleSet(tx, id, `${this.stage.name} no. 4`, APPROVER));
    return id;
  }

  async #collection(tx: Tx, code: string, year: number): Promise<number> {
    const [row] = await tx.query<{ collection_id: number }[]>(
      `insert into distribution.collection (code, ordinal, licence_id, period_start, period_end, amount_minor, currency, minor_units)
       select $1, $2, licence_id, make_date($2, 1, 1), make_date($2, 12, 31), 1000, 'EUR', 2 from licensing.licence
       where code = $3 returning collection_id`,
      [code, year, this.#licence],
    );
    return row!.collection_id;
  }

  /** The work that the matrix made, rented once in 2028. */
  async #useWork(): Promise<void> {
    await this.#write(async (tx) => {
      const [report] = await tx.query<{ first: string }[]>(
        `insert into usage.usage_report (name) values ($1) returning (usage_report_id * 10000000000 + 2)::text as first`,
        [`usage/${this.stage.name}.csv`],
      );
      const { first } = report!;
      await tx.query(
        `insert into usage.reported_item (item_id, licensee_id, resource_id, title, year, title_key)
         select $1, l.licensee_id, '', t.title, '', t.title_key
         from licensing.licensee l, repertoire.work_title t join repertoire.work w using (work_id)
         where l.licensee_id = $2 and w.code = $3 and t.ordinal = 0`,
        [first, this.stage.licenseeId, `${this.stage.name}-work`],
      );
      await tx.query(
        `insert into usage.reported_use (use_id, licence_id, use_type, territory)
         select $1, licence_id, 'rental', 'FR' from licensing.licence where code = $2`,
        [first, this.#licence],
      );
      await tx.query(
        `insert into usage.usage_line (line_id, item_id, use_id, used_on, quantity) values ($1, $1, $1, '2028-02-03', 5)`,
        [first],
      );
    });
  }

  #opened(year = this.#year++): Promise<Run> {
    return this.#write(async (tx) => {
      const collection = await this.#collection(tx, `${this.stage.name}-${year}`, year);
      const distribution = { kind: 'normal', ruleSetId: Number(this.ruleSet), collections: [collection] } as const;
      return this.#distributions.open(tx, this.stage.society, distribution, MAKER);
    });
  }

  async #posted(year?: number): Promise<string> {
    const run = await this.#opened(year);
    await this.#write((tx) => this.#distributions.calculate(tx, run, MAKER, noop));
    await this.#write((tx) => this.#distributions.approve(tx, run, APPROVER));
    await this.#write(async (tx) => {
      await this.#distributions.post(tx, run, 'cli:finance', noop);
      await this.stage.service.app.get(IssuerService, { strict: false }).issue(tx, run, null);
    });
    return String(run.distributionId);
  }
}
