-- Contract ¶2: what was done in each pool, and where. $1 the distribution. One row for each pool × use type × territory.
insert into distribution.pool_use (society_id, distribution_id, collection_id, use_type, "right", territory, weight)
select p.society_id, p.distribution_id, p.collection_id, l.use_type, t."right", l.territory, coalesce(w.weight, 1)
from (
  -- few, of many lines
  select licence_id, use_type, territory, min(used_on) as first_day, max(used_on) as last_day
  from usage.usage_line
  group by licence_id, use_type, territory
) l
join licensing.use_type t on t.use_type = l.use_type
join distribution.collection c
  on c.licence_id = l.licence_id and c.period_start <= l.last_day and c.period_end >= l.first_day
join distribution.pool p on p.collection_id = c.collection_id and p.distribution_id = $1
left join distribution.weight w on w.dimension = 'use_type' and w.key = l.use_type
