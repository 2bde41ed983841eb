import type { ListPlan } from '../../platform/http/list.js';
import { numberOf } from '../../platform/row-number.js';
import { type DistributionQuery, type DistributionRow, DistributionView } from './distribution.dto.js';

const COLUMNS = [
  'id',
  'kind',
  'state',
  'since',
  'ruleSet',
  'collections',
  'reverses',
  'reversedBy',
  'adjusts',
] as const;

/** One row a distribution, as its last event has it. */
export const DISTRIBUTION_VIEW = `
  select d.distribution_id::text as id, d.distribution_id, d.kind, e.state, e.happened_at as since,
    d.rule_set_id::text as "ruleSet", d.reverses::text as reverses, d.adjusts::text as adjusts,
    (select r.distribution_id::text from distribution.distribution r
      where r.reverses = d.distribution_id and distribution.state_of(r.distribution_id) = 'posted') as "reversedBy",
    array(select c.code from distribution.pool p join distribution.collection c on c.collection_id = p.collection_id
      where p.distribution_id = d.distribution_id order by c.ordinal, c.code) as collections
  from distribution.distribution d
  join lateral (
    select v.state, v.happened_at from distribution.distribution_event v
    where v.distribution_id = d.distribution_id order by v.ordinal desc limit 1
  ) e on true`;

export function distributionList({ kind, state, collection, adjusts }: DistributionQuery): ListPlan<DistributionRow> {
  return {
    select: `${DISTRIBUTION_VIEW}
      where ($1::text is null or d.kind = $1) and ($2::text is null or e.state = $2)
        and ($3::text is null or exists (
          select from distribution.pool p join distribution.collection c on c.collection_id = p.collection_id
          where p.distribution_id = d.distribution_id and c.code = $3))
        and ($4::integer is null or d.adjusts = $4)`,
    parameters: [kind ?? null, state ?? null, collection ?? null, adjusts === undefined ? null : numberOf(adjusts)],
    sorts: { id: { column: 'distribution_id', type: 'integer' } },
    id: { column: 'distribution_id', type: 'integer' },
    csv: {
      name: 'distributions.csv',
      columns: COLUMNS,
      cells: (row) => {
        const view = DistributionView.from(row);
        return COLUMNS.map((column) => (column === 'collections' ? view.collections.join(' ') : view[column]));
      },
    },
  };
}
