-- Contract ¶5 and ¶7: the points of each beneficiary of each pool. $1 the distribution.
-- Parties in code-point order of their ids, then suspense: the order in which equal fractions are served.
select b.collection_id, b.party_id, b.party_code, b.suspense, trim_scale(b.points)::text as points
from (
  select
    e.collection_id, p.party_id, p.code as party_code, null as suspense, 0 as rank,
    sum(e.points * c.share * 0.01) as points
  from distribution.entitlement e
  join repertoire.claim c on c.claim_id = e.claim_id
  join repertoire.party p on p.party_id = c.party_id
  where e.distribution_id = $1
  group by e.collection_id, p.party_id
  union all
  select collection_id, null, null, 'unidentified', 1, sum(points)
  from distribution.unidentified where distribution_id = $1 group by collection_id
  union all
  select collection_id, null, null, reason, case reason when 'unclaimed' then 2 else 3 end, sum(points)
  from distribution.held where distribution_id = $1 group by collection_id, reason
) b
where b.points > 0
order by b.collection_id, b.rank, b.party_code
