import type { ListPlan } from '../../platform/http/list.js';
import type { ApiClientQuery, ApiClientRow } from './api-client.dto.js';

/** One row a client, with whose it is by name. */
export const API_CLIENTS = `
  select c.client_id as id, c.name collate "C" as name, c.roles, n.name as licensee, p.code as party,
    c.created_at as "createdAt", c.revoked_at as "revokedAt", s.made_at as "secretMadeAt",
    case when s.former_until > now() then s.former_until end as "formerUntil"
  from identity.api_client c
  cross join lateral (
    select * from identity.client_secret x where x.client_id = c.client_id order by x.ordinal desc limit 1
  ) s
  left join licensing.licensee n on n.licensee_id = c.licensee_id
  left join repertoire.party p on p.party_id = c.party_id`;

export function apiClientList({ licensee, party, revoked }: ApiClientQuery): ListPlan<ApiClientRow> {
  return {
    select: `${API_CLIENTS}
      where ($1::text is null or n.name = $1) and ($2::text is null or p.code = $2)
        and ($3::boolean is null or (c.revoked_at is not null) = $3)`,
    parameters: [licensee ?? null, party ?? null, revoked ?? null],
    sorts: { name: { column: 'name', type: 'text' } },
    id: { column: 'id', type: 'text' },
    csv: {
      name: 'api-clients.csv',
      columns: ['id', 'name', 'roles', 'licensee', 'party', 'created_at', 'revoked_at', 'secret_made_at'],
      cells: (row) => [
        ...[row.id, row.name, row.roles.join(' '), row.licensee, row.party, row.createdAt.toISOString()],
        ...[row.revokedAt?.toISOString() ?? null, row.secretMadeAt.toISOString()],
      ],
    },
  };
}
