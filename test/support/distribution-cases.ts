import { DistributionService, type Run, TermsService } from '../../src/distribution/index.js';
import { Database, type Tx } from '../../src/platform/database/database.js';
import { IssuerService } from '../../src/statements/issued/issuer.service.js';
import type { Operation } from './openapi.js';
import type { TestService } from './service.js';

const [MAKER, APPROVER] = ['cli:maker', 'cli:approver'];
const noop = () => undefined;

/** What operations on collections, rules, distributions and statements are about, as each of them needs it. */
export class DistributionCases {
  readonly #db: Database;
  readonly #terms: TermsService;
  readonly #distributions: DistributionService;
  #year = 2030;
  ruleSet = '';
  statement = '';
  /** Posted, and never taken back. */
  distribution = '';

  constructor(
    private readonly service: TestService,
    private readonly society: number,
    private readonly name: string,
  ) {
    this.#db = service.db.database;
    this.#terms = service.app.get(TermsService, { strict: false });
    this.#distributions = service.app.get(DistributionService, { strict: false });
  }

  /** A licence, rules in force, a collection of 2029 and a posted distribution with a statement. */
  async furnish(): Promise<void> {
    this.ruleSet = String(await this.#published());
    await this.#write((tx) =>
      tx.query(
        `insert into licensing.licence (code, licensee_id, use_types, territories_except, territory_codes, valid_from,
           valid_to, currency, metric)
         select $1, licensee_id, '{rental}', true, '{}', '2020-01-01', '9999-12-31', 'EUR', 'views' from licensing.licensee`,
        [`${this.name}-licence`],
      ),
    );
    await this.#write((tx) => this.#collection(tx, `${this.name}-collection`, 2029));
    await this.#useWork();
    this.distribution = await this.#posted(2028);
    const [statement] = await this.#write((tx) =>
      tx.query<{ id: string }[]>('select statement_id::text as id from statements.statement'),
    );
    this.statement = statement!.id;
  }

  /** The id for `{id}` of an operation's path, of something in the state that the operation asks for. */
  async idFor({ method, path }: Operation): Promise<string> {
    if (path.startsWith('/v1/collections')) return `${this.name}-collection`;
    if (path.startsWith('/v1/statements')) return this.statement;
    if (path.endsWith('/publication')) return String(await this.#recorded());
    if (path.startsWith('/v1/rule-sets')) return this.ruleSet;
    if (method === 'GET') return this.distribution;
    if (path.endsWith('/reversal')) return this.#posted();
    const run = await this.#opened();
    if (path.endsWith('/calculation')) return String(run.distributionId);
    await this.#write((tx) => this.#distributions.calculate(tx, run, MAKER, noop));
    if (path.endsWith('/posting') || path.endsWith('/approval-voiding')) {
      await this.#write((tx) => this.#distributions.approve(tx, run, APPROVER));
    }
    return String(run.distributionId);
  }

  #write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#db.write(this.society, work);
  }

  #recorded(): Promise<number> {
    // However little is distributed here, it may differ from the last time.
    const gates = (['parties_changed', 'works_changed', 'unidentified_share'] as const).map((gate) => ({
      gate,
      most: '100',
    }));
    const rules = { deductions: [], weights: [], gates };
    return this.#write((tx) => this.#terms.addRuleSet(tx, this.society, rules, MAKER));
  }

  async #published(): Promise<number> {
    const id = await this.#recorded();
    await this.#write((tx) => this.#terms.publishRuleSet(tx, id, `${this.name} no. 4`, APPROVER));
    return id;
  }

  async #collection(tx: Tx, code: string, year: number): Promise<number> {
    const [row] = await tx.query<{ collection_id: number }[]>(
      `insert into distribution.collection (code, ordinal, licence_id, period_start, period_end, amount_minor, currency, minor_units)
       select $1, $2, licence_id, make_date($2, 1, 1), make_date($2, 12, 31), 1000, 'EUR', 2 from licensing.licence
       returning collection_id`,
      [code, year],
    );
    return row!.collection_id;
  }

  /** The work that the matrix made, rented once in 2028. */
  async #useWork(): Promise<void> {
    await this.#write(async (tx) => {
      const [report] = await tx.query<{ first: string }[]>(
        `insert into usage.usage_report (name) values ($1) returning (usage_report_id * 10000000000 + 2)::text as first`,
        [`usage/${this.name}.csv`],
      );
      const { first } = report!;
      await tx.query(
        `insert into usage.reported_item (item_id, licensee_id, resource_id, title, year, title_key)
         select $1, l.licensee_id, '', t.title, '', t.title_key
         from licensing.licensee l, repertoire.work_title t where t.ordinal = 0`,
        [first],
      );
      await tx.query(
        `insert into usage.reported_use (use_id, licence_id, use_type, territory)
         select $1, licence_id, 'rental', 'FR' from licensing.licence`,
        [first],
      );
      await tx.query(
        `insert into usage.usage_line (line_id, item_id, use_id, used_on, quantity) values ($1, $1, $1, '2028-02-03', 5)`,
        [first],
      );
    });
  }

  #opened(year = this.#year++): Promise<Run> {
    return this.#write(async (tx) => {
      const collection = await this.#collection(tx, `${this.name}-${year}`, year);
      const distribution = { kind: 'normal', ruleSetId: Number(this.ruleSet), collections: [collection] } as const;
      return this.#distributions.open(tx, this.society, distribution, MAKER);
    });
  }

  async #posted(year?: number): Promise<string> {
    const run = await this.#opened(year);
    await this.#write((tx) => this.#distributions.calculate(tx, run, MAKER, noop));
    await this.#write((tx) => this.#distributions.approve(tx, run, APPROVER));
    await this.#write(async (tx) => {
      await this.#distributions.post(tx, run, 'cli:finance', noop);
      await this.service.app.get(IssuerService, { strict: false }).issue(tx, run);
    });
    return String(run.distributionId);
  }
}
