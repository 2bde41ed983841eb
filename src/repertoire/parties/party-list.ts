import type { ListPlan } from '../../platform/http/list.js';
import type { PartyQuery, PartyView } from './party.dto.js';

const COLUMNS = ['id', 'name', 'kind', 'country', 'ipiNameNumber', 'isni', 'payoutCurrency', 'contact'];

/** One row a party, as its view has it. */
export const PARTY_VIEW = `
  select p.code as id, p.name, p.kind, p.country, p.ipi_name_number as "ipiNameNumber", p.isni,
    p.payout_currency as "payoutCurrency", p.contact, p.version, p.name collate "C" as by_name
  from repertoire.party p`;

export function partyList({ q, kind }: PartyQuery): ListPlan<PartyView> {
  return {
    select: `${PARTY_VIEW}
      where ($1::text is null or p.kind = $1)
        and ($2::text is null or p.code = $2 or strpos(lower(p.name), lower($2)) > 0)`,
    parameters: [kind ?? null, q ?? null],
    sorts: { id: { column: 'id', type: 'text' }, name: { column: 'by_name', type: 'text' } },
    id: { column: 'id', type: 'text' },
    csv: {
      name: 'parties.csv',
      columns: COLUMNS,
      cells: ({ id, name, kind, country, ipiNameNumber, isni, payoutCurrency, contact }) => [
        ...[id, name, kind, country, ipiNameNumber, isni, payoutCurrency, contact],
      ],
    },
  };
}

/** A row as its view: what it is ordered by is left out. */
export function partyView(row: PartyView): PartyView {
  const { id, name, kind, country, ipiNameNumber, isni, payoutCurrency, contact, version } = row;
  return { id, name, kind, country, ipiNameNumber, isni, payoutCurrency, contact, version };
}
