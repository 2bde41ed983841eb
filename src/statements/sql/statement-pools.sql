-- The pools of every party that got an allocation, in the order of the collections. $1 the distribution.
-- One row for each party × pool in which it has points; amounts in minor units.
-- Where a licence does not let its licensee's figures be shown, licensee and points are ''.
select
  a.party_id, p.code as party_code, p.name as party_name, c.collection_id as collection_number,
  c.code as collection_id, l.code as licence_id, case when shown then n.name else '' end as licensee,
  c.period_start::text, c.period_end::text, c.currency,
  r.gross_minor::text as gross, r.net_minor::text as net, case when shown then trim_scale(r.points)::text else '' end as pool_points,
  case when shown then trim_scale(a.points)::text else '' end as party_points, a.amount_minor::text as party_amount, a.rounding_unit
from distribution.allocation a
join repertoire.party p on p.party_id = a.party_id
join distribution.collection c on c.collection_id = a.collection_id
join licensing.licence l on l.licence_id = c.licence_id
join licensing.licensee n on n.licensee_id = l.licensee_id
cross join lateral (select licensing.shows_on_statements(l.licence_id) as shown) consent
join distribution.pool_result r on r.distribution_id = a.distribution_id and r.collection_id = a.collection_id
where a.distribution_id = $1
  and a.party_id in (
    select party_id from distribution.allocation where distribution_id = $1 and party_id is not null and amount_minor > 0
  )
order by p.code, c.ordinal
