-- The lines of every party that got an allocation, party by party (contract, statements/PARTY_ID.csv).
-- $1 the distribution. One row for each pool × claim × use type × territory with points.
select
  p.party_id, p.code as party_code, p.name as party_name,
  c.code as collection_id, l.code as licence_id, n.name as licensee,
  c.period_start::text, c.period_end::text,
  w.code as work_id, t.title, k.code as claim_id, k."right", e.use_type, e.territory,
  l.metric, trim_scale(e.quantity)::text as quantity, trim_scale(e.points)::text as points,
  trim_scale(k.share)::text as share, trim_scale(r.points)::text as pool_points, r.net_minor::text as pool_net_minor,
  distribution.exact_amount(r.net_minor, e.points, k.share, r.points, c.minor_units)::text as exact_amount,
  c.currency
from distribution.earned e
join repertoire.claim k on k.claim_id = e.claim_id
join repertoire.party p on p.party_id = k.party_id
join repertoire.work w on w.work_id = e.work_id
join repertoire.work_title t on t.work_id = e.work_id and t.ordinal = 0
join distribution.collection c on c.collection_id = e.collection_id
join licensing.licence l on l.licence_id = c.licence_id
join licensing.licensee n on n.licensee_id = l.licensee_id
join distribution.pool_result r on r.distribution_id = e.distribution_id and r.collection_id = e.collection_id
where e.distribution_id = $1
  and k.party_id in (
    select party_id from distribution.allocation where distribution_id = $1 and party_id is not null and amount_minor > 0
  )
order by p.code, c.ordinal, w.code, k.code, e.use_type, e.territory
