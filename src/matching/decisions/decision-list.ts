import type { ListPlan } from '../../platform/http/list.js';
import { type MatchQuery, type MatchRow, MatchView } from './decision.dto.js';

const COLUMNS = [
  ...(['id', 'licensee', 'resourceId', 'title', 'year', 'work', 'outcome', 'reason'] as const),
  ...(['decidedBy', 'decidedAt'] as const),
];

/** One row a decision. */
export const MATCH_VIEW = `
  select d.decision_id::text as id, d.decision_id, l.name as licensee, d.resource_id as "resourceId", d.title, d.year,
    w.code as work, d.outcome, d.reason, d.decided_by as "decidedBy", d.decided_at as "decidedAt"
  from matching.decision d
  join licensing.licensee l on l.licensee_id = d.licensee_id
  join repertoire.work w on w.work_id = d.work_id`;

export function matchList({ licensee, work, outcome }: MatchQuery): ListPlan<MatchRow> {
  return {
    select: `${MATCH_VIEW}
      where ($1::text is null or l.name = $1) and ($2::text is null or w.code = $2)
        and ($3::text is null or d.outcome = $3)`,
    parameters: [licensee ?? null, work ?? null, outcome ?? null],
    sorts: { id: { column: 'decision_id', type: 'integer' } },
    id: { column: 'decision_id', type: 'integer' },
    csv: {
      name: 'matches.csv',
      columns: COLUMNS,
      cells: (row) => {
        const view = MatchView.from(row);
        return COLUMNS.map((column) => view[column]);
      },
    },
  };
}
