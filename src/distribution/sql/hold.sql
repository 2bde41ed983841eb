-- Contract ¶5: what no asserted claim earns. $1 the distribution.
-- One row for each cell and reason with points. × 0.01 and not / 100, since a numeric quotient may be rounded.
insert into distribution.held
  (work_id, distribution_id, collection_id, reason, "right", use_type, territory, segment, points)
select x.work_id, $1, x.collection_id, part.reason, x."right", x.use_type, x.territory, x.segment, part.points
from distribution.cell x
left join coverage g
  on g.work_id = x.work_id and g."right" = x."right" and g.territory = x.territory and g.segment = x.segment
cross join lateral (
  values
    ('disputed', case when g.claimed > 100 then x.points else x.points * g.disputed * 0.01 end),
    ('unclaimed', case when g.claimed > 100 then 0 else x.points * (100 - coalesce(g.claimed, 0)) * 0.01 end)
) as part (reason, points)
where x.distribution_id = $1
  and (g.claimed is null or g.claimed <> 100 or g.disputed > 0) -- most cells are wholly earned
  and part.points > 0
