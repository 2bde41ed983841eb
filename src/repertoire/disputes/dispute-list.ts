import type { ListPlan } from '../../platform/http/list.js';
import type { DisputeQuery, DisputeView, OverlapView } from './dispute.dto.js';
import type { Stake } from './money-at-stake.js';

const COLUMNS = [
  ...['id', 'work', 'right', 'origin', 'state', 'since', 'claims', 'parties', 'overlaps', 'evidenceDue', 'decisionDue'],
  ...['outcome', 'reason'],
];

export interface DisputeRow extends Omit<DisputeView, 'id' | 'since' | 'atStake'> {
  dispute_id: number;
  work_id: number;
  since: Date;
}

/** One row a dispute. Of claims and evidence row-level security leaves a holder its own. */
export const DISPUTE_VIEW = `
  select d.dispute_id, d.work_id, w.code as work, d."right", d.origin, s.state, s.since, s.reason, s.outcome, s.steps as version,
    coalesce(s."overlaps", '[]') as "overlaps", s.evidence_due::text as "evidenceDue", s.decision_due::text as "decisionDue",
    coalesce(s.decision_due::text, '9999-12-31') as by_decision,
    coalesce((
      select jsonb_agg(jsonb_build_object('claim', c.claim, 'party', p.code, 'stance', c.stance) order by c.claim)
      from repertoire.dispute_claim c join repertoire.party p on p.party_id = c.party_id
      where c.dispute_id = d.dispute_id), '[]') as claims,
    coalesce((
      select jsonb_agg(jsonb_build_object('name', r.name, 'contact', r.contact)) from repertoire.rivals(d.dispute_id) r
    ), '[]') as parties,
    coalesce((
      select jsonb_agg(jsonb_build_object('party', p.code, 'fileSha256', encode(e.file_sha256, 'hex'),
        'description', e.description, 'broughtAt', to_char(e.brought_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        order by e.dispute_evidence_id)
      from repertoire.dispute_evidence e join repertoire.party p on p.party_id = e.party_id
      where e.dispute_id = d.dispute_id), '[]') as evidence
  from repertoire.dispute d
  join repertoire.dispute_standing s on s.dispute_id = d.dispute_id
  join repertoire.work w on w.work_id = d.work_id`;

export function disputeList({ work, party, right, state }: DisputeQuery): ListPlan<DisputeRow> {
  return {
    select: `${DISPUTE_VIEW}
      where ($1::text is null or w.code = $1) and ($2::text is null or d."right" = $2) and ($3::text is null or s.state = $3)
        and ($4::text is null or exists (
          select from repertoire.dispute_claim f join repertoire.party g on g.party_id = f.party_id
          where f.dispute_id = d.dispute_id and g.code = $4))`,
    parameters: [work ?? null, right ?? null, state ?? null, party ?? null],
    sorts: {
      id: { column: 'dispute_id', type: 'integer' },
      decisionDue: { column: 'by_decision', type: 'text' },
    },
    id: { column: 'dispute_id', type: 'integer' },
    csv: {
      name: 'disputes.csv',
      columns: COLUMNS,
      cells: (row) => {
        const view = disputeView(row, []);
        return [
          ...[view.id, view.work, view.right, view.origin, view.state, view.since],
          view.claims.map(({ claim, party: whose }) => `${claim} of ${whose}`).join('|'),
          view.parties.map(({ name }) => name).join('|'),
          view.overlaps.map(overlapText).join('|'),
          ...[view.evidenceDue, view.decisionDue, view.outcome, view.reason],
        ];
      },
    },
  };
}

function overlapText({ territories, validFrom, validTo, share }: OverlapView): string {
  return `${share} %: ${territories}, ${validFrom ?? 'always'} to ${validTo ?? 'ever'}`;
}

/** A row as its view: what it is ordered by is left out. */
export function disputeView(row: DisputeRow, stakes: readonly Stake[]): DisputeView {
  const { work, right, origin, state, claims, parties, evidence, evidenceDue, decisionDue, reason, outcome, version } =
    row;
  return {
    ...{ id: String(row.dispute_id), work, right, origin, state, since: row.since.toISOString() },
    ...{ claims, parties },
    overlaps: row.overlaps.map(({ territories, validFrom, validTo, share }) => ({
      territories,
      validFrom,
      validTo,
      share,
    })),
    ...{ evidence, evidenceDue, decisionDue, reason, outcome },
    atStake: stakes.map(({ currency, exactAmount }) => ({ currency, exactAmount })),
    version,
  };
}
