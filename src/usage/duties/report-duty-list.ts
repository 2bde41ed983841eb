import { sqlFile } from '../../platform/database/sql-file.js';
import type { ListPlan } from '../../platform/http/list.js';
import type { ReportDutyQuery, ReportDutyRow } from './report-duty.dto.js';

export const FIND_DUTIES = sqlFile(import.meta.url, 'sql/find-duties.sql');

/** @param day on which they are looked at, YYYY-MM-DD */
export function reportDutyList({ licence, state }: ReportDutyQuery, day: string): ListPlan<ReportDutyRow> {
  return {
    select: `
      select d.licence, d.licensee, d.period_start::text as "periodStart", d.period_end::text as "periodEnd",
        d.due_on::text as "dueOn", d.state, due.reminded_at as "remindedAt", late.reminded_at as "overdueAt",
        coalesce(d.due_on, d.period_end)::text as due, d.licence || ' ' || d.period_start as key
      from (${FIND_DUTIES}) d
      left join usage.reminder due
        on due.licence_id = d.licence_id and due.period_start = d.period_start and due.kind = 'due'
      left join usage.reminder late
        on late.licence_id = d.licence_id and late.period_start = d.period_start and late.kind = 'overdue'
      where ($2::text is null or d.licence = $2) and ($3::text is null or d.state = $3)`,
    parameters: [day, licence ?? null, state ?? null],
    sorts: { due: { column: 'due', type: 'text' }, licence: { column: 'licence', type: 'text' } },
    id: { column: 'key', type: 'text' },
    csv: {
      name: 'report-duties.csv',
      columns: ['licence', 'licensee', 'periodStart', 'periodEnd', 'dueOn', 'state', 'remindedAt', 'overdueAt'],
      cells: (row) => [
        ...[row.licence, row.licensee, row.periodStart, row.periodEnd, row.dueOn, row.state],
        ...[row.remindedAt, row.overdueAt].map((at) => at?.toISOString() ?? null),
      ],
    },
  };
}
