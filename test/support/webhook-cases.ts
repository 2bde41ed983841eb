import type { Role } from '../../src/identity/index.js';
import { AnnouncementsService, type Audience, EVENT_TYPES } from '../../src/webhooks/index.js';
import type { Cases, Stage, Subject } from './cases.js';
import type { Operation } from './openapi.js';

interface Case {
  endpoint: string;
  delivery: string;
}

/** An endpoint of each side of a society with a delivery that has ended, all of which bear the society's name. */
export class WebhookCases implements Cases {
  readonly bySide = true;

  private constructor(
    private readonly licensee: Case,
    private readonly holder: Case,
    private readonly society: Case,
  ) {}

  static async furnish({ service, society, name, ...of }: Stage): Promise<WebhookCases> {
    const make = async (audience: Audience, licenseeId: number | null, partyId: number | null): Promise<Case> => {
      const scope = { society, ...(licenseeId && { licensee: licenseeId }), ...(partyId && { party: partyId }) };
      const endpoint = await service.db.database.write(scope, async (tx) => {
        const [{ id }] = await tx.query<[{ id: number }]>(
          'insert into webhooks.endpoint default values returning endpoint_id as id',
        );
        await tx.query(
          `insert into webhooks.endpoint_version (endpoint_id, version, url, enabled, actor)
           values ($1, 1, $2, true, $3)`,
          [id, `https://platform.example.org/${encodeURIComponent(name)}`, `cli:${name}`],
        );
        const data = { ...EVENT_TYPES['job.done'].example, kind: `${name} job` };
        const event = { type: 'job.done', audience, subject: `${name} job`, data } as const;
        await new AnnouncementsService().announce(tx, event);
        return id;
      });
      const delivery = await service.db.database.write(society, async (tx) => {
        const [[{ id }]] = await tx.query<[[{ id: string }], number]>(
          `update webhooks.delivery set state = 'dead', due_at = null, ended_at = now()
           where endpoint_id = $1 returning delivery_id as id`,
          [endpoint],
        );
        await tx.query(
          `insert into webhooks.attempt (delivery_id, ordinal, licensee_id, party_id, begun_at, milliseconds, status, response)
           values ($1, 1, $2, $3, now(), 1, 500, $4)`,
          [id, licenseeId, partyId, `${name} is out of order`],
        );
        return id;
      });
      return { endpoint: String(endpoint), delivery };
    };
    return new WebhookCases(
      await make({ licensee: of.licenseeId }, of.licenseeId, null),
      await make({ party: of.partyId }, null, of.partyId),
      await make('society', null, null),
    );
  }

  knows({ path }: Operation): boolean {
    return path.startsWith('/v1/webhook-');
  }

  subject({ method, path }: Operation, role: Role): Promise<Subject> {
    const { endpoint, delivery } = this.#of(role);
    const id = path.startsWith('/v1/webhook-endpoints') ? endpoint : delivery;
    return Promise.resolve({
      path: { id },
      ...(method === 'POST' &&
        path === '/v1/webhook-deliveries' && { body: { replayOf: delivery }, refers: true as const }),
    });
  }

  #of(role: Role): Case {
    if (role === 'L') return this.licensee;
    return role === 'H' ? this.holder : this.society;
  }
}
