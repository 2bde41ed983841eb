import { join } from 'node:path';
import type { Role } from '../../src/identity/index.js';
import { applicationOn } from './application.js';
import { loadedSociety } from './loaded-society.js';
import { PROJECT } from './project.js';
import { type Received, TestService } from './service.js';

export const TINY = join(PROJECT, 'test/golden/tiny');

/** A society that holds what a folder holds, and people who distribute it over HTTP. */
export class DistributingHouse {
  private constructor(
    readonly service: TestService,
    readonly society: number,
    readonly name: string,
    /** Id of the folder's rules. */
    readonly ruleSet: string,
    private readonly tokens: ReadonlyMap<Role, string>,
  ) {}

  static async open(service: TestService, name: string, folder = TINY): Promise<DistributingHouse> {
    const application = await applicationOn(service.db.dataSource);
    const { society, ruleSetId } = await loadedSociety(application, folder, name);
    await application.stop();
    return DistributingHouse.of(service, society, name, ruleSetId);
  }

  /** People in a society that is there. */
  static async of(service: TestService, society: number, name: string, ruleSetId: number): Promise<DistributingHouse> {
    const tokens = new Map<Role, string>();
    for (const role of ['RO', 'LO', 'DO', 'FO', 'AP', 'SV'] as const)
      tokens.set(role, await service.token(society, [role]));
    return new DistributingHouse(service, society, name, String(ruleSetId), tokens);
  }

  token(role: Role): string {
    return this.tokens.get(role)!;
  }

  /** A token of a holder. @param party id of the party */
  async holder(party: string): Promise<string> {
    const [row] = await this.sql<{ party_id: number }>('select party_id from repertoire.party where code = $1', [
      party,
    ]);
    return this.service.token(this.society, ['H'], { partyId: row!.party_id });
  }

  /** @param by a role of the house, or a token */
  get(path: string, by: string = 'SV', headers = {}): Promise<Received> {
    return this.service.call('GET', path, { token: this.tokens.get(by as Role) ?? by, headers });
  }

  post(role: Role, path: string, body?: unknown): Promise<Received> {
    return this.service.call('POST', path, { token: this.token(role), body });
  }

  patch(role: Role, path: string, etag: string, body: unknown): Promise<Received> {
    return this.service.call('PATCH', path, { token: this.token(role), headers: { 'If-Match': etag }, body });
  }

  /** A file. */
  async bytes(path: string, token: string): Promise<{ type: string | null; name: string | null; bytes: Buffer }> {
    const answer = await fetch(`${this.service.url}${path}`, { headers: { Authorization: `Bearer ${token}` } });
    const [type, name] = ['Content-Type', 'Content-Disposition'].map((header) => answer.headers.get(header));
    return { type: type!, name: name!, bytes: Buffer.from(await answer.arrayBuffer()) };
  }

  /** What came back, having been taken. */
  async done(answer: Promise<Received>): Promise<Received['json']> {
    const { status, text, json } = await answer;
    if (status >= 300) throw new Error(`${status} ${text}`);
    return json;
  }

  /** As the society's own people see rows. */
  sql<Row>(statement: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.service.db.database.write(this.society, (tx) => tx.query<Row[]>(statement, parameters));
  }

  publish(ruleSet = this.ruleSet): Promise<unknown> {
    return this.done(this.post('AP', `/v1/rule-sets/${ruleSet}/publication`, { resolution: 'no. 4 of 12 May 2026' }));
  }

  async collections(): Promise<string[]> {
    const { items } = await this.done(this.get('/v1/collections?limit=200'));
    return (items as { id: string }[]).map(({ id }) => id);
  }

  /** The id of a distribution over all collections. */
  async opened(kind = 'normal', ruleSet = this.ruleSet): Promise<string> {
    const collections = await this.collections();
    return (await this.done(this.post('DO', '/v1/distributions', { kind, ruleSet, collections }))).id as string;
  }

  /** Has it calculated, and waits for the job. The service needs a worker. */
  async calculate(id: string): Promise<Received['json']> {
    const asked = await this.post('DO', `/v1/distributions/${id}/calculation`);
    await this.done(Promise.resolve(asked));
    return (await this.service.ended(asked, this.token('DO'))).json;
  }

  async calculated(kind = 'normal', ruleSet = this.ruleSet): Promise<string> {
    const id = await this.opened(kind, ruleSet);
    await this.calculate(id);
    return id;
  }

  async approved(): Promise<string> {
    const id = await this.calculated();
    await this.done(this.post('AP', `/v1/distributions/${id}/approval`));
    return id;
  }

  /** The id of an adjustment that releases what a posted distribution holds. */
  async adjusted(id: string, reason = 'matches and claims were decided'): Promise<string> {
    return (await this.done(this.post('DO', `/v1/distributions/${id}/adjustment`, { reason }))).id as string;
  }

  /** An adjustment that is in the books. */
  async released(id: string): Promise<string> {
    const adjustment = await this.adjusted(id);
    await this.calculate(adjustment);
    await this.done(this.post('AP', `/v1/distributions/${adjustment}/approval`));
    await this.done(this.post('FO', `/v1/distributions/${adjustment}/posting`));
    return adjustment;
  }

  /** Beneficiaries of a distribution and what they get, as `chen 12.00`. */
  async given(id: string): Promise<string[]> {
    const { items } = await this.done(this.get(`/v1/distributions/${id}/allocations?limit=200`));
    return (items as Record<'beneficiary' | 'amount', string>[]).map((row) => `${row.beneficiary} ${row.amount}`);
  }

  async posted(): Promise<string> {
    const id = await this.approved();
    await this.done(this.post('FO', `/v1/distributions/${id}/posting`));
    return id;
  }
}
