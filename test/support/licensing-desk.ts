import type { Role } from '../../src/identity/index.js';
import { TestService } from './service.js';

/** What a test asks for in a draft, beside what is usual. */
interface Wanted {
  licensee?: string;
  discount?: object;
  exclusive?: boolean;
  renews?: string;
  validFrom?: string;
  validTo?: string;
}

const TERM = { validFrom: '2027-01-01', validTo: '2027-12-31' };
const INPUTS = { outlets: '15', years: '1' };
let societies = 0;

/** Where a desk is opened, if not in a new society of China. */
interface Where {
  name?: string;
  /** A society that is there. */
  society?: number;
  jurisdiction?: 'CN' | 'EU';
  sandbox?: boolean;
  /** Stands before the names of licensees, tariffs and licences. */
  prefix?: string;
}

/** A society that licenses over HTTP: scope, profile, a published tariff `rental`, licensees Stream and Rail, tokens. */
export class LicensingDesk {
  #made = 0;

  private constructor(
    readonly service: TestService,
    readonly society: number,
    readonly name: string,
    readonly prefix: string,
    readonly tokens: Record<'LO' | 'AP' | 'SV' | 'stream' | 'rail', string>,
  ) {}

  static async open(): Promise<LicensingDesk> {
    return LicensingDesk.in(await TestService.start());
  }

  /** Opens one in a running service. */
  static async in(service: TestService, where: Where = {}): Promise<LicensingDesk> {
    const { name = `Society ${++societies}`, jurisdiction = 'CN', sandbox = false, prefix = '' } = where;
    const society = where.society ?? (await service.society(name, sandbox));
    const officer = (role: Role) => service.token(society, [role]);
    const [LO, AP, SV] = [await officer('LO'), await officer('AP'), await officer('SV')];
    const desk = new LicensingDesk(service, society, name, prefix, { LO, AP, SV, stream: '', rail: '' });
    const choice = { jurisdiction, validFrom: '2020-01-01', reason: 'seat of the society' };
    await desk.post('/v1/rule-profile/jurisdictions', choice, AP, 201);
    const approval = { right: 'rental', territories: 'CN FR', validFrom: '2020-01-01', source: 'approval' };
    await desk.post('/v1/approved-scopes', approval, AP, 201);
    await desk.post('/v1/licensees', { id: desk.stream, legalName: '溪流影视有限公司', country: 'CN' }, LO);
    await desk.post('/v1/licensees', { id: `${prefix}Rail` }, LO);
    desk.tokens.stream = await service.token(society, ['L'], { licenseeId: await desk.licensee(desk.stream) });
    desk.tokens.rail = await service.token(society, ['L'], { licenseeId: await desk.licensee(`${prefix}Rail`) });
    await desk.publishedTariff(desk.tariff, 'Rental outlets');
    return desk;
  }

  get stream(): string {
    return `${this.prefix}Stream`;
  }

  get tariff(): string {
    return `${this.prefix}rental`;
  }

  /** A new tariff with its first version. @returns the version's id */
  async draftedTariff(tariff: string, name = tariff): Promise<string> {
    await this.post('/v1/tariffs', { id: tariff, name }, this.tokens.LO);
    return (await this.post('/v1/tariff-versions', this.version(tariff), this.tokens.LO)).id as string;
  }

  async submittedTariff(tariff: string, name = tariff): Promise<string> {
    const id = await this.draftedTariff(tariff, name);
    await this.post(`/v1/tariff-versions/${id}/submission`, { reason: 'adopted' }, this.tokens.LO);
    return id;
  }

  async publishedTariff(tariff: string, name = tariff): Promise<string> {
    const id = await this.submittedTariff(tariff, name);
    const days = { validFrom: '2020-01-01', reason: 'as adopted' };
    await this.post(`/v1/tariff-versions/${id}/publication`, days, this.tokens.AP);
    return id;
  }

  europe(): Promise<LicensingDesk> {
    return LicensingDesk.in(this.service, { jurisdiction: 'EU' });
  }

  sandbox(): Promise<LicensingDesk> {
    return LicensingDesk.in(this.service, { name: 'Playground', sandbox: true });
  }

  /** The rental tariff of CFCA: 200 yuan an outlet-year. */
  version(tariff: string): object {
    const field = (name: string) => ({ name, label: name, kind: 'whole' });
    const formula = {
      ...{ kind: 'flat_period', inputs: [field('outlets'), field('years')], units: 'outlets', periods: 'years' },
      amount: { least: '200', most: '200' },
    };
    const adopted = { resolutionNumber: '2019-7', resolutionOn: '2019-11-02' };
    return { tariff, right: 'rental', useTypes: ['rental'], territories: '*', currency: 'CNY', formula, ...adopted };
  }

  application(changes: object = {}): object {
    const use = { tariff: this.tariff, useTypes: ['rental'], territories: 'CN', exclusive: false, metric: 'views' };
    return { ...use, ...TERM, inputs: INPUTS, ...changes };
  }

  /** A quote for Stream, or as wanted. @returns its id */
  async quoted({ licensee = this.stream, discount }: Wanted = {}): Promise<string> {
    const priced = { licensee, tariff: this.tariff, inputs: INPUTS, ...(discount && { discount }) };
    return (await this.post('/v1/quotes', priced, this.tokens.LO)).id as string;
  }

  /** A quote, and a draft of it. */
  async drafted({ licensee, discount, ...terms }: Wanted = {}): Promise<{ licence: string; quote: string }> {
    const quote = await this.quoted({ ...(licensee && { licensee }), ...(discount && { discount }) });
    const licence = `${this.prefix}D-${++this.#made}`;
    const use = { useTypes: ['rental'], territories: 'CN', metric: 'views', exclusive: false, reportEveryMonths: 3 };
    const draft = { id: licence, quote, ...use, ...TERM, reason: 'as agreed', ...terms };
    await this.post('/v1/licences', draft, this.tokens.LO);
    return { licence, quote };
  }

  async offered(wanted: Wanted = {}): Promise<{ licence: string; quote: string }> {
    const made = await this.drafted(wanted);
    await this.post(`/v1/licences/${encodeURIComponent(made.licence)}/offer`, { reason: 'go' }, this.tokens.LO);
    return made;
  }

  /** A licence of Stream that was accepted. */
  async active(): Promise<{ licence: string; quote: string }> {
    const made = await this.offered();
    await this.accept(made.licence, this.tokens.stream);
    return made;
  }

  async accept(licence: string, token: string): Promise<void> {
    const { quoteSha256 } = await this.get(`/v1/licences/${encodeURIComponent(licence)}`, token);
    await this.post(`/v1/licences/${encodeURIComponent(licence)}/acceptance`, { quoteSha256 }, token);
  }

  /** An application whose clock ran out: it came in when the society answered within a day, a month ago. */
  async lateApplication(): Promise<string> {
    const [row] = await this.service.db.database.write(this.society, (tx) =>
      tx.query<{ id: number }[]>(
        `with one as (
           insert into licensing.application (licensee_id, use_types, territories_except, territory_codes, valid_from, valid_to,
             exclusive, metric, inputs)
           select licensee_id, '{rental}', false, '{CN}', '2027-01-01', '2027-12-31', false, 'views', '{}'
           from licensing.licensee where name = 'Stream' returning application_id)
         select application_id as id from one`,
      ),
    );
    await this.service.db.database.write(this.society, (tx) =>
      tx.query(
        `insert into licensing.application_transition (application_id, ordinal, from_state, to_state, role, actor, reason, answer_due)
         values ($1, 1, 'none', 'received', 'licensee', 'client:test', 'applied', current_date - 30)`,
        [row!.id],
      ),
    );
    return String(row!.id);
  }

  public() {
    return this.get(`/v1/public/tariffs?society=${encodeURIComponent(this.name)}`);
  }

  async get(path: string, token?: string) {
    const answer = await this.service.call('GET', path, token === undefined ? {} : { token });
    if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  }

  async post(path: string, body: object, token?: string, expected?: number) {
    const answer = await this.service.call('POST', path, { body, ...(token !== undefined && { token }) });
    const done = expected === undefined ? answer.status < 300 : answer.status === expected;
    if (!done) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  }

  async status(path: string, token: string): Promise<number> {
    return (await this.service.call('GET', path, { token })).status;
  }

  /** The status and code by which a POST is refused. */
  async refused(path: string, body: object, token?: string): Promise<[status: number, code: string]> {
    const answer = await this.service.call('POST', path, { body, ...(token !== undefined && { token }) });
    return [answer.status, answer.json.code as string];
  }

  async close(): Promise<void> {
    await this.service.stop();
  }

  /** The number of a licensee. */
  async licensee(name: string): Promise<number> {
    const [row] = await this.service.db.database.read(this.society, (tx) =>
      tx.query<{ id: number }[]>('select licensee_id as id from licensing.licensee where name = $1', [name]),
    );
    return row!.id;
  }
}
