import type { ListPlan } from '../../platform/http/list.js';
import { sqlFile } from '../../platform/database/sql-file.js';
import {
  type AllocationQuery,
  type AllocationRow,
  AllocationView,
  PartyDifferenceView,
  type WorkDifferenceView,
} from './amounts.dto.js';

const LIST_ALLOCATIONS = sqlFile(import.meta.url, '../sql/list-allocations.sql');
const COMPARE_PARTIES = sqlFile(import.meta.url, '../sql/compare-parties.sql');
const COMPARE_WORKS = sqlFile(import.meta.url, '../sql/compare-works.sql');

const ALLOCATION = ['collection', 'kind', 'beneficiary', 'currency', 'amount', 'points'] as const;
const PARTY = ['party', 'suspense', 'currency', 'one', 'other', 'difference'] as const;
const WORK = ['work', 'title', 'collection', 'right', 'currency', 'one', 'other', 'difference', 'causes'] as const;

export function allocationList(distribution: number, query: AllocationQuery): ListPlan<AllocationRow> {
  const { collection, kind, beneficiary } = query;
  return {
    select: LIST_ALLOCATIONS,
    parameters: [distribution, collection ?? null, kind ?? null, beneficiary ?? null],
    sorts: { collection: { column: 'collection', type: 'text' }, amount: { column: 'amount_minor', type: 'bigint' } },
    id: { column: 'row_key', type: 'text' },
    csv: {
      name: `allocations-${distribution}.csv`,
      columns: ALLOCATION,
      cells: (row) => {
        const view = AllocationView.from(row);
        return ALLOCATION.map((column) => view[column]);
      },
    },
  };
}

/** @param one, other numbers of distributions */
export function partyDifferences(one: number, other: number): ListPlan<PartyDifferenceView> {
  return {
    select: COMPARE_PARTIES,
    parameters: [one, other],
    sorts: { size: { column: 'size', type: 'bigint' } },
    id: { column: 'row_key', type: 'text' },
    csv: {
      name: `differences-${one}-${other}.csv`,
      columns: PARTY,
      cells: (row) => {
        const view = PartyDifferenceView.from(row);
        return PARTY.map((column) => view[column]);
      },
    },
  };
}

/** @param party its number */
export function workDifferences(one: number, other: number, party: number): ListPlan<WorkDifferenceView> {
  return {
    select: COMPARE_WORKS,
    parameters: [one, other, party],
    sorts: { size: { column: 'size', type: 'decimal' } },
    id: { column: 'row_key', type: 'text' },
    csv: {
      name: `differences-${one}-${other}-by-work.csv`,
      columns: WORK,
      cells: (row) => WORK.map((column) => (column === 'causes' ? row.causes.join(' ') : row[column])),
    },
  };
}
