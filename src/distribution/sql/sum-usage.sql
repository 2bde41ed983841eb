-- Contract ¶2 and ¶4: lines to pools, and their metric summed: of a work as far as the same claims are in force, of
-- an unknown one by what the licensee called it. The distribution is the setting app.distribution: CREATE TABLE AS
-- takes no parameter, and an INSERT would run on one core only.
create temporary table summed_usage on commit drop as
select
  m.work_id,
  case when m.work_id is null then l.item_id end as item_id,
  u.pool_use_id,
  width_bucket(l.used_on, coalesce(v.bounds, '{}')) as segment,
  case when v.by_territory then u.territory else '' end as place,
  count(*) as lines,
  sum(l.quantity) as quantity
from usage.usage_line l
join distribution.collection c
  on c.licence_id = l.licence_id and l.used_on between c.period_start and c.period_end
join distribution.pool_use u
  on u.collection_id = c.collection_id and u.use_type = l.use_type and u.territory = l.territory
  and u.distribution_id = current_setting('app.distribution')::integer
left join matching.match m on m.item_id = l.item_id
left join distribution.claim_limits v
  on v.work_id = m.work_id and v."right" = u."right"
  and v.distribution_id = current_setting('app.distribution')::integer
group by 1, 2, 3, 4, 5
