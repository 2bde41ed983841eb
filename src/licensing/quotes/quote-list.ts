import type { ListPlan } from '../../platform/http/list.js';
import { type QuoteQuery, type QuoteRow, QuoteView } from './quote.dto.js';

/** One row a quote. The columns are all that the role of a licensee may read. */
export const QUOTE_VIEW = `
  select q.quote_id as id, n.name as licensee, t.code as tariff, q.tariff_version_id as "tariffVersion",
    q.priced_on::text as "pricedOn", q.valid_until::text as "validUntil", q.currency, q.tariff_minor as "tariffMinor",
    q.amount_minor as "amountMinor", q.off_tariff_reason as "offTariffReason", q.content, q.sha256,
    q.amount_minor = q.tariff_minor or exists (select from licensing.quote_approval a where a.quote_id = q.quote_id) as counts
  from licensing.quote q
  join licensing.licensee n on n.licensee_id = q.licensee_id
  join licensing.tariff_version v on v.tariff_version_id = q.tariff_version_id
  join licensing.tariff t on t.tariff_id = v.tariff_id`;

export function quoteList({ licensee, awaitingApproval }: QuoteQuery): ListPlan<QuoteRow> {
  return {
    select: `select * from (${QUOTE_VIEW}) as quotes
      where ($1::text is null or licensee = $1) and ($2::boolean is null or counts <> $2)`,
    parameters: [licensee ?? null, awaitingApproval ?? null],
    sorts: { id: { column: 'id', type: 'integer' } },
    id: { column: 'id', type: 'integer' },
    csv: {
      name: 'quotes.csv',
      columns: [
        ...[
          'id',
          'licensee',
          'tariff',
          'tariffVersion',
          'pricedOn',
          'validUntil',
          'currency',
          'tariffAmount',
          'amount',
        ],
        ...['offTariffReason', 'counts', 'sha256'],
      ],
      cells: (row) => {
        const view = QuoteView.from(row);
        return [
          ...[view.id, view.licensee, view.tariff, view.tariffVersion, view.pricedOn, view.validUntil, view.currency],
          ...[view.tariffAmount, view.amount, view.offTariffReason, String(view.counts), view.sha256],
        ];
      },
    },
  };
}
