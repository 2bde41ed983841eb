import type { Cases, Stage, Subject } from './cases.js';
import type { Operation } from './openapi.js';

const PATHS = /^\/(?:health|metrics|v1\/(?:jobs|session|oauth|audit-events))\b/;

/** What belongs to no field of the society: its health, who is asking, jobs. */
export class ServiceCases implements Cases {
  private constructor(private readonly job: string) {}

  /** With a job that is of nobody's doing in truth, so that both sides see it. */
  static async furnish({ service, society, name, licenseeId, partyId }: Stage): Promise<ServiceCases> {
    const [job] = await service.db.database.write(society, (tx) =>
      tx.query<{ job_id: string }[]>(
        `insert into platform.job (kind, input, asked_by, licensee_id, party_id)
         values ($1, '{}', 'cli:test', $2, $3) returning job_id`,
        [`${name} job`, licenseeId, partyId],
      ),
    );
    return new ServiceCases(job!.job_id);
  }

  knows({ path }: Operation): boolean {
    return PATHS.test(path);
  }

  subject(): Promise<Subject> {
    return Promise.resolve({ path: { id: this.job } });
  }
}
