import type { ListPlan } from '../../platform/http/list.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import type { RejectedLineView, ReportChangeView, ReportQuery, ReportRow, ReportView } from './report.dto.js';

const COMPARE_REPORTS = sqlFile(import.meta.url, '../sql/compare-reports.sql');

/** One row a report of a licence; a file of a distribution folder is none. */
export const REPORT_VIEW = `
  select r.usage_report_id as id, l.code as licence, n.name as licensee, r.period_start::text as "periodStart",
    r.period_end::text as "periodEnd", r.revision, r.name, r.content_sha256 is null as nil, r.content_sha256 as sha256,
    last.state, r.received_at as "receivedAt", v.accepted_lines as "acceptedLines", v.rejected_lines as "rejectedLines",
    last.reason
  from usage.usage_report r
  join licensing.licence l on l.licence_id = r.licence_id
  join licensing.licensee n on n.licensee_id = l.licensee_id
  join lateral (
    select e.state, e.reason from usage.report_event e
    where e.usage_report_id = r.usage_report_id order by e.ordinal desc limit 1
  ) last on true
  left join usage.report_event v on v.usage_report_id = r.usage_report_id and v.state = 'validated'`;

/** A row as its view, and as webhooks tell it. */
export function reportView(row: ReportRow): ReportView {
  return { ...row, id: String(row.id), receivedAt: row.receivedAt.toISOString() };
}

export function reportList({ licence, state, on }: ReportQuery): ListPlan<ReportRow> {
  return {
    select: `${REPORT_VIEW}
      where ($1::text is null or l.code = $1) and ($2::text is null or last.state = $2)
        and ($3::date is null or $3 between r.period_start and r.period_end)`,
    parameters: [licence ?? null, state ?? null, on ?? null],
    // Numbers are given in the order of time.
    sorts: { received: { column: 'id', type: 'integer' }, period: { column: '"periodStart"', type: 'text' } },
    id: { column: 'id', type: 'integer' },
    csv: {
      name: 'usage-reports.csv',
      columns: [
        ...['id', 'licence', 'licensee', 'periodStart', 'periodEnd', 'revision', 'name', 'nil', 'state'],
        ...['receivedAt', 'acceptedLines', 'rejectedLines', 'reason'],
      ],
      cells: (row) => [
        ...[row.id, row.licence, row.licensee, row.periodStart, row.periodEnd, row.revision, row.name],
        ...[String(row.nil), row.state, row.receivedAt.toISOString()],
        ...[row.acceptedLines, row.rejectedLines, row.reason],
      ],
    },
  };
}

/** The lines of a report that broke a rule. A line's number ends in ten digits of that in the file. */
export function rejectedList(reportId: number): ListPlan<RejectedLineView> {
  return {
    select: `select line_id % 10000000000 as line, code, message from usage.rejected_line
      where line_id between $1::bigint * 10000000000 and $1::bigint * 10000000000 + 9999999999`,
    parameters: [reportId],
    sorts: { line: { column: 'line', type: 'bigint' } },
    id: { column: 'line', type: 'bigint' },
    csv: {
      name: `rejected-lines-of-report-${reportId}.csv`,
      columns: ['line', 'code', 'message'],
      cells: ({ line, code, message }) => [line, code, message],
    },
  };
}

export type ChangeRow = ReportChangeView & { rank: string };

/** What differs between two revisions, largest change first. */
export function changeList(earlier: number, later: number): ListPlan<ChangeRow> {
  return {
    select: COMPARE_REPORTS,
    parameters: [earlier, later],
    sorts: { rank: { column: 'rank', type: 'bigint' } },
    id: { column: 'rank', type: 'bigint' },
    csv: {
      name: `changes-of-report-${later}.csv`,
      columns: ['resourceId', 'title', 'year', 'useType', 'territory', 'earlier', 'later', 'change'],
      cells: (row) => [
        ...[row.resourceId, row.title, row.year, row.useType, row.territory],
        ...[row.earlier, row.later, row.change],
      ],
    },
  };
}
