import { type Role, ROLES } from '../../src/identity/index.js';
import { type Cases, type Prepared, requestOf, type Stage, type Subject } from './cases.js';
import { DistributionCases } from './distribution-cases.js';
import { FolderCases } from './folder-cases.js';
import { LicensingCases } from './licensing-cases.js';
import { LicensingDesk } from './licensing-desk.js';
import type { Operation } from './openapi.js';
import { ProtectionCases, SideCases } from './protection-cases.js';
import { RepertoireCases } from './repertoire-cases.js';
import { ReportCases } from './report-cases.js';
import type { TestService } from './service.js';
import { ServiceCases } from './service-cases.js';
import { WebhookCases } from './webhook-cases.js';

/** A society with something for every operation to be tried on. A module with operations is named here. */
export class TriedSociety {
  /** What an operation that is refused leaves as it was. */
  readonly #standing = new Map<string, Subject>();

  private constructor(
    readonly stage: Stage,
    private readonly document: string,
    private readonly cases: readonly Cases[],
  ) {}

  /** @param document the text of the OpenAPI document */
  static async furnish(service: TestService, name: string, document: string): Promise<TriedSociety> {
    const society = await service.society(name);
    const desk = await LicensingDesk.in(service, { name, society, prefix: `${name} ` });
    const officer = await service.token(society, ['RO']);
    const party = { id: `${name}-party`, name: `${name} Pictures`, kind: 'organisation' };
    await desk.post('/v1/parties', party, officer, 201);
    const [row] = await service.db.database.read(society, (tx) =>
      tx.query<{ party_id: number }[]>('select party_id from repertoire.party'),
    );
    const [licenseeId, partyId] = [await desk.licensee(desk.stream), row!.party_id];
    const outside: Partial<Record<Role, object>> = { L: { licenseeId }, H: { partyId } };
    const tokens = {} as Record<Role, string>;
    for (const role of ROLES) tokens[role] = await service.token(society, [role], outside[role] ?? {});
    const stage = { service, society, name, licenseeId, partyId, tokens };
    return new TriedSociety(stage, document, [
      await ServiceCases.furnish(stage),
      await RepertoireCases.furnish(stage),
      await LicensingCases.furnish(stage, desk),
      await DistributionCases.furnish(stage),
      await FolderCases.furnish(stage),
      await ReportCases.furnish(stage, desk.stream),
      await WebhookCases.furnish(stage),
      await ProtectionCases.furnish(stage),
      await SideCases.furnish(stage),
    ]);
  }

  /**
   * The request of an operation about what is the society's.
   * @param fresh whether it will be done: then it gets something of its own to be done to
   */
  async prepare(operation: Operation, role: Role, fresh: boolean): Promise<Prepared> {
    const prepared = requestOf(operation, await this.#subject(operation, role, fresh), this.document);
    if (operation.method !== 'PATCH') return prepared;
    const { service, tokens } = this.stage;
    const seen = await service.call('GET', prepared.path, { token: tokens.SV });
    return { ...prepared, headers: { ...prepared.headers, 'If-Match': seen.headers.get('ETag')! } };
  }

  async #subject(operation: Operation, role: Role, fresh: boolean): Promise<Subject> {
    const { method, path } = operation;
    const [cases, second] = this.cases.filter((one) => one.knows(operation));
    if (cases === undefined || second !== undefined) {
      throw new Error(`${method} ${path} is the business of ${second === undefined ? 'no' : 'two'} cases`);
    }
    const key = `${method} ${path} ${cases.bySide ? role : ''}`;
    const known = fresh && method !== 'GET' ? undefined : this.#standing.get(key);
    if (known !== undefined) return known;
    const subject = await cases.subject(operation, role);
    // What only makes something has a name of its own each time.
    if (path.includes('{') || subject.refers) this.#standing.set(key, subject);
    return subject;
  }

  /** How many rows each table has of the society, and a hash of them; asked of the catalogue, so that no table is forgotten. */
  async everything(): Promise<Record<string, string>> {
    const { service, society } = this.stage;
    const { dataSource } = service.db;
    this.#tables ??= dataSource
      .query<{ name: string }[]>(
        `select c.oid::regclass::text as name from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'society_id' and not a.attisdropped
         where c.relkind in ('r', 'p') and not c.relispartition order by 1`,
      )
      .then((tables) => tables.map(({ name }) => name));
    const counts = (await this.#tables).map(
      (name) => `select '${name}' as name, count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) as rows
        from ${name} t where society_id = ${society}`,
    );
    // As the owner, whom a grant of some columns does not stop; row-level security has to be told the society.
    const rows = await dataSource.transaction(async (tx) => {
      await tx.query(`set local app.society = '${society}'`);
      return tx.query<{ name: string; rows: string }[]>(counts.join(' union all '));
    });
    return Object.fromEntries(rows.map(({ name, rows: of }) => [name, of]));
  }
  #tables: Promise<string[]> | undefined;
}
