-- Imported licences of society $1 that could not be granted today ($2): longer than the rule profile's term, or beyond
-- the approved scope where one is recorded at all. Imports are warned of and never refused. A row is one warning.
select l.code, w.warning
from licensing.licence l
cross join lateral (
  select 'licence-too-long' as warning
  from profile.rule_in_force($1, 'licence_term_months_most', $2) p
  where l.valid_to >= (l.valid_from + make_interval(months => p.amount))::date
  union all
  select 'licence-outside-scope'
  where exists (select from licensing.approved_scope s where s.society_id = $1)
    and exists (
      select from licensing.use_type u
      where u.use_type = any (l.use_types) and not exists (
        select from licensing.approved_scope s
        where s.society_id = $1 and s."right" = u."right" and s.valid_from <= l.valid_from
          and (s.valid_to is null or l.valid_to <= s.valid_to)
          and licensing.territories_within(l.territories_except, l.territory_codes, s.territories_except, s.territory_codes)
      )
    )
) w
where l.society_id = $1 and not exists (select from licensing.licence_terms m where m.licence_id = l.licence_id)
order by l.code, w.warning
