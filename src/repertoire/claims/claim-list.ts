import { formatTerritories } from '../../kernel/territory.js';
import type { ListPlan } from '../../platform/http/list.js';
import type { ClaimQuery, ClaimView } from './claim.dto.js';

const COLUMNS = [
  ...['id', 'work', 'party', 'right', 'share', 'role', 'territories', 'validFrom', 'validTo', 'status'],
  ...['recordedAt', 'supersededAt'],
];

export interface ClaimRow extends Omit<ClaimView, 'territories' | 'recordedAt' | 'supersededAt'> {
  territoriesExcept: boolean;
  territoryCodes: string[];
  recordedAt: Date;
  supersededAt: Date | null;
}

/** One row a version of a claim. */
export const CLAIM_VIEW = `
  select c.code as id, w.code as work, p.code as party, c."right", trim_scale(c.share)::text as share, c.role,
    c.territories_except as "territoriesExcept", c.territory_codes as "territoryCodes",
    c.valid_from::text as "validFrom", c.valid_to::text as "validTo", c.status, c.recorded_at as "recordedAt",
    c.superseded_at as "supersededAt", c.claim_id as version
  from repertoire.claim c
  join repertoire.work w on w.work_id = c.work_id
  join repertoire.party p on p.party_id = c.party_id`;

/** Who held what on a day, as known on a day: a row was known from its recording until another superseded it. */
export function claimList({ work, party, right, on, knownOn }: ClaimQuery): ListPlan<ClaimRow> {
  const endOfDay = `(($5::date + 1)::timestamp at time zone 'UTC')`;
  return {
    select: `${CLAIM_VIEW}
      where ($1::text is null or w.code = $1) and ($2::text is null or p.code = $2)
        and ($3::text is null or c."right" = $3)
        and ($4::date is null or coalesce(c.valid_from <= $4, true) and coalesce(c.valid_to >= $4, true))
        and case when $5::date is null then c.superseded_at is null
          else c.recorded_at < ${endOfDay} and coalesce(c.superseded_at >= ${endOfDay}, true) end`,
    parameters: [work ?? null, party ?? null, right ?? null, on ?? null, knownOn ?? null],
    sorts: { id: { column: 'id', type: 'text' }, work: { column: 'work', type: 'text' } },
    id: { column: 'id', type: 'text' },
    csv: {
      name: 'claims.csv',
      columns: COLUMNS,
      cells: (row) => {
        const view = claimView(row);
        return [
          ...[view.id, view.work, view.party, view.right, view.share, view.role, view.territories],
          ...[view.validFrom, view.validTo, view.status, view.recordedAt, view.supersededAt],
        ];
      },
    },
  };
}

export function claimView(row: ClaimRow): ClaimView {
  const { territoriesExcept, territoryCodes, recordedAt, supersededAt } = row;
  const { id, work, party, right, share, role, validFrom, validTo, status, version } = row;
  return {
    ...{ id, work, party, right, share, role },
    territories: formatTerritories({ except: territoriesExcept, codes: territoryCodes }),
    ...{ validFrom, validTo, status },
    recordedAt: recordedAt.toISOString(),
    supersededAt: supersededAt?.toISOString() ?? null,
    version,
  };
}
