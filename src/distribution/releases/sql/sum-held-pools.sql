-- Contract ¶7: what each pool of an adjustment has to share out, and by how many points. $1 the adjustment. One row a pool:
-- the balance that is held, in minor units.
select p.collection_id, a.amount::text as amount, trim_scale(coalesce(e.points, 0) + coalesce(u.points, 0))::text as points
from distribution.pool p
join (
  select distribution_id, collection_id, sum(amount_minor) as amount from distribution.allocation
  where suspense is not null group by distribution_id, collection_id
) a on a.distribution_id = p.follows and a.collection_id = p.collection_id
left join (
  select collection_id, sum(points * share) * 0.01 as points from distribution.entitlement
  where distribution_id = $1 group by collection_id
) e on e.collection_id = p.collection_id
left join (
  select collection_id, sum(points) as points from distribution.unidentified
  where distribution_id = $1 group by collection_id
) u on u.collection_id = p.collection_id
join distribution.collection c on c.collection_id = p.collection_id
where p.distribution_id = $1
order by c.ordinal, c.code
