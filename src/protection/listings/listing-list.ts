import type { ListPlan } from '../../platform/http/list.js';
import { type ListingQuery, type ListingRow, ListingView } from './listing.dto.js';

const COLUMNS = [
  ...['id', 'work', 'title', 'source', 'state', 'since', 'proposedBy', 'authority', 'year', 'batch', 'listedOn'],
  ...['releases', 'evidence'],
];

/** The windows that count now, as JSON. */
const RELEASES = `
  (select jsonb_agg(jsonb_build_object('except', r.territories_except, 'codes', r.territory_codes, 'releasedOn', r.released_on,
      'lastDay', r.last_day, 'timeZone', r.zone, 'opensAt', r.opens_at, 'closesAt', r.closes_at) order by r.line)
   from protection.listing_window r where r.listing_id = s.listing_id)`;

/** One row a listing, as its view has it. */
export const LISTING_VIEW = `
  select s.listing_id as "listingId", s.listing_id as by_id, s.party_id as "partyId", w.code as work, t.title, s.source,
    s.state, s.since, s.reason, p.code as "proposedBy", o.authority, o.list_year as year, o.batch,
    o.listed_on::text as "listedOn", ${RELEASES} as releases,
    array(select encode(e.sha256, 'hex') from protection.listing_evidence x
      join protection.evidence e on e.evidence_id = x.evidence_id
      where x.listing_id = s.listing_id order by x.evidence_id) as evidence,
    s.steps as version
  from protection.listing_standing s
  join repertoire.work w on w.work_id = s.work_id
  join repertoire.work_title t on t.work_id = s.work_id and t.ordinal = 0
  left join repertoire.party p on p.party_id = s.party_id
  left join protection.listing_event o on o.listing_id = s.listing_id and o.authority is not null`;

export function listingList({ work, source, state }: ListingQuery): ListPlan<ListingRow> {
  return {
    select: `${LISTING_VIEW}
      where ($1::text is null or w.code = $1) and ($2::text is null or s.source = $2) and ($3::text is null or s.state = $3)`,
    parameters: [work ?? null, source ?? null, state ?? null],
    sorts: { id: { column: 'by_id', type: 'integer' } },
    id: { column: 'by_id', type: 'integer' },
    csv: {
      name: 'listings.csv',
      columns: COLUMNS,
      cells: (row) => {
        const view = ListingView.from(row);
        return [
          ...[view.id, view.work, view.title, view.source, view.state, view.since, view.proposedBy, view.authority],
          ...[view.year, view.batch, view.listedOn],
          view.releases.map((one) => `${one.territories}: ${one.releasedOn} to ${one.lastDay}`).join('|'),
          view.evidence.join('|'),
        ];
      },
    },
  };
}
