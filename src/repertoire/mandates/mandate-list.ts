import { formatTerritories } from '../../kernel/territory.js';
import type { ListPlan } from '../../platform/http/list.js';
import type { MandateLineView, MandateQuery, MandateView } from './mandate.dto.js';

const COLUMNS = [
  ...['id', 'party', 'kind', 'exclusive', 'state', 'since', 'validFrom', 'validTo', 'noticeMonths', 'signedOn'],
  ...['fileSha256', 'tailUntil', 'lines'],
];

interface LineRow extends Omit<MandateLineView, 'territories'> {
  except: boolean;
  codes: string[];
}

export interface MandateRow extends Omit<MandateView, 'lines' | 'since'> {
  lines: LineRow[];
  since: Date;
}

/** One row a mandate, as known before the moment that the SQL expression gives. */
function mandateView(known: string): string {
  return `
    select m.code as id, p.code as party, m.kind, m.exclusive, m.valid_from::text as "validFrom", m.valid_to::text as "validTo",
      m.notice_months as "noticeMonths", m.notice_to_year_end as "noticeToYearEnd", m.terms_shown as "termsShown",
      m.consented_deductions as "consentedDeductions", l.lines, e.state, e.happened_at as since,
      encode(s.file_sha256, 'hex') as "fileSha256", s.signed_on::text as "signedOn", a.filed_on::text as "filedOn",
      t.mandate_id is not null as "tailMarked", t.until::text as "tailUntil",
      e.ordinal + l.withdrawn + case when t.mandate_id is null then 0 else 1 end as version, m.mandate_id
    from repertoire.mandate m
    join repertoire.party p on p.party_id = m.party_id
    cross join lateral (
      select x.* from repertoire.mandate_event x
      where x.mandate_id = m.mandate_id and x.happened_at < ${known} order by x.ordinal desc limit 1
    ) e
    cross join lateral (
      select count(w.line)::integer as withdrawn, jsonb_agg(jsonb_build_object('line', l.ordinal, 'right', l."right",
        'workType', l.work_type, 'except', l.territories_except, 'codes', l.territory_codes, 'consentOn', l.consent_on,
        'notifiedOn', w.notified_on, 'endsOn', w.ends_on) order by l.ordinal) as lines
      from repertoire.mandate_line l
      left join repertoire.mandate_withdrawal w
        on w.mandate_id = l.mandate_id and w.line = l.ordinal and w.recorded_at < ${known}
      where l.mandate_id = m.mandate_id
    ) l
    left join repertoire.mandate_event s on s.mandate_id = m.mandate_id and s.state = 'signed' and s.happened_at < ${known}
    left join repertoire.mandate_event a on a.mandate_id = m.mandate_id and a.state = 'active' and a.happened_at < ${known}
    left join repertoire.mandate_tail t on t.mandate_id = m.mandate_id and t.marked_at < ${known}`;
}

/** The mandate as it is known now. */
export const ONE_MANDATE = `${mandateView(`'infinity'::timestamptz`)} where m.code = $1`;

/** Who mandated what on a day, as known on a day. */
export function mandateList({ party, right, state, on, knownOn }: MandateQuery): ListPlan<MandateRow> {
  const known = `coalesce(($5::date + 1)::timestamp at time zone 'UTC', 'infinity')`;
  return {
    select: `${mandateView(known)}
      where ($1::text is null or p.code = $1) and ($3::text is null or e.state = $3)
        and ($2::text is null or exists (
          select from repertoire.mandate_line f where f.mandate_id = m.mandate_id and f."right" = $2))
        and ($4::date is null or exists (
          select from repertoire.mandated(${known}) d
          where d.mandate_id = m.mandate_id and ($2::text is null or d."right" = $2)
            and d.valid_from <= $4 and coalesce(d.valid_to >= $4, true)))`,
    parameters: [party ?? null, right ?? null, state ?? null, on ?? null, knownOn ?? null],
    sorts: { id: { column: 'id', type: 'text' }, party: { column: 'party', type: 'text' } },
    id: { column: 'id', type: 'text' },
    csv: {
      name: 'mandates.csv',
      columns: COLUMNS,
      cells: (row) => {
        const view = mandateViewOf(row);
        return [
          ...[view.id, view.party, view.kind, view.exclusive ? 'yes' : 'no', view.state, view.since, view.validFrom],
          ...[view.validTo, view.noticeMonths, view.signedOn, view.fileSha256, view.tailUntil],
          view.lines.map(lineText).join('|'),
        ];
      },
    },
  };
}

function lineText({ right, workType, territories, endsOn }: MandateLineView): string {
  return [right, workType ?? 'every type', territories, ...(endsOn === null ? [] : [`until ${endsOn}`])].join(', ');
}

/** A row as its view: its number is left out. */
export function mandateViewOf(row: MandateRow): MandateView {
  const { id, party, kind, exclusive, validFrom, validTo, noticeMonths, noticeToYearEnd, termsShown } = row;
  const { consentedDeductions, state, fileSha256, signedOn, filedOn, tailMarked, tailUntil, version } = row;
  return {
    ...{
      id,
      party,
      kind,
      exclusive,
      validFrom,
      validTo,
      noticeMonths,
      noticeToYearEnd,
      termsShown,
      consentedDeductions,
    },
    lines: row.lines.map(({ except, codes, ...line }) => ({
      ...{ line: line.line, right: line.right, workType: line.workType },
      territories: formatTerritories({ except, codes }),
      ...{ consentOn: line.consentOn, notifiedOn: line.notifiedOn, endsOn: line.endsOn },
    })),
    ...{ state, since: row.since.toISOString(), fileSha256, signedOn, filedOn, tailMarked, tailUntil, version },
  };
}
