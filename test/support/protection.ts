import { createHash, randomBytes } from 'node:crypto';
import type { UseType } from '../../src/kernel/vocabulary.js';
import { LicencesService } from '../../src/licensing/index.js';
import { FollowProtectionCalendar } from '../../src/protection/index.js';
import { LicensingDesk } from './licensing-desk.js';
import type { Received } from './service.js';

/** A PDF of its own. */
export const pdf = (): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(40), Buffer.from('\n%%EOF\n')]);

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What a test says of a listing, beside what is usual. */
interface Wanted {
  work?: string;
  source?: 'official' | 'own';
  releases?: object[];
}

/** A release in China that began `days` ago and ends `more` days from now. */
export function release(days: number, more = 30): object {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  return { territories: 'CN', releasedOn: day(-days), lastDay: day(more), timeZone: 'Asia/Shanghai' };
}

export const ON_LIST = { authority: '国家版权局', year: 2026, batch: '12', listedOn: '2026-11-20' };

/** A row of a listing's history, by hand. @param listing its number, or what stands for it */
export function listingStep(
  listing: string,
  ordinal: number,
  from: string,
  to: string,
  more: Record<string, string> = {},
): string {
  const row = { source: `'official'`, role: `'PO'`, actor: `'client:mallory'`, reason: `'why not'`, ...more };
  return `insert into protection.listing_event (listing_id, ordinal, from_state, state, ${Object.keys(row).join(', ')})
    values (${listing}, ${ordinal}, '${from}', '${to}', ${Object.values(row).join(', ')})`;
}

/** The columns of an authority, for such a row. */
export const ON_AUTHORITYS_LIST = { authority: `'NCA'`, list_year: '2026', batch: `'1'`, listed_on: `'2026-01-01'` };

/** A release, by hand, that a step brings. */
export const releaseOf = (listing: string, step: number): string =>
  `insert into protection.listing_release (listing_id, step, line, territories_except, territory_codes, released_on, last_day)
   values (${listing}, ${step}, 1, true, '{}', '2027-01-01', '2027-02-01')`;

/** A society that protects films: officers, a holder with a claim, the platforms Stream and Rail. */
export class ProtectionHouse {
  #works = 0;

  private constructor(
    readonly desk: LicensingDesk,
    readonly tokens: Record<'PO' | 'RO' | 'SV' | 'jade' | 'lin' | 'stream' | 'rail', string>,
  ) {}

  static async open(inService?: LicensingDesk): Promise<ProtectionHouse> {
    const desk = inService ?? (await LicensingDesk.open());
    const { service, society } = desk;
    const [RO, PO] = [await service.token(society, ['RO']), await service.token(society, ['PO'])];
    for (const id of ['jade', 'lin']) {
      await desk.post('/v1/parties', { id, name: `${id} film`, kind: 'organisation' }, RO, 201);
    }
    const number = async (code: string) => {
      const [row] = await service.db.database.read(society, (tx) =>
        tx.query<{ id: number }[]>('select party_id as id from repertoire.party where code = $1', [code]),
      );
      return row!.id;
    };
    const holder = async (code: string) => service.token(society, ['H'], { partyId: await number(code) });
    const tokens = { PO, RO, SV: desk.tokens.SV, jade: await holder('jade'), lin: await holder('lin') };
    return new ProtectionHouse(desk, { ...tokens, stream: desk.tokens.stream, rail: desk.tokens.rail });
  }

  get society(): number {
    return this.desk.society;
  }

  /** A film of jade’s, for networks and clips. @returns its id */
  async film(title = `Film ${this.#works + 1}`, more: object = {}): Promise<string> {
    const id = `film-${++this.#works}`;
    await this.ok('POST', '/v1/works', 'RO', {
      id,
      title,
      workType: 'feature',
      year: 2026,
      runtimeMinutes: 100,
      ...more,
    });
    for (const right of ['making_available', 'clip_use']) {
      await this.ok('POST', '/v1/claims', 'RO', { id: `${id}-${right}`, work: id, party: 'jade', right, share: '100' });
    }
    return id;
  }

  /** @returns its id */
  async evidence(who: 'PO' | 'jade' | 'lin' | 'stream' = 'PO', bytes = pdf()): Promise<string> {
    const headers = { 'Content-Type': 'application/pdf' };
    const kept = await this.desk.service.call('POST', '/v1/evidence', {
      token: this.tokens[who],
      headers,
      body: bytes,
    });
    if (kept.status !== 201) throw new Error(`No evidence was kept: ${kept.status} ${kept.text}`);
    return kept.json.id as string;
  }

  service(id: string, kind: string, who: 'stream' | 'rail' | 'PO' = 'stream', more: object = {}): Promise<Received> {
    const site = { endpoint: `https://${id}.example.org`, contact: `rights@${id}.example.org` };
    return this.call('POST', '/v1/services', who, { id, name: id, kind, ...site, ...more });
  }

  /** @returns the id of the listing */
  async proposed(wanted: Wanted = {}, who: 'PO' | 'jade' = 'PO'): Promise<string> {
    const { work = await this.film(), source = 'official', releases = [release(10)] } = wanted;
    const listing = { work, source, releases, evidence: [await this.evidence(who)], reason: 'soon in theatres' };
    return (await this.ok('POST', '/v1/listings', who, listing)).json.id as string;
  }

  async listed(wanted: Wanted = {}): Promise<string> {
    const id = await this.proposed(wanted);
    const official = wanted.source !== 'own';
    if (official) await this.ok('POST', `/v1/listings/${id}/submission`, 'PO', { reason: 'sent' });
    await this.ok('POST', `/v1/listings/${id}/placement`, 'PO', { ...(official && ON_LIST), reason: 'published' });
    return id;
  }

  get(path: string, who: keyof ProtectionHouse['tokens'] = 'PO'): Promise<Received> {
    return this.call('GET', path, who);
  }

  call(method: string, path: string, who: keyof ProtectionHouse['tokens'], body?: object): Promise<Received> {
    return this.desk.service.call(method, path, { token: this.tokens[who], ...(body && { body }) });
  }

  async ok(method: string, path: string, who: keyof ProtectionHouse['tokens'], body?: object): Promise<Received> {
    const answer = await this.call(method, path, who, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  }

  /** The status and code by which something is refused. */
  async refused(method: string, path: string, who: keyof ProtectionHouse['tokens'], body?: object) {
    const answer = await this.call(method, path, who, body);
    return [answer.status, answer.json.code as string];
  }

  feed(query = '', headers: Record<string, string> = {}): Promise<Received> {
    const society = encodeURIComponent(this.desk.name);
    return this.desk.service.call('GET', `/v1/public/listings?society=${society}${query}`, { headers });
  }

  lookUp(query: Record<string, string>): Promise<Received> {
    const asked = new URLSearchParams({ society: this.desk.name, ...query }).toString();
    return this.desk.service.call('GET', `/v1/public/listed?${asked}`);
  }

  /** The hourly task, as at a moment. */
  followCalendar(now = new Date()): Promise<void> {
    return this.desk.service.app.get(FollowProtectionCalendar, { strict: false }).run(this.society, now);
  }

  /** What webhooks were told of something: type and to whom. */
  async told(subject: string): Promise<string[]> {
    const rows = await this.desk.service.db.database.read(this.society, (tx) =>
      tx.query<{ told: string }[]>(
        `select e.type || ' to ' || coalesce(n.name, 'the society') as told from webhooks.event e
         left join licensing.licensee n on n.licensee_id = e.licensee_id where e.subject = $1 order by e.announced_at`,
        [subject],
      ),
    );
    return rows.map(({ told }) => told);
  }

  /** An imported licence of these days, in China. @returns its id */
  async networkLicence(licensee: string, code: string, useTypes: UseType[]): Promise<string> {
    const { service, society } = this.desk;
    const year = new Date().getUTCFullYear();
    await service.db.database.write(society, (tx) =>
      service.app.get(LicencesService, { strict: false }).add(tx, society, [
        {
          ...{ code, licensee, useTypes, currency: 'CNY', metric: 'views', territoriesExcept: false },
          ...{ territoryCodes: ['CN'], validFrom: `${year}-01-01`, validTo: `${year + 1}-12-31` },
        },
      ]),
    );
    return code;
  }

  /** As the owner of the database, who can turn back clocks. */
  async asOwner(...statements: string[]): Promise<void> {
    await this.desk.service.db.dataSource.transaction(async (tx) => {
      await tx.query(`set local app.society = '${this.society}'`);
      for (const statement of statements) await tx.query(statement);
    });
  }

  close(): Promise<void> {
    return this.desk.close();
  }
}
