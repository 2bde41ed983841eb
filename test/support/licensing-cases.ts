import { addDays } from '../../src/kernel/calendar-day.js';
import { LicensingDesk } from './licensing-desk.js';
import { exampleBody, type Operation } from './openapi.js';
import type { TestService } from './service.js';

const NOUNS =
  /^\/v1\/(?:rule-profile|approved-scopes|licensees|tariffs|tariff-versions|quotes|applications|licences)\b/;

interface Prepared {
  path: string;
  headers: Record<string, string>;
  body?: Record<string, unknown>;
}

/** What operations of licensing are tried on in one society, all of it bearing the society's name. */
export class LicensingCases {
  #made = 0;

  private constructor(
    private readonly name: string,
    private readonly desk: LicensingDesk,
    readonly licenseeId: number,
    /** Rows that nothing moves, by the noun of their path. */
    private readonly still: Readonly<Record<string, string>>,
  ) {}

  static async furnish(service: TestService, society: number, name: string): Promise<LicensingCases> {
    const desk = await LicensingDesk.in(service, { name, society, prefix: `${name} ` });
    const { licence, quote } = await desk.active();
    const application = await desk.post('/v1/applications', desk.application(), desk.tokens.stream);
    const [version] = (await desk.get('/v1/tariff-versions', desk.tokens.LO)).items;
    return new LicensingCases(name, desk, await desk.licensee(desk.stream), {
      ...{ licences: licence, quotes: quote, applications: application.id, 'tariff-versions': version.id },
      ...{ licensees: desk.stream, tariffs: desk.tariff },
    });
  }

  know({ path }: Operation): boolean {
    return NOUNS.test(path);
  }

  /** @param does whether it will be done: then it gets something of its own, in a state in which it can be */
  async prepare(operation: Operation, document: string, does: boolean): Promise<Prepared> {
    const { method, path } = operation;
    const noun = path.split('/')[2]!;
    const id = (does ? await this.#subject(`${method} ${path}`) : undefined) ?? this.still[noun] ?? '';
    const where = path.replace('{id}', encodeURIComponent(id));
    const example = exampleBody(operation, document);
    const body = example && (await this.#body(method, path, id, does, example));
    return {
      path: where + queryOf(operation),
      headers: method === 'PATCH' ? { 'If-Match': await this.#etag(where) } : {},
      ...(body && { body }),
    };
  }

  /** Something fresh that the operation moves. */
  async #subject(operation: string): Promise<string | undefined> {
    const { desk } = this;
    const tariff = `${this.name} tariff ${++this.#made}`;
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

  async #body(
    method: string,
    path: string,
    id: string,
    does: boolean,
    example: Record<string, unknown>,
  ): Promise<Record<string, unknown>> {
    const { desk } = this;
    const { application: _application, renews: _renews, quote, ...body } = example;
    // Without a blank behind the society's name: what somebody of another society sends comes back to him.
    const made = `${this.name}-${++this.#made}`;
    return {
      ...body,
      ...('id' in body && { id: made }),
      ...('licence' in body && { licence: made }),
      ...('tariff' in body && { tariff: desk.tariff }),
      ...('licensee' in body && { licensee: desk.stream }),
      ...(quote !== undefined && method === 'POST' && { quote: does ? await desk.quoted() : this.still['quotes'] }),
      // What is decided from a day on is decided once.
      ...(path.startsWith('/v1/rule-profile/') && { validFrom: addDays('2020-02-01', this.#made) }),
      ...(path.endsWith('/acceptance') && does && { quoteSha256: await this.#hash(id) }),
    };
  }

  async #hash(licence: string): Promise<unknown> {
    return (await this.desk.get(`/v1/licences/${encodeURIComponent(licence)}`, this.desk.tokens.LO)).quoteSha256;
  }

  async #etag(path: string): Promise<string> {
    const { service, tokens } = this.desk;
    return (await service.call('GET', path, { token: tokens.SV })).headers.get('ETag')!;
  }
}

function queryOf({ parameters }: Operation): string {
  const needed = parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
  if (needed.length === 0) return '';
  return `?${needed.map(({ name, schema }) => `${name}=${encodeURIComponent(String(schema?.example))}`).join('&')}`;
}
