import type { ListPlan } from '../../platform/http/list.js';
import { type ApplicationQuery, type ApplicationRow, ApplicationView } from './application.dto.js';

/** A day that none is later than: what has no last day to be answered stands behind those that have. */
const NEVER = '9999-12-31';

/** One row an application, on day $1. */
export const APPLICATION_VIEW = `
  select a.application_id as id, n.name as licensee, s.state, t.code as tariff, a.use_types as "useTypes",
    a.territories_except as "territoriesExcept", a.territory_codes as "territoryCodes", a.valid_from::text as "validFrom",
    a.valid_to::text as "validTo", a.exclusive, a.metric, a.inputs as applied,
    array(select x.supplied from licensing.application_transition x
      where x.application_id = a.application_id and x.supplied is not null order by x.ordinal) as supplied,
    s.answer_due::text as "answerDue", coalesce(s.answer_due < $1::date, false) as overdue,
    coalesce(s.answer_due::text, '${NEVER}') as by_due, last.missing, last.refusal_code as "refusalCode", last.reason,
    (select l.code from licensing.licence_terms m join licensing.licence l on l.licence_id = m.licence_id
      join licensing.licence_transition o on o.licence_id = l.licence_id and o.to_state = 'offered'
      where m.application_id = a.application_id order by l.licence_id limit 1) as licence
  from licensing.application a
  join licensing.licensee n on n.licensee_id = a.licensee_id
  join licensing.application_standing s on s.application_id = a.application_id
  join licensing.application_transition last on last.application_id = a.application_id and last.ordinal = s.steps
  left join licensing.tariff t on t.tariff_id = a.tariff_id`;

/** @param day on which they are looked at, YYYY-MM-DD */
export function applicationList({ licensee, state, overdue }: ApplicationQuery, day: string): ListPlan<ApplicationRow> {
  return {
    select: `select * from (${APPLICATION_VIEW}) as applications
      where ($2::text is null or licensee = $2) and ($3::text is null or state = $3) and ($4::boolean is null or overdue = $4)`,
    parameters: [day, licensee ?? null, state ?? null, overdue ?? null],
    sorts: { id: { column: 'id', type: 'integer' }, answerDue: { column: 'by_due', type: 'text' } },
    id: { column: 'id', type: 'integer' },
    csv: {
      name: 'applications.csv',
      columns: [
        ...[
          'id',
          'licensee',
          'state',
          'tariff',
          'useTypes',
          'territories',
          'validFrom',
          'validTo',
          'exclusive',
          'metric',
        ],
        ...['inputs', 'answerDue', 'overdue', 'missing', 'refusalCode', 'reason', 'licence'],
      ],
      cells: (row) => {
        const view = ApplicationView.from(row);
        return [
          ...[view.id, view.licensee, view.state, view.tariff, view.useTypes.join(' '), view.territories],
          ...[view.validFrom, view.validTo, String(view.exclusive), view.metric, JSON.stringify(view.inputs)],
          ...[
            view.answerDue,
            String(view.overdue),
            view.missing.join('|'),
            view.refusalCode,
            view.reason,
            view.licence,
          ],
        ];
      },
    },
  };
}
