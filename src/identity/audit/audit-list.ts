import type { ListPlan } from '../../platform/http/list.js';
import type { AuditQuery, AuditRow } from './audit.dto.js';

const COLUMNS = ['id', 'at', 'actor', 'action', 'subject', 'reason', 'before', 'after'] as const;

export function auditList({ subject, actor }: AuditQuery): ListPlan<AuditRow> {
  return {
    select: `select audit_event_id as id, at, actor, action, subject, reason, before, after
      from identity.audit_event where ($1::text is null or subject = $1) and ($2::text is null or actor = $2)`,
    parameters: [subject ?? null, actor ?? null],
    // Numbers are given in the order of time, and need no second column to tell equal times apart.
    sorts: { at: { column: 'id', type: 'bigint' } },
    id: { column: 'id', type: 'bigint' },
    csv: {
      name: 'audit-events.csv',
      columns: COLUMNS,
      cells: (row) => [
        ...[row.id, row.at.toISOString(), row.actor, row.action, row.subject, row.reason],
        ...[row.before, row.after].map((state) => state && JSON.stringify(state)),
      ],
    },
  };
}
