-- The usage lines behind one entitlement, in reading order: those of the work, use type and territory on whose day the
-- claim was in force and the claims did not exceed 100 %. $1 the collection's number, $2 the claim's number,
-- $3 use type, $4 territory, $5 how many rows at most.
select
  r.name as file, (l.line_id % 10000000000)::text as line, l.used_on::text, trim_scale(l.quantity)::text as quantity,
  m.method, i.resource_id, i.title, i.year, count(*) over ()::integer as rows_in_all
from repertoire.claim k
join matching.match m on m.work_id = k.work_id and m.society_id = k.society_id
join usage.reported_item i on i.item_id = m.item_id
join distribution.collection c on c.collection_id = $1
join usage.usage_line l on l.item_id = m.item_id and l.used_on between c.period_start and c.period_end
join usage.reported_use u on u.use_id = l.use_id and u.licence_id = c.licence_id
join usage.usage_report r on r.usage_report_id = l.line_id / 10000000000
where k.claim_id = $2
  and not exists (select from usage.withheld_report w where w.usage_report_id = r.usage_report_id)
  and u.use_type = $3
  and u.territory = $4
  and l.used_on between coalesce(k.valid_from, '-infinity') and coalesce(k.valid_to, 'infinity')
  and (
    select sum(rival.share)
    from repertoire.claim rival
    where rival.work_id = k.work_id and rival."right" = k."right" and rival.superseded_at is null
      and (u.territory = any (rival.territory_codes)) <> rival.territories_except
      and l.used_on between coalesce(rival.valid_from, '-infinity') and coalesce(rival.valid_to, 'infinity')
  ) <= 100
order by l.line_id
limit $5
