-- What is held for works in which a party has a claim, summed. $1 the distribution.
-- One row for each party × currency × reason, by party id.
select
  p.code as party_code, c.currency, s.reason, count(*)::integer as rows,
  sum(distribution.exact_amount(distribution.major_units(r.net_minor, c.minor_units), s.points, 100, r.points))::text as exact_amount
from (
  select collection_id, work_id, reason, sum(points) as points
  from distribution.held
  where distribution_id = $1
  group by collection_id, work_id, reason
) s
join (
  select distinct work_id, party_id
  from repertoire.claim
  where superseded_at is null and party_id in (
    select party_id from distribution.allocation where distribution_id = $1 and party_id is not null and amount_minor > 0
  )
) k on k.work_id = s.work_id
join repertoire.party p on p.party_id = k.party_id
join distribution.collection c on c.collection_id = s.collection_id
join distribution.pool_result r on r.distribution_id = $1 and r.collection_id = s.collection_id
group by p.code, c.currency, s.reason
order by p.code, c.currency, s.reason
