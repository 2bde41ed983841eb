import type { Role } from '../../src/identity/index.js';
import type { Cases, Stage, Subject } from './cases.js';
import type { Operation } from './openapi.js';
import { pdf, release } from './protection.js';

const PATHS =
  /^\/v1\/(?:services|evidence|listings|listing-duties|listing-warnings|public\/(?:listings|listed))(?:\/|$)/;
/** Operations that are about what each side brings itself. */
const BY_SIDE = /^(?:\w+ \/v1\/evidence(?:\/.*)?|POST \/v1\/(?:services|listings))$/;
/** Of all societies, so that nothing that is made of one meets what is made of the other. */
let made = 0;

async function post({ service, tokens }: Stage, path: string, body: object, who: Role) {
  const answer = await service.call('POST', path, { token: tokens[who], body });
  if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`);
  return answer.json;
}

async function bringEvidence({ service, tokens }: Stage, who: Role): Promise<string> {
  const headers = { 'Content-Type': 'application/pdf' };
  return (await service.call('POST', '/v1/evidence', { token: tokens[who], headers, body: pdf() })).json.id as string;
}

/** What a platform, a holder and an officer each bring: evidence, services, proposals. */
export class SideCases implements Cases {
  readonly bySide = true;

  private constructor(
    private readonly name: string,
    private readonly evidence: Readonly<Record<'L' | 'H' | 'PO', string>>,
  ) {}

  static async furnish(stage: Stage): Promise<SideCases> {
    const [L, H, PO] = [
      await bringEvidence(stage, 'L'),
      await bringEvidence(stage, 'H'),
      await bringEvidence(stage, 'PO'),
    ];
    return new SideCases(stage.name, { L, H, PO });
  }

  knows({ method, path }: Operation): boolean {
    return BY_SIDE.test(`${method} ${path}`);
  }

  subject({ method, path }: Operation, role: Role): Promise<Subject> {
    const evidence = this.evidence[role === 'L' || role === 'H' ? role : 'PO'];
    return Promise.resolve(this.#subject(`${method} ${path}`, evidence, role));
  }

  #subject(operation: string, evidence: string, role: Role): Subject {
    if (operation === 'POST /v1/listings') {
      return { body: { work: `${this.name}-work`, evidence: [evidence] }, refers: true };
    }
    if (operation !== 'POST /v1/services') return { path: { id: evidence } };
    // What a platform registers names no platform.
    if (role === 'L') return { body: { platform: undefined } };
    return { body: { platform: `${this.name} Stream` }, refers: true };
  }
}

/** Services, listings and duties of a society that follows China’s rules, all of which bear its name. */
export class ProtectionCases implements Cases {
  private constructor(private readonly stage: Stage) {}

  /** In a society with a holder and a platform. */
  static async furnish(stage: Stage): Promise<ProtectionCases> {
    const cases = new ProtectionCases(stage);
    await cases.#service();
    await cases.#listed();
    return cases;
  }

  knows({ method, path }: Operation): boolean {
    return PATHS.test(path) && !BY_SIDE.test(`${method} ${path}`);
  }

  async subject({ path }: Operation): Promise<Subject> {
    const [, , noun, place, step] = path.split('/');
    if (noun === 'public') return { query: { society: this.stage.name, title: 'film' } };
    if (place === undefined) return {};
    if (noun === 'services') return { path: { id: await this.#service() } };
    return noun === 'listings' ? this.#listing(step) : this.#duty(place);
  }

  async #listing(step: string | undefined): Promise<Subject> {
    if (step === 'releases' || step === 'delisting') return { path: { id: await this.#listed() } };
    const id = await this.#proposed('official');
    if (step === 'placement') await post(this.stage, `/v1/listings/${id}/submission`, { reason: 'sent' }, 'PO');
    return { path: { id } };
  }

  async #duty(place: string): Promise<Subject> {
    const listing = await this.#listed();
    const { service, tokens } = this.stage;
    const { json } = await service.call('GET', `/v1/listing-duties?listing=${listing}&limit=1`, { token: tokens.L });
    const { id } = json.items[0];
    return place === '{id}' ? { path: { id } } : { body: { duties: [id] }, refers: true };
  }

  /** A listing that stands on the society’s own list. */
  async #listed(): Promise<string> {
    const id = await this.#proposed('own');
    await post(this.stage, `/v1/listings/${id}/placement`, { reason: 'decided' }, 'PO');
    return id;
  }

  /** By the holder, of a work of its own. */
  async #proposed(source: string): Promise<string> {
    const { name } = this.stage;
    const work = `${name}-listed-${++made}`;
    await post(this.stage, '/v1/works', { id: work, title: `${name} film ${made}` }, 'RO');
    const claim = { id: work, work, party: `${name}-party`, right: 'making_available', share: '50' };
    await post(this.stage, '/v1/claims', claim, 'RO');
    const evidence = [await bringEvidence(this.stage, 'H')];
    const listing = { work, source, releases: [release(1)], evidence, reason: 'soon' };
    return (await post(this.stage, '/v1/listings', listing, 'H')).id as string;
  }

  /** Of the platform. */
  async #service(): Promise<string> {
    const id = `${this.stage.name}-service-${++made}`;
    const site = { endpoint: 'https://videos.example.org', contact: 'law@example.org' };
    await post(this.stage, '/v1/services', { id, name: id, kind: 'content', ...site }, 'L');
    return id;
  }
}
