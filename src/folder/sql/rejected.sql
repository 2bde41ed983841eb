-- rejected.csv, in reading order: reports are numbered as they are read, and lines within them. The society is the
-- setting app.society.
select u.name as file, r.line_id % 10000000000 as line, r.code, r.message
from usage.rejected_line r
join usage.usage_report u on u.usage_report_id = r.line_id / 10000000000
where r.society_id = current_setting('app.society')::integer
order by r.line_id
