-- What a distribution was calculated from, as it was known then: the ground of all files of an export. The distribution is
-- the setting app.distribution. Temporary tables, since each file asks again.

-- When it was calculated: after it was last taken back to open, if ever. One row.
create temporary table export_moment on commit drop as
select e.happened_at
from distribution.distribution_event e
where e.distribution_id = current_setting('app.distribution')::integer and e.state = 'calculated'
  and e.ordinal > (
    select max(o.ordinal) from distribution.distribution_event o
    where o.distribution_id = e.distribution_id and o.state = 'open')
order by e.ordinal
limit 1;

-- Reports whose lines counted: of a folder, or accepted at that moment. One row a report.
create temporary table export_report on commit drop as
select r.usage_report_id * 10000000000 as first_line, r.usage_report_id * 10000000000 + 9999999999 as last_line
from usage.usage_report r, export_moment m
where r.received_at <= m.happened_at
  and (r.licence_id is null or (
    exists (
      select from distribution.pool p
      join distribution.collection c on c.collection_id = p.collection_id
      where p.distribution_id = current_setting('app.distribution')::integer and c.licence_id = r.licence_id
        and daterange(c.period_start, c.period_end, '[]') && daterange(r.period_start, r.period_end, '[]'))
    and (
      select e.state from usage.report_event e
      where e.usage_report_id = r.usage_report_id and e.happened_at <= m.happened_at
      order by e.ordinal desc limit 1) = 'accepted'));

-- One row for each pool × use that its licensee reported.
create temporary table export_use on commit drop as
select u.use_id, c.collection_id, c.period_start, c.period_end, l.code as licence, l.metric, u.use_type, u.territory
from distribution.pool p
join distribution.collection c on c.collection_id = p.collection_id
join licensing.licence l on l.licence_id = c.licence_id
join usage.reported_use u on u.licence_id = c.licence_id
where p.distribution_id = current_setting('app.distribution')::integer;

analyze export_report;
analyze export_use;

-- Lines of the pools, summed: one row for each item × pool × use.
create temporary table export_sum on commit drop as
select l.item_id, u.collection_id, u.use_type, u.territory, count(*) as lines, sum(l.quantity) as quantity
from export_report r
join usage.usage_line l on l.line_id between r.first_line and r.last_line
join export_use u on u.use_id = l.use_id and l.used_on between u.period_start and u.period_end
group by l.item_id, u.collection_id, u.use_type, u.territory;

-- What the licensees called works, and which work the calculation took each for. One row an item.
create temporary table export_item on commit drop as
select i.item_id, i.licensee_id, i.resource_id, i.title, i.year, i.title_key, i.year_number, i.eidr, i.isan, i.imdb,
  m.work_id
from (select distinct item_id from export_sum) s
join usage.reported_item i on i.item_id = s.item_id
left join matching.match m
  on m.item_id = i.item_id and (m.matched_at is null or m.matched_at <= (select happened_at from export_moment));

-- Works that were used, and those that make a title ambiguous and were registered by then. One row a work.
create temporary table export_work on commit drop as
select work_id from export_item where work_id is not null
union
select w.work_id
from repertoire.work_title t
join export_item i on i.title_key = t.title_key
join repertoire.work w on w.work_id = t.work_id
where i.title_key <> '' and not exists (
  select from identity.audit_event a
  where a.society_id = w.society_id and a.subject = w.code and a.action = 'work.registered'
    and a.at > (select happened_at from export_moment));

-- Titles that works.csv can tell: a `|` separates alternative ones. One row a title.
create temporary table export_title on commit drop as
select t.work_id, t.ordinal, t.title, t.title_key
from repertoire.work_title t
join export_work w on w.work_id = t.work_id
where t.ordinal = 0 or position('|' in t.title) = 0;

-- Licensees' own identifiers by which an item was known. One row for each licensee × resource id.
create temporary table export_alias on commit drop as
select distinct a.licensee_id, a.resource_id, a.work_id
from matching.alias a
join export_item i on i.licensee_id = a.licensee_id and i.resource_id = a.resource_id and i.work_id = a.work_id;

analyze export_sum;
analyze export_item;
analyze export_work;
analyze export_title
;

-- Claims in used works, in the versions of that moment. One row a version.
create temporary table export_claim on commit drop as
select c.claim_id
from repertoire.claim c, export_moment m
where c.work_id in (select work_id from export_item)
  and c.recorded_at <= m.happened_at and (c.superseded_at is null or c.superseded_at > m.happened_at)
