import { ProfileService } from '../../src/profile/index.js';
import { FollowRepertoireCalendar } from '../../src/repertoire/index.js';
import type { Role } from '../../src/identity/index.js';
import { type Received, TestService } from './service.js';

/** SHA-256 of some signed file. */
export const FILE = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** A society that keeps its repertoire over HTTP. */
export class RepertoireHouse {
  readonly #tokens = new Map<string, string>();
  #works = 0;

  private constructor(
    readonly service: TestService,
    readonly society: number,
  ) {}

  /** With two parties and a work, under the law of the EU. */
  static async open(service?: TestService, name = 'Society of Film Makers'): Promise<RepertoireHouse> {
    const started = service ?? (await TestService.start());
    const house = new RepertoireHouse(started, await started.society(name));
    const choice = { jurisdiction: 'EU', validFrom: '2020-01-01', reason: 'seat' } as const;
    await started.db.database.write(house.society, (tx) => new ProfileService().follow(tx, 'cli:test', choice));
    const post = (path: string, body: object) => house.post(path, body, 201);
    await post('/v1/parties', { id: 'jade', name: 'Jade River', kind: 'organisation', contact: 'rights@jade.example' });
    await post('/v1/parties', { id: 'lin', name: 'Lin Yue', kind: 'person', contact: 'lin@example.org' });
    await post('/v1/parties', { id: 'sister', name: 'Sister Society', kind: 'organisation', country: 'FR' });
    await post('/v1/works', { id: 'kite', title: 'Paper Kite', workType: 'feature' });
    return house;
  }

  /** A token for a role of the society, or for a holder: `H jade`. */
  async token(who: string): Promise<string> {
    const known = this.#tokens.get(who);
    if (known !== undefined) return known;
    const [role, party] = who.split(' ') as [Role, string?];
    const of = party === undefined ? {} : { partyId: await this.number('party', party) };
    const token = await this.service.token(this.society, [role], of);
    this.#tokens.set(who, token);
    return token;
  }

  async get(path: string, who = 'RO'): Promise<Received> {
    return this.service.call('GET', path, { token: await this.token(who) });
  }

  /** @param expected the status that it must have, or the code of the refusal */
  async post(path: string, body: object | undefined, expected: number | string = 200, who = 'RO'): Promise<Received> {
    const answer = await this.service.call('POST', path, { token: await this.token(who), body: body ?? {} });
    const told = typeof expected === 'number' ? answer.status : answer.json.code;
    expect([path, told, answer.text]).toEqual([path, expected, expect.anything()]);
    return answer;
  }

  async patch(path: string, body: object): Promise<Received> {
    const headers = { 'If-Match': (await this.get(path)).headers.get('ETag')! };
    return this.service.call('PATCH', path, { token: await this.token('RO'), body, headers });
  }

  claim(id: string, party: string, share: string, more: object = {}): Promise<Received> {
    return this.post('/v1/claims', { id, work: 'kite', party, right: 'rental', share, ...more }, 201);
  }

  /** A work of its own for each test, so that none meets another's claims. */
  async newWork(): Promise<string> {
    const id = `film-${++this.#works}`;
    await this.post('/v1/works', { id, title: `Film ${this.#works}` }, 201);
    return id;
  }

  /** Two claims of 60 % to the same right: the id of their dispute. */
  async overlapping(work: string): Promise<string> {
    await this.claim(`${work}-jade`, 'jade', '60', { work });
    const { json } = await this.claim(`${work}-lin`, 'lin', '60', { work });
    return json.conflicts[0].dispute as string;
  }

  /** A mandate as far as it is asked for. */
  async mandate(id: string, party: string, to: 'draft' | 'signed' | 'active', more: object = {}): Promise<Received> {
    const line = { right: 'rental', consentOn: '2026-01-10' };
    const terms = { validFrom: '2026-01-01', noticeMonths: 6, termsShown: 'Rules 2026-1', lines: [line] };
    let answer = await this.post('/v1/mandates', { id, party, ...terms, ...more }, 201);
    const signed = { fileSha256: FILE, signedOn: '2026-01-15', reason: 'signed at the office' };
    if (to !== 'draft') answer = await this.post(`/v1/mandates/${id}/signature`, signed);
    if (to === 'active') answer = await this.post(`/v1/mandates/${id}/approval`, { reason: 'complete' }, 200, 'AP');
    return answer;
  }

  async number(table: 'party' | 'work', code: string): Promise<number> {
    const [row] = await this.service.db.database.read(this.society, (tx) =>
      tx.query<{ id: number }[]>(`select ${table}_id as id from repertoire.${table} where code = $1`, [code]),
    );
    return row!.id;
  }

  /** The hourly task. */
  followCalendar(): Promise<void> {
    return this.service.app.get(FollowRepertoireCalendar, { strict: false }).run(this.society);
  }

  /** As the owner of the database, who can turn back clocks. */
  async asOwner(...statements: string[]): Promise<void> {
    await this.service.db.dataSource.transaction(async (tx) => {
      await tx.query(`set local app.society = '${this.society}'`);
      for (const statement of statements) await tx.query(statement);
    });
  }

  close(): Promise<void> {
    return this.service.stop();
  }
}
