-- What an adjustment is measured by before it is approved. $1 the adjustment. One row for each gate.
with before as (
  select distinct p.follows as run from distribution.pool p where p.distribution_id = $1
), conflict as (
  select distinct s.distribution_id, p.work_id
  from distribution.entitled_share s
  join distribution.scope p on p.scope_id = s.scope_id
  where s.distribution_id in (select $1::integer union select run from before) and s.reason = 'disputed'
)
select 'new_conflicts' as gate, count(*) as measured
from conflict now
where now.distribution_id = $1
  and not exists (select from conflict b where b.distribution_id in (select run from before) and b.work_id = now.work_id)
union all
select 'difference_to_collections', abs(coalesce(sum(a.amount - coalesce(r.net_minor, 0)), 0))
from distribution.pool p
join (
  select distribution_id, collection_id, sum(amount_minor) as amount from distribution.allocation
  where suspense is not null group by distribution_id, collection_id
) a on a.distribution_id = p.follows and a.collection_id = p.collection_id
left join distribution.pool_result r on r.distribution_id = p.distribution_id and r.collection_id = p.collection_id
where p.distribution_id = $1
