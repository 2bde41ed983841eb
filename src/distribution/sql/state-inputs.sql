-- What a calculated distribution depends on, so that a change of it since is seen. Rows of most tables are only added or
-- closed, which is why counting them will do. $1 the distribution. One row for each kind of input.
with used_work as (
  select distinct work_id from distribution.scope where distribution_id = $1
), licence as (
  select l.licence_id, l.licensee_id
  from distribution.pool p
  join distribution.collection c on c.collection_id = p.collection_id
  join licensing.licence l on l.licence_id = c.licence_id
  where p.distribution_id = $1
)
select 'collections' as input, string_agg(
  format('%s: licence %s, %s to %s, %s %s', c.collection_id, c.licence_id, c.period_start, c.period_end, c.amount_minor, c.currency),
  '; ' order by c.collection_id
) as state
from distribution.pool p
join distribution.collection c on c.collection_id = p.collection_id
where p.distribution_id = $1
union all
-- Of an adjustment, whose suspense it shares out; other distributions have no such row.
select 'held', string_agg(format('%s: of %s', c.collection_id, c.held_in), '; ' order by c.collection_id)
from distribution.pool p
join distribution.collection c on c.collection_id = p.collection_id
where p.distribution_id = $1 and p.follows is not null
having count(*) > 0
union all
select 'rule set', rule_set_id::text from distribution.distribution where distribution_id = $1
union all
select 'usage reports', string_agg(r.usage_report_id::text, ' ' order by r.usage_report_id)
from usage.usage_report r
where (r.licence_id is null or r.licence_id in (select licence_id from licence))
  and not exists (select from usage.withheld_report w where w.usage_report_id = r.usage_report_id)
union all
select 'matches', count(*)::text
from usage.reported_item i
join matching.match m on m.item_id = i.item_id
where i.licensee_id in (select licensee_id from licence)
union all
select 'claims', format('%s, %s of them superseded', count(*), count(superseded_at))
from repertoire.claim
where work_id in (select work_id from used_work)
union all
select 'work types', sum(hashtextextended(format('%s %s', work_id, work_type), 0)::numeric)::text
from repertoire.work
where work_id in (select work_id from used_work)
