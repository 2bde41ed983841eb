-- What a calculation is measured by before it is approved. $1 the distribution, $2 the one posted last before it, or
-- null; $3 percent by which a party's or a work's money may differ from that. One row for each gate. Shares are percents
-- of all that is allocated, in the currency where they are largest.
with
  money as (
    select c.currency, a.party_id, a.suspense, sum(a.amount_minor) as amount
    from distribution.allocation a
    join distribution.collection c on c.collection_id = a.collection_id
    where a.distribution_id = $1
    group by c.currency, a.party_id, a.suspense
  ),
  share as (
    select currency,
      100 * sum(amount) filter (where suspense = 'unidentified') / sum(amount) as unidentified,
      100 * sum(amount) filter (where suspense = 'disputed') / sum(amount) as disputed
    from money
    group by currency
    having sum(amount) > 0
  ),
  party_before as (
    select c.currency, a.party_id, sum(a.amount_minor) as amount
    from distribution.allocation a
    join distribution.collection c on c.collection_id = a.collection_id
    where a.distribution_id = $2 and a.party_id is not null
    group by c.currency, a.party_id
  ),
  work_money as (
    select e.distribution_id, c.currency, e.work_id, sum(r.net_minor * e.points / r.points) as amount
    from (
      select distribution_id, collection_id, work_id, sum(points) as points
      from distribution.cell c
      join distribution.pool_use u using (distribution_id, pool_use_id)
      where distribution_id in ($1, $2)
      group by distribution_id, collection_id, work_id
    ) e
    join distribution.pool_result r using (distribution_id, collection_id)
    join distribution.collection c on c.collection_id = e.collection_id
    where r.points > 0
    group by e.distribution_id, c.currency, e.work_id
  ),
  conflict as (
    select distinct s.distribution_id, p.work_id
    from distribution.entitled_share s
    join distribution.scope p on p.scope_id = s.scope_id
    where s.distribution_id in ($1, $2) and s.reason = 'disputed'
  )
select 'unidentified_share' as gate, coalesce(max(unidentified), 0) as measured from share
union all
select 'disputed_share', coalesce(max(disputed), 0) from share
union all
select 'parties_changed', count(*)
from (select currency, party_id, amount from money where party_id is not null) now
full join party_before before using (currency, party_id)
where $2::integer is not null
  and abs(coalesce(now.amount, 0) - coalesce(before.amount, 0)) * 100 > $3::numeric * coalesce(before.amount, 0)
union all
select 'works_changed', count(*)
from (select * from work_money where distribution_id = $1) now
full join (select * from work_money where distribution_id = $2) before using (currency, work_id)
where $2::integer is not null
  and abs(coalesce(now.amount, 0) - coalesce(before.amount, 0)) * 100 > $3::numeric * coalesce(before.amount, 0)
union all
select 'new_conflicts', count(*)
from conflict now
where now.distribution_id = $1 and $2::integer is not null
  and not exists (select from conflict before where before.distribution_id = $2 and before.work_id = now.work_id)
union all
select 'difference_to_collections', abs(coalesce(sum(c.amount_minor - coalesce(r.deducted_minor + r.net_minor, 0)), 0))
from distribution.pool p
join distribution.collection c on c.collection_id = p.collection_id
left join distribution.pool_result r on r.distribution_id = p.distribution_id and r.collection_id = p.collection_id
where p.distribution_id = $1
