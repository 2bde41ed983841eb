-- The usage lines behind one entitlement, in reading order: those of the work, use type and territory that fell into a
-- scope of which the claim had a share, as the run kept it. $1 the distribution, $2 the collection's number, $3 the
-- claim's number, $4 use type, $5 territory, $6 how many rows at most; of
-- a release $7 how it was held, else null, and $8 the share.
-- What was matched after the calculation was none of it. Lines are found by the numbers of their reports, since nothing else orders them.
select
  r.name as file, (l.line_id % 10000000000)::text as line, l.used_on::text, trim_scale(l.quantity)::text as quantity,
  m.method, i.resource_id, i.title, i.year, count(*) over ()::integer as rows_in_all
from repertoire.claim k
join distribution.collection c on c.collection_id = $2
join usage.reported_use u on u.licence_id = c.licence_id and u.use_type = $4 and u.territory = $5
join usage.usage_report r on (r.licence_id = c.licence_id or r.licence_id is null)
  and not exists (select from usage.withheld_report w where w.usage_report_id = r.usage_report_id)
join usage.usage_line l on l.line_id >= r.usage_report_id * 10000000000 and l.line_id < (r.usage_report_id + 1) * 10000000000
  and l.use_id = u.use_id and l.used_on between c.period_start and c.period_end
join matching.match m on m.item_id = l.item_id and m.work_id = k.work_id
join usage.reported_item i on i.item_id = m.item_id
left join distribution.claim_limits v on v.work_id = k.work_id and v.distribution_id = $1
join distribution.scope s on s.distribution_id = $1 and s.work_id = k.work_id and s."right" = k."right"
  and s.segment = width_bucket(l.used_on, coalesce(v.bounds, '{}'))
  and s.place = case when v.by_territory then u.territory else '' end
  and s.held_as is not distinct from $7
  and coalesce(m.matched_at, '-infinity') <= coalesce(s.matched_until, (select distribution.calculated_at($1)))
  and (s.matched_after is null or m.matched_at > s.matched_after)
join distribution.entitled_share e on e.distribution_id = $1 and e.scope_id = s.scope_id and e.claim_id = k.claim_id
  and e.share = $8::numeric
where k.claim_id = $3
order by l.line_id
limit $6
