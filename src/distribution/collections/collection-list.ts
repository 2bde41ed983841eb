import type { ListPlan } from '../../platform/http/list.js';
import { type CollectionQuery, type CollectionRow, CollectionView } from './collection.dto.js';

const COLUMNS = [
  ...(['id', 'licence', 'licensee', 'periodStart', 'periodEnd', 'amount', 'currency'] as const),
  ...(['bankReference', 'receivedOn', 'postedIn'] as const),
];

/** One row a collection. */
export const COLLECTION_VIEW = `
  select c.code as id, l.code as licence, n.name as licensee, c.period_start::text as "periodStart",
    c.period_end::text as "periodEnd", c.amount_minor::text as "amountMinor", c.currency,
    c.bank_reference as "bankReference", c.received_on::text as "receivedOn", c.posted_in::text as "postedIn", c.version,
    c.period_start::text as by_period, coalesce(c.received_on::text, '') as by_day
  from distribution.collection c
  join licensing.licence l on l.licence_id = c.licence_id
  join licensing.licensee n on n.licensee_id = l.licensee_id`;

export function collectionList({ licence, on, posted }: CollectionQuery): ListPlan<CollectionRow> {
  return {
    select: `${COLLECTION_VIEW}
      where ($1::text is null or l.code = $1) and ($2::date is null or $2 between c.period_start and c.period_end)
        and ($3::boolean is null or (c.posted_in is not null) = $3)`,
    parameters: [licence ?? null, on ?? null, posted ?? null],
    sorts: {
      id: { column: 'id', type: 'text' },
      periodStart: { column: 'by_period', type: 'text' },
      receivedOn: { column: 'by_day', type: 'text' },
    },
    id: { column: 'id', type: 'text' },
    csv: {
      name: 'collections.csv',
      columns: COLUMNS,
      cells: (row) => {
        const view = CollectionView.from(row);
        return COLUMNS.map((column) => view[column]);
      },
    },
  };
}
