import type { ListPlan } from '../../platform/http/list.js';
import type { EndpointRow, WebhookEndpointQuery } from './endpoint.dto.js';

/** One row an endpoint, as its last version has it. */
export const ENDPOINTS = `
  select e.endpoint_id as id, v.url, v.event_types as "eventTypes", v.enabled, v.reason,
    case when e.licensee_id is not null then 'licensee' when e.party_id is not null then 'holder' else 'society' end as owner,
    f.actor as "registeredBy", e.registered_at as "registeredAt", v.changed_at as "changedAt", e.failing_since as "failingSince",
    v.version
  from webhooks.endpoint e
  cross join lateral (
    select * from webhooks.endpoint_version w where w.endpoint_id = e.endpoint_id order by w.version desc limit 1
  ) v
  join webhooks.endpoint_version f on f.endpoint_id = e.endpoint_id and f.version = 1`;

export function endpointList({ enabled }: WebhookEndpointQuery): ListPlan<EndpointRow> {
  return {
    select: `select * from (${ENDPOINTS}) as endpoint where $1::boolean is null or enabled = $1`,
    parameters: [enabled ?? null],
    sorts: { id: { column: 'id', type: 'integer' } },
    id: { column: 'id', type: 'integer' },
    csv: {
      name: 'webhook-endpoints.csv',
      columns: ['id', 'url', 'event_types', 'enabled', 'owner', 'registered_by', 'failing_since'],
      cells: ({ id, url, eventTypes, enabled, owner, registeredBy, failingSince }) => [
        ...[id, url, eventTypes?.join(' ') ?? null, String(enabled), owner, registeredBy],
        failingSince?.toISOString() ?? null,
      ],
    },
  };
}
