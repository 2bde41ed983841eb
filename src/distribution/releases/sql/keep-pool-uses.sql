-- Contract ¶2: the uses of an adjustment's pools, weighed as the adjusted distribution weighed them. $1 the adjustment.
insert into distribution.pool_use (society_id, distribution_id, collection_id, use_type, "right", territory, weight)
select p.society_id, p.distribution_id, p.collection_id, u.use_type, u."right", u.territory, u.weight
from distribution.pool p
join distribution.distribution a on a.distribution_id = p.distribution_id
join distribution.pool_use u on u.distribution_id = a.adjusts and u.collection_id = p.collection_id
where p.distribution_id = $1
