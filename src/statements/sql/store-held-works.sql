-- What a distribution held for known works. $1 the distribution. One row for each pool × work × right × reason.
insert into statements.held_work (distribution_id, collection_id, work_id, "right", reason, points, exact_amount)
select h.distribution_id, h.collection_id, h.work_id, h."right", h.reason, h.points,
  distribution.exact_amount(distribution.major_units(r.net_minor, c.minor_units), h.points, 100, r.points)
from (
  select distribution_id, collection_id, work_id, "right", reason, sum(points) as points
  from distribution.held where distribution_id = $1
  group by distribution_id, collection_id, work_id, "right", reason
) h
join distribution.pool_result r on r.distribution_id = h.distribution_id and r.collection_id = h.collection_id
join distribution.collection c on c.collection_id = h.collection_id
