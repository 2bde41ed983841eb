-- Contract ¶5 and ¶7: the points of each beneficiary of each pool. $1 the distribution.
-- Parties in code-point order of their ids, then suspense: the order in which equal fractions are served.
-- × 0.01 and not / 100, since a numeric quotient may be rounded.
with entitled as (
  select e.collection_id, c.party_id, e.reason, sum(e.points * e.share) * 0.01 as points
  from distribution.entitlement e
  left join repertoire.claim c on c.claim_id = e.claim_id
  where e.distribution_id = $1
  group by e.collection_id, c.party_id, e.reason
)
select b.collection_id, b.party_id, b.suspense, trim_scale(b.points)::text as points
from (
  select e.collection_id, e.party_id, p.code, e.reason as suspense,
    case when e.reason is null then 0 when e.reason = 'unclaimed' then 2 else 3 end as rank, e.points
  from entitled e
  left join repertoire.party p on p.party_id = e.party_id
  union all
  select collection_id, null, null, 'unidentified', 1, sum(points)
  from distribution.unidentified where distribution_id = $1 group by collection_id
) b
where b.points > 0
order by b.collection_id, b.rank, b.code
