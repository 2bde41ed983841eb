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

/** A society that licenses over HTTP: scope, profile, a published tariff `rental`, licensees Stream and Rail, tokens. */
export class LicensingDesk {
  #made = 0;

  private constructor(
    readonly service: TestService,
    readonly society: number,
    readonly name: string,
    readonly tokens: Record<'LO' | 'AP' | 'SV' | 'stream' | 'rail', string>,
  ) {}

  static async open(): Promise<LicensingDesk> {
    return LicensingDesk.in(await TestService.start());
  }

  /** Makes a further one in a running service. */
  static async in(
    service: TestService,
    { name = `Society ${++societies}`, jurisdiction = 'CN', sandbox = false } = {},
  ): Promise<LicensingDesk> {
    const society = await service.society(name, sandbox);
    const officer = (role: Role) => service.token(society, [role]);
    const [LO, AP, SV] = [await officer('LO'), await officer('AP'), await officer('SV')];
    const desk = new LicensingDesk(service, society, name, { LO, AP, SV, stream: '', rail: '' });
    const choice = { jurisdiction, validFrom: '2020-01-01', reason: 'seat of the society' };
    await desk.post('/v1/rule-profile/jurisdictions', choice, AP, 201);
    const approval = { right: 'rental', territories: 'CN FR', validFrom: '2020-01-01', source: 'approval' };
    await desk.post('/v1/approved-scopes', approval, AP, 201);
    await desk.post('/v1/licensees', { id: 'Stream', legalName: '溪流影视有限公司', country: 'CN' }, LO);
    await desk.post('/v1/licensees', { id: 'Rail' }, LO);
    desk.tokens.stream = await service.token(society, ['L'], { licenseeId: await desk.#licensee('Stream') });
    desk.tokens.rail = await service.token(society, ['L'], { licenseeId: await desk.#licensee('Rail') });
    await desk.post('/v1/tariffs', { id: 'rental', name: 'Rental outlets' }, LO);
    const { id } = await desk.post('/v1/tariff-versions', desk.version('rental'), LO);
    await desk.post(`/v1/tariff-versions/${id}/submission`, { reason: 'adopted' }, LO);
    const days = { validFrom: '2020-01-01', reason: 'as adopted' };
    await desk.post(`/v1/tariff-versions/${id}/publication`, days, AP);
    return desk;
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
    const use = { tariff: 'rental', useTypes: ['rental'], territories: 'CN', exclusive: false, metric: 'views' };
    return { ...use, ...TERM, inputs: INPUTS, ...changes };
  }

  /** A quote, and a draft of it. */
  async drafted(wanted: Wanted = {}): Promise<{ licence: string; quote: string }> {
    const { licensee = 'Stream', discount, ...terms } = wanted;
    const { LO } = this.tokens;
    const priced = { licensee, tariff: 'rental', inputs: INPUTS, ...(discount && { discount }) };
    const { id: quote } = await this.post('/v1/quotes', priced, LO);
    const licence = `D-${++this.#made}`;
    const use = { useTypes: ['rental'], territories: 'CN', metric: 'views', exclusive: false, reportEveryMonths: 3 };
    const draft = { id: licence, quote, ...use, ...TERM, reason: 'as agreed', ...terms };
    await this.post('/v1/licences', draft, LO);
    return { licence, quote };
  }

  /** A licence of Stream that was accepted. */
  async active(): Promise<{ licence: string; quote: string }> {
    const made = await this.drafted();
    await this.post(`/v1/licences/${made.licence}/offer`, { reason: 'go' }, this.tokens.LO);
    await this.accept(made.licence, this.tokens.stream);
    return made;
  }

  async accept(licence: string, token: string): Promise<void> {
    const { quoteSha256 } = await this.get(`/v1/licences/${licence}`, token);
    await this.post(`/v1/licences/${licence}/acceptance`, { quoteSha256 }, token);
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

  async #licensee(name: string): Promise<number> {
    const [row] = await this.service.db.database.read(this.society, (tx) =>
      tx.query<{ id: number }[]>('select licensee_id as id from licensing.licensee where name = $1', [name]),
    );
    return row!.id;
  }
}
