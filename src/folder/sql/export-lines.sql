-- usage/lines.csv of an export: the lines that fell into its pools, in the order in which they were reported.
select u.licence as licence_id, u.use_type, u.territory, l.used_on,
  case when u.metric = 'views' then trim_scale(l.quantity) end as views,
  case when u.metric = 'seconds' then trim_scale(l.quantity) end as seconds,
  case when u.metric = 'revenue' then trim_scale(l.quantity) end as revenue,
  nullif(i.resource_id, '') as resource_id, nullif(i.title, '') as title, nullif(i.year, '') as year,
  i.eidr, i.isan, i.imdb as imdb_id
from export_report r
join usage.usage_line l on l.line_id between r.first_line and r.last_line
join export_use u on u.use_id = l.use_id and l.used_on between u.period_start and u.period_end
join export_item i on i.item_id = l.item_id
order by l.line_id
