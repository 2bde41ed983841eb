-- Contract ¶2: what was done in each pool, and where. $1 the distribution. One row for each pool × use type × territory
-- that its licensee reported, in the pool's period or not.
insert into distribution.pool_use (society_id, distribution_id, collection_id, use_type, "right", territory, weight)
select distinct p.society_id, p.distribution_id, p.collection_id, r.use_type, t."right", r.territory, coalesce(w.weight, 1)
from distribution.pool p
join distribution.collection c on c.collection_id = p.collection_id
join usage.reported_use r on r.licence_id = c.licence_id
join licensing.use_type t on t.use_type = r.use_type
join distribution.distribution d on d.distribution_id = p.distribution_id
left join distribution.weight w
  on w.rule_set_id = d.rule_set_id and w.dimension = 'use_type' and w.key = r.use_type
where p.distribution_id = $1
