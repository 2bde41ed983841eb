import type { Role } from '../../src/identity/index.js';
import type { Cases, Stage, Subject } from './cases.js';
import type { Operation } from './openapi.js';
import { pdf, release } from './protection.js';

const PATHS =
  /^\/v1\/(?:services|evidence|listings|listing-duties|listing-warnings|public\/(?:listings|listed))(?:\/|$)/;
/** Of all societies, so that nothing that is made of one meets what is made of the other. */
let made = 0;

/** Services, evidence and listings of a society that follows China’s rules, all of which bear its name. */
export class ProtectionCases implements Cases {
  /** Evidence is each side’s own. */
  readonly bySide = true;

  private constructor(private readonly stage: Stage) {}

  /** In a society with a work, of which the holder has a claim. */
  static async furnish(stage: Stage): Promise<ProtectionCases> {
    const cases = new ProtectionCases(stage);
    await cases.#service('L');
    await cases.#listed();
    return cases;
  }

  knows({ path }: Operation): boolean {
    return PATHS.test(path);
  }

  async subject({ method, path }: Operation, role: Role): Promise<Subject> {
    const [, , noun, place, step] = path.split('/');
    if (noun === 'public') return { query: { society: this.stage.name, title: 'film' } };
    if (method === 'GET' && place === undefined) return {};
    switch (noun) {
      case 'services':
        return place === undefined ? this.#newService(role) : { path: { id: await this.#service(role) } };
      case 'evidence':
        return place === undefined ? {} : { path: { id: await this.#evidence(role) } };
      case 'listings':
        return place === undefined ? this.#newListing(role) : this.#listing(step, role);
      default:
        return this.#duty(place!);
    }
  }

  /** What a platform registers names no platform. */
  #newService(role: Role): Subject {
    if (role === 'L') return { body: { platform: undefined } };
    return { body: { platform: `${this.stage.name} Stream` }, refers: true };
  }

  async #newListing(role: Role): Promise<Subject> {
    return { body: { work: `${this.stage.name}-work`, evidence: [await this.#evidence(role)] }, refers: true };
  }

  async #listing(step: string | undefined, role: Role): Promise<Subject> {
    if (step === 'releases' || step === 'delisting') return { path: { id: await this.#listed() } };
    const id = await this.#proposed(role);
    if (step === 'placement') await this.#post(`/v1/listings/${id}/submission`, { reason: 'sent' }, 'PO');
    return { path: { id }, ...(step === 'placement' && { body: { listedOn: '2026-11-20' } }) };
  }

  async #duty(place: string): Promise<Subject> {
    const listing = await this.#listed();
    const { service, tokens } = this.stage;
    const { json } = await service.call('GET', `/v1/listing-duties?listing=${listing}&limit=1`, { token: tokens.L });
    const { id } = json.items[0];
    return place === '{id}' ? { path: { id } } : { body: { duties: [id] }, refers: true };
  }

  /** A listing of a work of its own, which stands on the society’s list. */
  async #listed(): Promise<string> {
    const id = await this.#proposed('PO', 'own', await this.#work());
    await this.#post(`/v1/listings/${id}/placement`, { reason: 'decided' }, 'PO');
    return id;
  }

  async #proposed(role: Role, source = 'official', work?: string): Promise<string> {
    const who = role === 'H' ? 'H' : 'PO';
    const listing = { source, releases: [release(1)], evidence: [await this.#evidence(who)], reason: 'soon' };
    return (await this.#post('/v1/listings', { work: work ?? (await this.#work()), ...listing }, who)).id as string;
  }

  /** With a claim of the holder. */
  async #work(): Promise<string> {
    const { name } = this.stage;
    const work = `${name}-listed-${++made}`;
    await this.#post('/v1/works', { id: work, title: `${name} film ${made}` }, 'RO');
    const claim = { id: work, work, party: `${name}-party`, right: 'making_available', share: '50' };
    await this.#post('/v1/claims', claim, 'RO');
    return work;
  }

  async #service(role: Role): Promise<string> {
    const id = `${this.stage.name}-service-${++made}`;
    const site = { endpoint: 'https://videos.example.org', contact: 'law@example.org' };
    const whose = role === 'L' ? {} : { platform: `${this.stage.name} Stream` };
    await this.#post('/v1/services', { id, name: id, kind: 'content', ...site, ...whose }, role === 'L' ? 'L' : 'PO');
    return id;
  }

  async #evidence(role: Role): Promise<string> {
    const { service, tokens } = this.stage;
    const token = tokens[role === 'L' || role === 'H' ? role : 'PO'];
    const headers = { 'Content-Type': 'application/pdf' };
    return (await service.call('POST', '/v1/evidence', { token, headers, body: pdf() })).json.id as string;
  }

  async #post(path: string, body: object, who: Role) {
    const answer = await this.stage.service.call('POST', path, { token: this.stage.tokens[who], body });
    if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  }
}
