import { formatAmount } from '../../kernel/money.js';
import { formatTerritories } from '../../kernel/territory.js';
import type { ListPlan } from '../../platform/http/list.js';
import type { LicenceQuery, LicenceRow, LicenceView } from './licence.dto.js';

/** One row a licence. */
export const LICENCE_VIEW = `
  select l.licence_id as "licenceId", l.licensee_id as "licenseeId", l.code as id, n.name as licensee, s.state, l.use_types as "useTypes",
    l.territories_except as "territoriesExcept", l.territory_codes as "territoryCodes", l.valid_from::text as "validFrom",
    l.valid_to::text as "validTo", l.metric, l.currency, s.imported, m.exclusive,
    m.report_every_months as "reportEveryMonths", l.statement_consent as "statementConsent", q.amount_minor as "amountMinor", m.quote_id as quote,
    q.sha256 as "quoteSha256", q.valid_until::text as "offerValidUntil", m.application_id as application,
    (select r.code from licensing.licence r where r.licence_id = m.renews_licence_id) as renews, s.steps,
    l.valid_from::text as by_from, l.valid_to::text as by_to
  from licensing.licence l
  join licensing.licensee n on n.licensee_id = l.licensee_id
  join licensing.licence_standing s on s.licence_id = l.licence_id
  left join licensing.licence_terms m on m.licence_id = l.licence_id
  left join licensing.quote q on q.quote_id = m.quote_id`;

export function licenceList({ licensee, state, useType, on }: LicenceQuery): ListPlan<LicenceRow> {
  return {
    select: `${LICENCE_VIEW}
      where ($1::text is null or n.name = $1) and ($2::text is null or s.state = $2)
        and ($3::text is null or $3 = any (l.use_types))
        and ($4::date is null or $4 between l.valid_from and l.valid_to)`,
    parameters: [licensee ?? null, state ?? null, useType ?? null, on ?? null],
    sorts: {
      id: { column: 'id', type: 'text' },
      validFrom: { column: 'by_from', type: 'text' },
      validTo: { column: 'by_to', type: 'text' },
    },
    id: { column: 'id', type: 'text' },
    csv: {
      name: 'licences.csv',
      columns: [
        ...[
          'id',
          'licensee',
          'state',
          'useTypes',
          'territories',
          'validFrom',
          'validTo',
          'metric',
          'currency',
          'imported',
        ],
        ...['exclusive', 'reportEveryMonths', 'statementConsent', 'fee', 'quote', 'application', 'renews'],
      ],
      cells: (row) => {
        const view = licenceView(row);
        return [
          ...[view.id, view.licensee, view.state, view.useTypes.join(' '), view.territories, view.validFrom],
          ...[view.validTo, view.metric, view.currency, String(view.imported)],
          ...[yesOrNo(view.exclusive), view.reportEveryMonths, yesOrNo(view.statementConsent), view.fee],
          ...[view.quote, view.application, view.renews],
        ];
      },
    },
  };
}

function yesOrNo(value: boolean | null): string | null {
  return value === null ? null : String(value);
}

/** A row as its view, and as webhooks tell it. */
export function licenceView(row: LicenceRow): LicenceView {
  const { id, licensee, state, useTypes, territoriesExcept, territoryCodes, validFrom, validTo } = row;
  const { metric, currency, imported, exclusive, reportEveryMonths, statementConsent, amountMinor, quote } = row;
  const { application, quoteSha256, offerValidUntil, renews, steps } = row;
  return {
    ...{ id, licensee, state, useTypes },
    territories: formatTerritories({ except: territoriesExcept, codes: territoryCodes }),
    ...{ validFrom, validTo, metric, currency, imported, exclusive, reportEveryMonths, statementConsent },
    fee: amountMinor === null ? null : formatAmount(BigInt(amountMinor), currency),
    quote: quote === null ? null : String(quote),
    ...{ quoteSha256, offerValidUntil },
    application: application === null ? null : String(application),
    ...{ renews, version: steps + 1 },
  };
}
