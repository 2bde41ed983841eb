-- Contract ¶4 for lines that nobody has identified yet: those of the run before less the ones that are new. $1 the
-- adjustment. One row for each pool × resource id × title × year with lines left.
insert into distribution.unidentified
  (distribution_id, collection_id, resource_id, title, year, title_key, lines, quantity, points)
select p.distribution_id, b.collection_id, b.resource_id, b.title, b.year, b.title_key, b.lines - coalesce(n.lines, 0),
  b.quantity - coalesce(n.quantity, 0), b.points - coalesce(n.points, 0)
from distribution.pool p
join distribution.unidentified b on b.distribution_id = p.follows and b.collection_id = p.collection_id
left join (
  select u.collection_id, i.resource_id, i.title, i.year, sum(s.lines) as lines, sum(s.quantity) as quantity,
    sum(s.quantity * u.weight) as points
  from released_usage s
  join distribution.pool_use u on u.pool_use_id = s.pool_use_id
  join usage.reported_item i on i.item_id = s.item_id
  where s.is_new
  group by u.collection_id, i.resource_id, i.title, i.year
) n on n.collection_id = b.collection_id and n.resource_id = b.resource_id and n.title = b.title and n.year = b.year
where p.distribution_id = $1 and b.lines > coalesce(n.lines, 0)
