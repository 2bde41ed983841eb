import type { ListPlan } from '../../platform/http/list.js';
import type { NotificationQuery, NotificationRow, NotificationView } from './notification.dto.js';

/** One row a notification. */
export const NOTIFICATIONS = `
  select n.notification_id as id, n.notified_at as at, p.code as party, n.kind, n.dispute_id::text as dispute,
    m.code as mandate, w.code as work, n.due::text as due
  from repertoire.notification n
  join repertoire.party p on p.party_id = n.party_id
  left join repertoire.mandate m on m.mandate_id = n.mandate_id
  left join repertoire.dispute d on d.dispute_id = n.dispute_id
  left join repertoire.work w on w.work_id = d.work_id`;

const COLUMNS = ['id', 'at', 'party', 'kind', 'dispute', 'mandate', 'work', 'due'];

export function notificationList({ party, kind }: NotificationQuery): ListPlan<NotificationRow> {
  return {
    select: `${NOTIFICATIONS}
      where ($1::text is null or p.code = $1) and ($2::text is null or n.kind = $2)`,
    parameters: [party ?? null, kind ?? null],
    // Numbers are given in the order of time, and need no second column to tell equal times apart.
    sorts: { at: { column: 'id', type: 'bigint' } },
    id: { column: 'id', type: 'bigint' },
    csv: {
      name: 'notifications.csv',
      columns: COLUMNS,
      cells: ({ id, at, party: told, kind: what, dispute, mandate, work, due }) => [
        ...[id, at.toISOString(), told, what, dispute, mandate, work, due],
      ],
    },
  };
}

/** A row as its view, and as holders are told by webhook. */
export function notificationView({
  id,
  at,
  party,
  kind,
  dispute,
  mandate,
  work,
  due,
}: NotificationRow): NotificationView {
  return { id, at: at.toISOString(), party, kind, dispute, mandate, work, due };
}
