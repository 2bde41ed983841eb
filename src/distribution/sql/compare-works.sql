-- What two runs give a party for a work, and why they differ. $1 the one, $2 the other, $3 the party's number.
-- One row for each work × collection × right whose exact amount is not the same.
-- Causes: usage (another metric was counted), rules (it was weighed otherwise), claims (the party's share is another),
-- pool (the pool's net or the points of others).
with
  earned as (
    select e.distribution_id, e.work_id, e.collection_id, e."right",
      sum(e.quantity) as quantity, sum(e.points) as points, sum(e.points * e.share) as share_points,
      sum(distribution.exact_amount(
        distribution.major_units(r.net_minor, c.minor_units), e.points, e.share, r.points)) as exact_amount
    from distribution.entitlement e
    join repertoire.claim k on k.claim_id = e.claim_id
    join distribution.collection c on c.collection_id = e.collection_id
    join distribution.pool_result r on r.distribution_id = e.distribution_id and r.collection_id = e.collection_id
    where e.distribution_id in ($1, $2) and k.party_id = $3
    group by e.distribution_id, e.work_id, e.collection_id, e."right"
  ),
  used as (
    select c.distribution_id, c.work_id, u.collection_id, u."right", sum(c.quantity) as quantity, sum(c.points) as points
    from distribution.cell c
    join distribution.pool_use u on u.pool_use_id = c.pool_use_id
    where c.distribution_id in ($1, $2) and c.work_id in (select work_id from earned)
    group by c.distribution_id, c.work_id, u.collection_id, u."right"
  ),
  pair as (
    select work_id, collection_id, "right",
      coalesce(one.exact_amount, 0) as one, coalesce(other.exact_amount, 0) as other,
      coalesce(one.share_points, 0) as one_points, coalesce(other.share_points, 0) as other_points
    from (select * from earned where distribution_id = $1) one
    full join (select * from earned where distribution_id = $2) other using (work_id, collection_id, "right")
  )
select w.code as work, t.title, c.code as collection, p."right", c.currency,
  trim_scale(p.one)::text as one, trim_scale(p.other)::text as other, trim_scale(p.other - p.one)::text as difference,
  array_remove(array[
    case when u.quantity is distinct from v.quantity then 'usage' end,
    case when u.quantity = v.quantity and u.points <> v.points then 'rules' end,
    case when p.one_points * coalesce(v.points, 0) <> p.other_points * coalesce(u.points, 0) then 'claims' end,
    case when p.one_points = p.other_points then 'pool' end
  ], null) as causes,
  abs(p.other - p.one) as size, jsonb_build_array(w.code, c.code, p."right")::text collate "C" as row_key
from pair p
join repertoire.work w on w.work_id = p.work_id
join repertoire.work_title t on t.work_id = p.work_id and t.ordinal = 0
join distribution.collection c on c.collection_id = p.collection_id
left join used u
  on u.distribution_id = $1 and u.work_id = p.work_id and u.collection_id = p.collection_id and u."right" = p."right"
left join used v
  on v.distribution_id = $2 and v.work_id = p.work_id and v.collection_id = p.collection_id and v."right" = p."right"
where p.one <> p.other
