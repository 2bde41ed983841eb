import type { ListPlan } from '../../platform/http/list.js';
import type { ServiceQuery, ServiceRow } from './service.dto.js';

/** One row a service, as its view has it. */
export const SERVICE_VIEW = `
  select s.service_id as "serviceId", s.licensee_id as "licenseeId", s.code as id, n.name as platform, s.name, s.kind,
    s.endpoint, s.contact, s.open, s.registered_at as "registeredAt", s.changed_at as "changedAt", s.reason, s.version,
    exists (
      select from webhooks.endpoint e
      cross join lateral (
        select v.enabled, v.event_types from webhooks.endpoint_version v
        where v.endpoint_id = e.endpoint_id order by v.version desc limit 1
      ) v
      where e.licensee_id = s.licensee_id and v.enabled
        and coalesce('listing-duty.assigned' = any (v.event_types), true)
    ) as told
  from protection.service_standing s
  left join licensing.licensee n on n.licensee_id = s.licensee_id`;

export function serviceList({ platform, kind }: ServiceQuery): ListPlan<ServiceRow> {
  return {
    select: `${SERVICE_VIEW} where ($1::text is null or n.name = $1) and ($2::text is null or s.kind = $2)`,
    parameters: [platform ?? null, kind ?? null],
    sorts: { id: { column: 'id', type: 'text' } },
    id: { column: 'id', type: 'text' },
    csv: {
      name: 'services.csv',
      columns: ['id', 'platform', 'name', 'kind', 'endpoint', 'contact', 'open', 'told'],
      cells: (row) => [
        ...[row.id, row.platform, row.name, row.kind, row.endpoint, row.contact],
        ...[row.open, row.told].map((yes) => (yes ? 'yes' : 'no')),
      ],
    },
  };
}
