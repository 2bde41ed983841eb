import type { ListPlan } from '../../platform/http/list.js';
import { numberOf } from '../../platform/row-number.js';
import { type StatementQuery, type StatementRow, StatementView } from './statement.dto.js';

const COLUMNS = [
  ...(['id', 'party', 'partyName', 'distribution', 'issuedAt', 'totals', 'lines', 'csvSha256'] as const),
  ...(['reverses', 'reversedBy', 'adjusts'] as const),
];

/** One row a statement. */
export const STATEMENT_VIEW = `
  select s.statement_id::text as id, s.statement_id, p.code as party, s.party_name as "partyName",
    s.distribution_id::text as distribution, s.issued_at as "issuedAt", s.totals, s.lines, s.csv_sha256 as "csvSha256",
    s.reverses::text as reverses,
    (select r.statement_id::text from statements.statement r where r.reverses = s.statement_id) as "reversedBy",
    coalesce(d.adjusts, (
      select v.adjusts from distribution.distribution v where v.distribution_id = d.reverses))::text as adjusts
  from statements.statement s
  join distribution.distribution d on d.distribution_id = s.distribution_id
  join repertoire.party p on p.party_id = s.party_id`;

export function statementList({ party, distribution }: StatementQuery): ListPlan<StatementRow> {
  return {
    select: `${STATEMENT_VIEW}
      where ($1::text is null or p.code = $1) and ($2::integer is null or s.distribution_id = $2)`,
    parameters: [party ?? null, distribution === undefined ? null : numberOf(distribution)],
    sorts: { id: { column: 'statement_id', type: 'integer' }, party: { column: 'party', type: 'text' } },
    id: { column: 'statement_id', type: 'integer' },
    csv: {
      name: 'statements.csv',
      columns: COLUMNS,
      cells: (row) => {
        const view = StatementView.from(row);
        const totals = view.totals.map(({ currency, amount }) => `${amount} ${currency}`).join('; ');
        return COLUMNS.map((column) => (column === 'totals' ? totals : view[column]));
      },
    },
  };
}
