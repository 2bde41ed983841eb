-- [C2] Mandates whose days are over everywhere on earth and whose tail nobody has marked.
-- One row a mandate, with the last day of the licences that were granted under it and run on; null if there are none.
select m.mandate_id, m.code, licensing.tail_of(m.mandate_id)::text as until
from repertoire.mandate m
join repertoire.mandate_standing s on s.mandate_id = m.mandate_id and s.state in ('active', 'notice_given')
where not exists (select from repertoire.mandate_tail t where t.mandate_id = m.mandate_id)
  and not exists (
    select from repertoire.mandated('infinity') d
    where d.mandate_id = m.mandate_id and coalesce(d.valid_to >= repertoire.earliest_today(), true))
order by m.code
