-- How a pool was deducted and what one party got of it. $1 the distribution, $2 collection, $3 party (their ids).
-- One row, or none where the pool is not of this distribution. A holder sees no licensee that has not consented.
select
  c.collection_id as collection_number, c.currency, c.minor_units, c.period_start::text, c.period_end::text,
  l.code as licence_id, coalesce(n.name, '') as licensee, l.metric, licensing.shows_on_statements(l.licence_id) as shown,
  r.gross_minor::text as gross, r.net_minor::text as net, trim_scale(r.points)::text as pool_points,
  p.party_id, p.name as party_name,
  trim_scale(a.points)::text as points, a.amount_minor::text as amount, a.rounding_unit,
  distribution.exact_amount(distribution.major_units(r.net_minor, c.minor_units), a.points, 100, r.points)::text as exact_amount
from distribution.pool_result r
join distribution.collection c on c.collection_id = r.collection_id and c.code = $2
join licensing.licence l on l.licence_id = c.licence_id
left join licensing.licensee n on n.licensee_id = l.licensee_id
left join repertoire.party p on p.society_id = r.society_id and p.code = $3
left join distribution.allocation a
  on a.distribution_id = r.distribution_id and a.collection_id = r.collection_id and a.party_id = p.party_id
where r.distribution_id = $1
