-- What differs between two reports. $1 the earlier, $2 the later.
-- One row for each way of naming a work × use type × territory whose metric is not the same in both.
with
  line as (
    select l.line_id / 10000000000 as usage_report_id, i.resource_id, i.title, i.year, u.use_type, u.territory, l.quantity
    from usage.usage_line l
    join usage.reported_item i on i.item_id = l.item_id
    join usage.reported_use u on u.use_id = l.use_id
    where l.line_id between $1::bigint * 10000000000 and $1::bigint * 10000000000 + 9999999999
      or l.line_id between $2::bigint * 10000000000 and $2::bigint * 10000000000 + 9999999999
  ),
  summed as (
    select resource_id, title, year, use_type, territory,
      coalesce(sum(quantity) filter (where usage_report_id = $1), 0) as earlier,
      coalesce(sum(quantity) filter (where usage_report_id = $2), 0) as later
    from line
    group by resource_id, title, year, use_type, territory
  )
select
  row_number() over (order by abs(later - earlier) desc, title, resource_id, year, use_type, territory) as rank,
  resource_id as "resourceId", title, year, use_type as "useType", territory, trim_scale(earlier)::text as earlier,
  trim_scale(later)::text as later, trim_scale(later - earlier)::text as change
from summed
where earlier <> later
