-- unidentified.csv: what they hold for unknown works, most points first. $1 the distribution.
select c.code as collection_id, n.name as licensee, u.resource_id, u.title, u.year, u.title_key, u.lines::text,
  trim_scale(u.quantity)::text as metric, trim_scale(u.points)::text as points,
  case when r.points > 0 then distribution.exact_amount(distribution.major_units(r.net_minor, c.minor_units), u.points, 100, r.points) else 0 end::text
    as exact_amount,
  c.currency
from distribution.unidentified u
join distribution.collection c on c.collection_id = u.collection_id
join distribution.pool_result r on r.distribution_id = u.distribution_id and r.collection_id = u.collection_id
join licensing.licence l on l.licence_id = c.licence_id
join licensing.licensee n on n.licensee_id = l.licensee_id
where u.distribution_id = $1
order by c.ordinal, u.points desc, u.resource_id, u.title, u.year
