-- Contract ¶2 and ¶4: lines to pools, and their metric summed: of a work as far as the same claims are in force, of
-- an unknown one by what the licensee called it. The distribution is the setting app.distribution: CREATE TABLE AS
-- takes no parameter, and an INSERT would run on one core only.
create temporary table summed_usage on commit drop as
select
  m.work_id,
  case when m.work_id is null then l.item_id end as item_id,
  u.pool_use_id,
  width_bucket(l.used_on, coalesce(v.bounds, '{}')) as segment,
  coalesce(v.by_territory, false) as by_territory,
  count(*) as lines,
  sum(l.quantity) as quantity
from usage.usage_line l
join (
  select r.use_id, p.pool_use_id, c.period_start, c.period_end
  from distribution.pool_use p
  join distribution.collection c on c.collection_id = p.collection_id
  join usage.reported_use r on r.licence_id = c.licence_id and r.use_type = p.use_type and r.territory = p.territory
  where p.distribution_id = current_setting('app.distribution')::integer
) u on u.use_id = l.use_id and l.used_on between u.period_start and u.period_end
left join matching.match m on m.item_id = l.item_id
left join distribution.claim_limits v
  on v.work_id = m.work_id and v.distribution_id = current_setting('app.distribution')::integer
where not exists (
  select from usage.withheld_report w where w.usage_report_id = l.line_id / 10000000000
)
group by 1, 2, 3, 4, 5
