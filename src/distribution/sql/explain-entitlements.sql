-- What a party's claims earned in a pool, most first. $1 the distribution, $2 the collection's number, $3 the party's
-- number, $4 how many rows at most; of all its claims or only those numbered $5, and of use type $6 in territory $7, or all
-- where they are null; of a release likewise of how it was held $8 and the share $9 of it that it gave. One row for each
-- claim × use type × territory, and of a release × those two.
select
  w.work_id, w.code as work, t.title, k.claim_id, k.code as claim, k."right", trim_scale(e.share)::text as share, e.held_as,
  k.territories_except, k.territory_codes, k.valid_from::text, k.valid_to::text,
  e.use_type, e.territory, trim_scale(e.quantity)::text as quantity, trim_scale(e.points)::text as points,
  coalesce(trim_scale(of_use.weight), 1)::text as use_weight, 
  -- What was unidentified is weighed by its use alone.
  case when e.held_as = 'unidentified' then 1 else coalesce(trim_scale(of_work.weight), 1) end::text as work_weight,
  trim_scale(e.points * e.share * 0.01)::text as party_points,
  distribution.exact_amount(distribution.major_units(r.net_minor, c.minor_units), e.points, e.share, r.points)::text as exact_amount,
  count(*) over ()::integer as rows_in_all
from (
  select c.work_id, c.distribution_id, u.collection_id, s.claim_id, u.use_type, u.territory, s.share, o.held_as,
    sum(c.quantity) as quantity, sum(c.points) as points
  from distribution.cell c
  join distribution.pool_use u on u.pool_use_id = c.pool_use_id
  join distribution.scope o on o.scope_id = c.scope_id
  join distribution.entitled_share s on s.scope_id = c.scope_id and s.claim_id is not null
  where c.distribution_id = $1 and u.collection_id = $2 and c.points > 0
    and ($5::integer[] is null or s.claim_id = any ($5))
    and ($6::text is null or u.use_type = $6) and ($7::text is null or u.territory = $7)
    and ($8::text is null or o.held_as = $8) and ($9::numeric is null or s.share = $9)
  group by c.work_id, c.distribution_id, u.collection_id, s.claim_id, u.use_type, u.territory, s.share, o.held_as
) e
join repertoire.claim k on k.claim_id = e.claim_id and k.party_id = $3
join repertoire.work w on w.work_id = e.work_id
join repertoire.work_title t on t.work_id = e.work_id and t.ordinal = 0
join distribution.collection c on c.collection_id = e.collection_id
join distribution.pool_result r on r.distribution_id = e.distribution_id and r.collection_id = e.collection_id
join distribution.distribution d on d.distribution_id = e.distribution_id
left join distribution.weight of_use
  on of_use.rule_set_id = d.rule_set_id and of_use.dimension = 'use_type' and of_use.key = e.use_type
left join distribution.weight of_work
  on of_work.rule_set_id = d.rule_set_id and of_work.dimension = 'work_type' and of_work.key = w.work_type
order by e.points * e.share desc, w.code, k.code, e.use_type, e.territory, e.held_as
limit $4
