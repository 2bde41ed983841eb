-- Contract ¶2: whose lines can fall into a pool: reports of its licence and period, and those that a folder brought, which
-- are of no licence. $1 the distribution. One row a report that counts.
insert into counted_report (first_line, last_line)
select r.usage_report_id * 10000000000, r.usage_report_id * 10000000000 + 9999999999
from usage.usage_report r
where (r.licence_id is null or exists (
    select from distribution.pool p
    join distribution.collection c on c.collection_id = p.collection_id
    where p.distribution_id = $1 and c.licence_id = r.licence_id
      and daterange(c.period_start, c.period_end, '[]') && daterange(r.period_start, r.period_end, '[]')))
  and not exists (select from usage.withheld_report w where w.usage_report_id = r.usage_report_id)
