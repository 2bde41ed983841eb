import type { Role } from '../../src/identity/index.js';
import type { Cases, Stage, Subject } from './cases.js';
import type { Operation } from './openapi.js';

const PATHS = /^\/(?:health|metrics|v1\/(?:jobs|session|oauth|audit-events|api-clients))\b/;

/** What belongs to no field of the society: its health, who is asking, the clients that may, jobs. */
export class ServiceCases implements Cases {
  #clients = 0;

  private constructor(
    private readonly stage: Stage,
    private readonly job: string,
  ) {}

  /** With a job that is of nobody's doing in truth, so that both sides see it. */
  static async furnish(stage: Stage): Promise<ServiceCases> {
    const { service, society, name, licenseeId, partyId } = stage;
    const [job] = await service.db.database.write(society, (tx) =>
      tx.query<{ job_id: string }[]>(
        `insert into platform.job (kind, input, asked_by, licensee_id, party_id)
         values ($1, '{}', 'cli:test', $2, $3) returning job_id`,
        [`${name} job`, licenseeId, partyId],
      ),
    );
    return new ServiceCases(stage, job!.job_id);
  }

  knows({ path }: Operation): boolean {
    return PATHS.test(path);
  }

  async subject({ method, path }: Operation, role: Role): Promise<Subject> {
    if (!path.startsWith('/v1/api-clients')) return { path: { id: this.job } };
    const client = { name: `${this.stage.name} client ${++this.#clients}`, ...this.#owner(role) };
    if (!path.includes('{')) return method === 'POST' ? { body: client, refers: true } : {};
    return { path: { id: await this.#client(client) } };
  }

  /** Officers keep the clients of one side each. */
  #owner(role: Role): { licensee: string | null; party: string | null } {
    const { name } = this.stage;
    return role === 'RO' ? { licensee: null, party: `${name}-party` } : { licensee: `${name} Stream`, party: null };
  }

  async #client(client: { licensee: string | null }): Promise<string> {
    const { service, tokens } = this.stage;
    const token = client.licensee === null ? tokens.RO : tokens.AP;
    return (await service.call('POST', '/v1/api-clients', { token, body: client })).json.id as string;
  }
}
