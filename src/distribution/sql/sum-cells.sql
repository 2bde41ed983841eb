-- Contract ¶2 and ¶4: lines to pools, and their metric summed as far as the same claims are in force.
-- The distribution is the setting app.distribution: CREATE TABLE AS takes no parameter, and an INSERT would run
-- on one core only. One row for each pool × work × use type × territory × validity segment, which is -1 where no claim
-- has a first or last day.
create temporary table summed_cell on commit drop as
select
  m.work_id,
  c.collection_id,
  u."right",
  u.use_type,
  l.territory,
  coalesce(width_bucket(l.used_on, v.bounds), -1) as segment,
  count(*) as lines,
  sum(l.quantity) as quantity
from usage.usage_line l
join matching.match m on m.item_id = l.item_id
join distribution.collection c
  on c.licence_id = l.licence_id and l.used_on between c.period_start and c.period_end
join distribution.pool p
  on p.collection_id = c.collection_id and p.distribution_id = current_setting('app.distribution')::integer
join licensing.use_type u on u.use_type = l.use_type
left join distribution.validity v
  on v.work_id = m.work_id and v."right" = u."right"
  and v.distribution_id = current_setting('app.distribution')::integer
group by m.work_id, c.collection_id, u.use_type, l.territory, 6
