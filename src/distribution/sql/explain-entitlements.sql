-- What a party's claims earned in a pool, most first. $1 the distribution, $2 the collection's number, $3 the party's
-- number, $4 how many rows at most; of all its claims or only those numbered $5, and of use type $6 in territory $7, or all
-- where they are null. One row for each claim × use type × territory.
select
  w.work_id, w.code as work, t.title, k.claim_id, k.code as claim, k."right", trim_scale(k.share)::text as share,
  k.territories_except, k.territory_codes, k.valid_from::text, k.valid_to::text,
  e.use_type, e.territory, trim_scale(e.quantity)::text as quantity, trim_scale(e.points)::text as points,
  coalesce(trim_scale(of_use.weight), 1)::text as use_weight, coalesce(trim_scale(of_work.weight), 1)::text as work_weight,
  trim_scale(e.points * k.share * 0.01)::text as party_points,
  distribution.exact_amount(distribution.major_units(r.net_minor, c.minor_units), e.points, k.share, r.points)::text as exact_amount,
  count(*) over ()::integer as rows_in_all
from distribution.earned e
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
where e.distribution_id = $1 and e.collection_id = $2
  and ($5::integer[] is null or e.claim_id = any ($5))
  and ($6::text is null or e.use_type = $6) and ($7::text is null or e.territory = $7)
order by e.points * k.share desc, w.code, k.code, e.use_type, e.territory
limit $4
