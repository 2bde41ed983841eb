-- Contract ¶4 for lines without a match. $1 the distribution.
-- One row for each pool × resource id × title × year, as the licensee wrote them.
insert into distribution.unidentified
  (distribution_id, collection_id, resource_id, title, year, title_key, lines, quantity, points)
select
  $1, u.collection_id, i.resource_id, i.title, i.year, min(i.title_key),
  sum(s.lines), sum(s.quantity), sum(s.quantity * u.weight)
from summed_usage s
join distribution.pool_use u on u.pool_use_id = s.pool_use_id
join usage.reported_item i on i.item_id = s.item_id
where s.work_id is null
group by u.collection_id, i.resource_id, i.title, i.year
