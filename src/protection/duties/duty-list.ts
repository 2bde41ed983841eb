import type { ListPlan } from '../../platform/http/list.js';
import { numberOf } from '../../platform/row-number.js';
import { type DutyQuery, type DutyRow, DutyView } from './duty.dto.js';

/** One row a duty, as its view has it. A platform sees of a listing what the feed tells. */
export const DUTY_VIEW = `
  select d.duty_id as id, s.licensee_id as "licenseeId", d.listing_id::text as listing, f.title, s.code as service,
    n.name as platform, s.kind, d.task, d.assigned_at as "assignedAt", d.due_at as "dueAt", d.state, d.since,
    d.state = 'overdue' or d.state = 'done' and d.since > d.due_at as late, d.reason, d.steps,
    to_char(d.due_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') as by_due
  from protection.duty_standing d
  join protection.service s on s.service_id = d.service_id
  left join licensing.licensee n on n.licensee_id = s.licensee_id
  cross join lateral (
    select e.content::json ->> 'title' as title from protection.feed_entry e
    where e.listing_id = d.listing_id order by e.number desc limit 1
  ) f`;

export function dutyList({ listing, service, state }: DutyQuery): ListPlan<DutyRow> {
  return {
    select: `${DUTY_VIEW}
      where ($1::integer is null or d.listing_id = $1) and ($2::text is null or s.code = $2) and ($3::text is null or d.state = $3)`,
    parameters: [listing === undefined ? null : numberOf(listing), service ?? null, state ?? null],
    sorts: { id: { column: 'id', type: 'bigint' }, dueAt: { column: 'by_due', type: 'text' } },
    id: { column: 'id', type: 'bigint' },
    csv: {
      name: 'listing-duties.csv',
      columns: [
        'id',
        'listing',
        'title',
        'service',
        'platform',
        'kind',
        'task',
        'assignedAt',
        'dueAt',
        'state',
        'since',
        'late',
      ],
      cells: (row) => {
        const { id, listing, title, service, platform, kind, task, assignedAt, dueAt, state, since, late } =
          DutyView.from(row);
        return [
          id,
          listing,
          title,
          service,
          platform,
          kind,
          task,
          assignedAt,
          dueAt,
          state,
          since,
          late ? 'yes' : 'no',
        ];
      },
    },
  };
}

/** A row as its view: what it is ordered by is left out. */
export function dutyView({ by_due: _, ...row }: DutyRow & { by_due?: string }): DutyView {
  return DutyView.from(row);
}
