import { addDays } from '../../src/kernel/calendar-day.js';
import type { Cases, Stage, Subject } from './cases.js';
import type { LicensingDesk } from './licensing-desk.js';
import type { Operation } from './openapi.js';

const PATHS = new RegExp(
  `^/v1/(?:rule-profile|approved-scopes|licensees|tariffs|tariff-versions|quotes|applications|application-refusals|licences
    |public/(?:tariffs|fees|certificates))(?:/|$)`.replace(/\s/g, ''),
);
/** Of all societies, so that nothing that is made of one meets what is made of the other. */
let made = 0;

/** What operations of licensing are tried on in one society, all of it bearing the society's name. */
export class LicensingCases implements Cases {
  private constructor(
    private readonly name: string,
    private readonly desk: LicensingDesk,
    /** Rows that nothing moves, by the noun of their path. */
    private readonly still: Readonly<Record<string, string>>,
  ) {}

  static async furnish({ name }: Stage, desk: LicensingDesk): Promise<LicensingCases> {
    const { licence, quote } = await desk.active();
    const application = await desk.post('/v1/applications', desk.application(), desk.tokens.stream);
    const [version] = (await desk.get('/v1/tariff-versions', desk.tokens.LO)).items;
    const { code } = await desk.get(`/v1/licences/${encodeURIComponent(licence)}/certificate`, desk.tokens.LO);
    return new LicensingCases(name, desk, {
      ...{ licences: licence, quotes: quote, applications: application.id, 'tariff-versions': version.id },
      ...{ licensees: desk.stream, tariffs: desk.tariff, certificates: code },
    });
  }

  knows({ path }: Operation): boolean {
    return PATHS.test(path);
  }

  async subject({ method, path }: Operation): Promise<Subject> {
    const noun = path.split('/')[2]!;
    const id = (await this.#moved(`${method} ${path}`)) ?? this.still[noun] ?? '';
    const body = await this.#body(`${method} ${path}`, id);
    const refers = method === 'POST' && /\/v1\/(?:tariff-versions|quotes|applications|licences)$/.test(path);
    const query = { society: this.name };
    return { path: { id, code: this.still['certificates']! }, query, body, ...(refers && { refers }) };
  }

  /** Something fresh that the operation moves. */
  async #moved(operation: string): Promise<string | undefined> {
    const { desk } = this;
    const tariff = `${this.name} tariff ${++made}`;
    switch (operation) {
      case 'PATCH /v1/tariff-versions/{id}':
      case 'POST /v1/tariff-versions/{id}/submission':
      case 'POST /v1/tariff-versions/{id}/withdrawal':
        return desk.draftedTariff(tariff);
      case 'POST /v1/tariff-versions/{id}/return':
      case 'POST /v1/tariff-versions/{id}/publication':
        return desk.submittedTariff(tariff);
      case 'POST /v1/tariff-versions/{id}/ending':
        return desk.publishedTariff(tariff);
      case 'POST /v1/quotes/{id}/approval':
        return desk.quoted({ discount: { amount: '1.00', reason: 'pilot' } });
      case 'POST /v1/applications/{id}/missing-data-request':
      case 'POST /v1/applications/{id}/refusal':
      case 'POST /v1/applications/{id}/offer':
        return this.#application();
      case 'POST /v1/applications/{id}/supplement': {
        const id = await this.#application();
        await desk.post(`/v1/applications/${id}/missing-data-request`, { missing: ['outlets'] }, desk.tokens.LO);
        return id;
      }
      case 'PATCH /v1/licences/{id}':
      case 'POST /v1/licences/{id}/offer':
        return (await desk.drafted()).licence;
      case 'POST /v1/licences/{id}/acceptance':
      case 'POST /v1/licences/{id}/withdrawal':
        return (await desk.offered()).licence;
      case 'POST /v1/licences/{id}/suspension':
      case 'POST /v1/licences/{id}/termination':
        return (await desk.active()).licence;
      case 'POST /v1/licences/{id}/resumption': {
        const { licence } = await desk.active();
        const suspension = { cause: 'unpaid', reason: 'invoice 7' };
        await desk.post(`/v1/licences/${encodeURIComponent(licence)}/suspension`, suspension, desk.tokens.LO);
        return licence;
      }
      default:
        return undefined;
    }
  }

  async #application(): Promise<string> {
    return (await this.desk.post('/v1/applications', this.desk.application(), this.desk.tokens.stream)).id as string;
  }

  async #body(operation: string, id: string): Promise<NonNullable<Subject['body']>> {
    const { desk } = this;
    const [tariff, licensee] = [desk.tariff, desk.stream];
    switch (operation) {
      // What is decided from a day on is decided once.
      case 'POST /v1/rule-profile/jurisdictions':
      case 'POST /v1/rule-profile/own-rules':
        return { validFrom: addDays('2020-02-01', ++made) };
      case 'POST /v1/public/fees':
        return { society: this.name, tariff };
      case 'POST /v1/tariff-versions':
      case 'POST /v1/applications':
        return { tariff };
      case 'POST /v1/quotes':
        return { tariff, licensee };
      case 'POST /v1/applications/{id}/offer':
        return { tariff, licence: `offered-${++made}` };
      case 'POST /v1/licences':
        return { quote: await desk.quoted(), application: undefined, renews: undefined };
      case 'PATCH /v1/licences/{id}':
        return { quote: undefined };
      case 'POST /v1/licences/{id}/acceptance':
        return { quoteSha256: await this.#hash(id) };
      default:
        return {};
    }
  }

  async #hash(licence: string): Promise<unknown> {
    return (await this.desk.get(`/v1/licences/${encodeURIComponent(licence)}`, this.desk.tokens.LO)).quoteSha256;
  }
}
