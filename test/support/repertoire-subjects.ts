import { expect } from '@jest/globals';
import type { Operation } from './openapi.js';
import { FILE } from './repertoire.js';
import type { TestService } from './service.js';

/** What an operation is done to, and what its body must name for it to be taken. */
export interface Subject {
  id: string;
  body?: Record<string, unknown>;
}

/** In a society that has a party and follows a rule profile: mandates, disputes and so on, in the state that is needed. */
export class RepertoireSubjects {
  #made = 0;

  /** @param tokens of an officer, an approver and a holder of the party */
  constructor(
    private readonly service: TestService,
    private readonly name: string,
    private readonly tokens: Readonly<Record<'RO' | 'AP' | 'H', string>>,
  ) {}

  /** A fresh one for an operation of the repertoire that needs one; else nothing. */
  async of({ method, path }: Operation): Promise<Subject | undefined> {
    const [, , noun, , step] = path.split('/');
    if (noun === 'mandates') return path.includes('{') ? this.#mandate(step) : undefined;
    if (noun === 'imports') return path.includes('{') ? this.#import() : undefined;
    if (noun === 'disputes' && (path.includes('{') || method === 'POST')) return this.#dispute(path, step);
    if (noun === 'claims' && step !== undefined) return { id: (await this.#claims())[0] };
    return undefined;
  }

  async #mandate(step: string | undefined): Promise<Subject> {
    const id = this.#next('mandate');
    const lines = [{ right: 'rental', consentOn: '2026-01-10' }];
    // The example of an approval is of an agreement, which needs the day of its filing.
    const kind = step === 'approval' ? 'representation_agreement' : 'mandate';
    const terms = { kind, validFrom: '2026-01-01', noticeMonths: 1, termsShown: 'Rules 2026-1', lines };
    await this.#post('/v1/mandates', { id, party: `${this.name}-party`, ...terms });
    const signed = { fileSha256: FILE, signedOn: '2026-01-15', reason: 'signed' };
    if (['approval', 'withdrawal', 'tail'].includes(step ?? ''))
      await this.#post(`/v1/mandates/${id}/signature`, signed);
    if (['withdrawal', 'tail'].includes(step ?? '')) {
      await this.#post(`/v1/mandates/${id}/approval`, { reason: 'complete' }, 'AP');
    }
    // A holder gives notice today.
    return { id, ...(step === 'withdrawal' && { body: { notifiedOn: null } }) };
  }

  async #import(): Promise<Subject> {
    const id = this.#next('mandate');
    const header = 'mandate_id,party_id,right,consent_on,valid_from,notice_months,terms_shown,file_sha256,signed_on';
    const row = `${id},${this.name}-party,rental,2026-01-10,2026-01-01,1,Rules,${FILE},2026-01-15`;
    const { json } = await this.service.call('POST', '/v1/imports?kind=mandates', {
      ...{ token: this.tokens.RO, headers: { 'Content-Type': 'text/csv' }, body: `${header}\n${row}\n` },
    });
    return { id: json.id };
  }

  async #dispute(path: string, step: string | undefined): Promise<Subject> {
    const [a, b] = await this.#claims(path.includes('{') && step !== 'notification' ? '60' : '10');
    if (!path.includes('{')) return { id: a, body: { contesting: null, contested: [a] } };
    if (step === 'notification') {
      const contest = { fileSha256: FILE, description: 'contract', reason: 'never sold' };
      const { id } = await this.#post(`/v1/claims/${encodeURIComponent(a)}/contest`, contest, 'H');
      return { id, body: { contested: [b] } };
    }
    const { items } = (await this.service.call('GET', '/v1/disputes?sort=-id&limit=1', { token: this.tokens.RO })).json;
    return { id: items[0].id, ...(step === 'resolution' && { body: { claims: [{ id: b, withdrawn: true }] } }) };
  }

  /** Two claims of a work of their own. */
  async #claims(share = '10'): Promise<[string, string]> {
    const work = this.#next('film');
    await this.#post('/v1/works', { id: work, title: `${this.name} film` });
    const claims: [string, string] = [`${work}-a`, `${work}-b`];
    for (const id of claims) {
      await this.#post('/v1/claims', { id, work, party: `${this.name}-party`, right: 'rental', share });
    }
    return claims;
  }

  #next(noun: string): string {
    return `${this.name}-${noun}-${++this.#made}`;
  }

  async #post(path: string, body: object, who: 'RO' | 'AP' | 'H' = 'RO') {
    const answer = await this.service.call('POST', path, { token: this.tokens[who], body });
    expect([path, answer.status, answer.text]).toEqual([
      path,
      expect.any(Number),
      expect.not.stringContaining('"code"'),
    ]);
    return answer.json;
  }
}
