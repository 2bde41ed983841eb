-- What is exported against what the calculation stored: none may differ. The distribution is the setting app.distribution.
-- One row for each kind of input, with how many of it differ.
with
  known as (
    select u.collection_id, u.use_type, u.territory, c.work_id, sum(c.lines) as lines, sum(c.quantity) as quantity,
      sum(c.points) as points
    from distribution.cell c
    join distribution.pool_use u on u.pool_use_id = c.pool_use_id
    where c.distribution_id = current_setting('app.distribution')::integer
    group by u.collection_id, u.use_type, u.territory, c.work_id
  ),
  told as (
    select s.collection_id, s.use_type, s.territory, i.work_id, sum(s.lines) as lines, sum(s.quantity) as quantity,
      sum(s.quantity) * coalesce(of_use.weight, 1) * coalesce(of_work.weight, 1) as points
    from export_sum s
    join export_item i on i.item_id = s.item_id
    join distribution.distribution d on d.distribution_id = current_setting('app.distribution')::integer
    left join repertoire.work w on w.work_id = i.work_id
    left join distribution.weight of_use
      on of_use.rule_set_id = d.rule_set_id and of_use.dimension = 'use_type' and of_use.key = s.use_type
    left join distribution.weight of_work
      on of_work.rule_set_id = d.rule_set_id and of_work.dimension = 'work_type' and of_work.key = w.work_type
    group by s.collection_id, s.use_type, s.territory, i.work_id, of_use.weight, of_work.weight
  ),
  claim as (
    select c.claim_id, c.work_id, c."right", c.share, c.status
    from export_claim e
    join repertoire.claim c on c.claim_id = e.claim_id
  ),
  -- What stands against each claim that earned.
  earning as (
    select distinct s.claim_id from distribution.entitled_share s
    where s.distribution_id = current_setting('app.distribution')::integer and s.claim_id is not null
  )
select 'collections' as input, count(*)::integer as differing
from distribution.pool_result r
join distribution.collection c on c.collection_id = r.collection_id
where r.distribution_id = current_setting('app.distribution')::integer and r.gross_minor <> c.amount_minor
union all
select 'usage, matches or types of works', count(*)::integer
from known k
full join (select * from told where work_id is not null) t
  on t.collection_id = k.collection_id and t.use_type = k.use_type and t.territory = k.territory and t.work_id = k.work_id
where (k.lines, k.quantity, k.points) is distinct from (t.lines, t.quantity, t.points)
union all
select 'unidentified usage', count(*)::integer
from (
  select collection_id, sum(lines) as lines, sum(quantity) as quantity, sum(points) as points
  from distribution.unidentified
  where distribution_id = current_setting('app.distribution')::integer
  group by collection_id
) k
full join (
  select collection_id, sum(lines) as lines, sum(quantity) as quantity, sum(points) as points
  from told where work_id is null group by collection_id
) t on t.collection_id = k.collection_id
where (k.lines, k.quantity, k.points) is distinct from (t.lines, t.quantity, t.points)
union all
select 'claims', count(*)::integer
from earning e
left join claim c on c.claim_id = e.claim_id and c.status = 'asserted'
where c.claim_id is null
