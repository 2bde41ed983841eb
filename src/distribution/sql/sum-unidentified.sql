-- Contract ¶4 for lines without a match. $1 the distribution.
-- One row for each pool × resource id × title × year, as the licensee wrote them. The few items are sought first.
with unmatched as materialized (
  select i.item_id, i.resource_id, i.title, i.year, i.title_key
  from usage.reported_item i
  where not exists (select from matching.match m where m.item_id = i.item_id)
)
insert into distribution.unidentified
  (distribution_id, collection_id, resource_id, title, year, title_key, lines, quantity, points)
select
  $1, c.collection_id, i.resource_id, i.title, i.year, min(i.title_key),
  count(*), sum(l.quantity), sum(l.quantity * coalesce(of_use.weight, 1))
from usage.usage_line l
join unmatched i on i.item_id = l.item_id
join distribution.collection c
  on c.licence_id = l.licence_id and l.used_on between c.period_start and c.period_end
join distribution.pool p on p.collection_id = c.collection_id and p.distribution_id = $1
left join distribution.weight of_use on of_use.dimension = 'use_type' and of_use.key = l.use_type
group by c.collection_id, i.resource_id, i.title, i.year
