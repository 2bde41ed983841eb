-- $1 the society, $2 names of imported files. One row for each file × licence of which it has lines.
insert into usage.imported_days (usage_report_id, licence_id, days)
select told.usage_report_id, told.licence_id, range_agg(daterange(told.used_on, told.used_on, '[]'))
from (
  select distinct r.usage_report_id, u.licence_id, l.used_on
  from usage.usage_report r
  join usage.usage_line l
    on l.line_id between r.usage_report_id * 10000000000 and r.usage_report_id * 10000000000 + 9999999999
  join usage.reported_use u on u.use_id = l.use_id
  where r.society_id = $1 and r.licence_id is null and r.name = any ($2)
) told
group by told.usage_report_id, told.licence_id
-- Licences are locked in this order.
order by told.licence_id, told.usage_report_id
