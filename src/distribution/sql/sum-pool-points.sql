-- Contract ¶7: all points of each pool. $1 the distribution. Also a pool without usage has a row.
select p.collection_id, trim_scale(coalesce(sum(s.points), 0))::text as points
from distribution.pool p
left join (
  select u.collection_id, sum(c.points) as points
  from distribution.cell c
  join distribution.pool_use u on u.pool_use_id = c.pool_use_id
  where c.distribution_id = $1
  group by u.collection_id
  union all
  select collection_id, sum(points) from distribution.unidentified where distribution_id = $1 group by collection_id
) s on s.collection_id = p.collection_id
where p.distribution_id = $1
group by p.collection_id
