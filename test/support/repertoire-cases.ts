import type { Cases, Stage, Subject } from './cases.js';
import type { Operation } from './openapi.js';
import { FILE } from './repertoire.js';

const PATHS =
  /^\/v1\/(?:works|parties|claims|mandates|disputes|notifications|repertoire|imports|public\/works)(?:\/|$)/;

/** A work, a party and a claim that stand, and mandates, disputes and so on in the state that is needed. */
export class RepertoireCases implements Cases {
  #made = 0;

  private constructor(private readonly stage: Stage) {}

  /** In a society that has a party and follows a rule profile. */
  static async furnish(stage: Stage): Promise<RepertoireCases> {
    const cases = new RepertoireCases(stage);
    const { name } = stage;
    await cases.#post('/v1/works', { id: `${name}-work`, title: `${name} film`, alternativeTitles: ['common title'] });
    const claim = { id: `${name}-claim`, work: `${name}-work`, party: `${name}-party`, right: 'rental', share: '50' };
    await cases.#post('/v1/claims', claim);
    return cases;
  }

  knows({ path }: Operation): boolean {
    return PATHS.test(path);
  }

  async subject({ method, path }: Operation): Promise<Subject> {
    const [, , noun, place, step] = path.split('/');
    if (noun === 'public') return { query: { society: this.stage.name, q: 'film' } };
    if (place === undefined && method === 'GET') return {};
    if (noun === 'mandates') return place === undefined ? this.#ofParty({}) : this.#mandate(step);
    if (noun === 'imports') return place === undefined ? {} : this.#import();
    if (noun === 'disputes') return this.#dispute(path, step);
    if (noun === 'claims' && place === undefined) return this.#ofParty({ work: `${this.stage.name}-work` });
    if (noun === 'claims' && step !== undefined) return { path: { id: (await this.#claims())[0] } };
    const one = { works: 'work', parties: 'party', claims: 'claim' }[noun!]!;
    // Numbers of the whole world are of one work.
    const body = noun === 'works' ? { body: { eidr: undefined, isan: undefined, imdb: undefined } } : {};
    return { path: { id: `${this.stage.name}-${one}` }, ...body };
  }

  #ofParty(body: object): Subject {
    return { body: { ...body, party: `${this.stage.name}-party` }, refers: true };
  }

  async #mandate(step: string | undefined): Promise<Subject> {
    const id = this.#next('mandate');
    const lines = [{ right: 'rental', consentOn: '2026-01-10' }];
    // The example of an approval is of an agreement, which needs the day of its filing.
    const kind = step === 'approval' ? 'representation_agreement' : 'mandate';
    const terms = { kind, validFrom: '2026-01-01', noticeMonths: 1, termsShown: 'Rules 2026-1', lines };
    await this.#post('/v1/mandates', { id, party: `${this.stage.name}-party`, ...terms });
    const signed = { fileSha256: FILE, signedOn: '2026-01-15', reason: 'signed' };
    if (['approval', 'withdrawal', 'tail'].includes(step ?? ''))
      await this.#post(`/v1/mandates/${id}/signature`, signed);
    if (['withdrawal', 'tail'].includes(step ?? '')) {
      await this.#post(`/v1/mandates/${id}/approval`, { reason: 'complete' }, 'AP');
    }
    // A holder gives notice today.
    return { path: { id }, ...(step === 'withdrawal' && { body: { notifiedOn: null } }) };
  }

  async #import(): Promise<Subject> {
    const id = this.#next('mandate');
    const header = 'mandate_id,party_id,right,consent_on,valid_from,notice_months,terms_shown,file_sha256,signed_on';
    const row = `${id},${this.stage.name}-party,rental,2026-01-10,2026-01-01,1,Rules,${FILE},2026-01-15`;
    const { json } = await this.stage.service.call('POST', '/v1/imports?kind=mandates', {
      ...{ token: this.stage.tokens.RO, headers: { 'Content-Type': 'text/csv' }, body: `${header}\n${row}\n` },
    });
    return { path: { id: json.id } };
  }

  async #dispute(path: string, step: string | undefined): Promise<Subject> {
    const [a, b] = await this.#claims(path.includes('{') && step !== 'notification' ? '60' : '10');
    if (!path.includes('{')) return { body: { contesting: null, contested: [a] }, refers: true };
    if (step === 'notification') {
      const contest = { fileSha256: FILE, description: 'contract', reason: 'never sold' };
      const { id } = await this.#post(`/v1/claims/${encodeURIComponent(a)}/contest`, contest, 'H');
      return { path: { id }, body: { contested: [b] } };
    }
    const { items } = (
      await this.stage.service.call('GET', '/v1/disputes?sort=-id&limit=1', { token: this.stage.tokens.RO })
    ).json;
    const body = {
      resolution: { claims: [{ id: b, withdrawn: true }] },
      evidence: { party: `${this.stage.name}-party` },
    }[step ?? ''];
    return { path: { id: items[0].id }, ...(body && { body }) };
  }

  /** Two claims of a work of their own. */
  async #claims(share = '10'): Promise<[string, string]> {
    const work = this.#next('film');
    await this.#post('/v1/works', { id: work, title: `${this.stage.name} film` });
    const claims: [string, string] = [`${work}-a`, `${work}-b`];
    for (const id of claims) {
      await this.#post('/v1/claims', { id, work, party: `${this.stage.name}-party`, right: 'rental', share });
    }
    return claims;
  }

  #next(noun: string): string {
    return `${this.stage.name}-${noun}-${++this.#made}`;
  }

  async #post(path: string, body: object, who: 'RO' | 'AP' | 'H' = 'RO') {
    const answer = await this.stage.service.call('POST', path, { token: this.stage.tokens[who], body });
    expect([path, answer.status, answer.text]).toEqual([
      path,
      expect.any(Number),
      expect.not.stringContaining('"code"'),
    ]);
    return answer.json;
  }
}
