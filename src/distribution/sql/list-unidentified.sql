-- What suspense holds for titles that nobody identified, by what is in the books. $1 licensee, $2 collection, or null. One
-- row for each pool × resource id × title × year; its work is the one that people confirmed and no release has counted yet.
select c.code as collection, u.distribution_id::text as distribution, n.name as licensee, u.resource_id as "resourceId",
  u.title, u.year, u.lines::text as lines, l.metric, trim_scale(u.points)::text as points,
  e.amount::text as "exactAmount", c.currency, w.code as work, e.amount,
  md5(jsonb_build_array(c.code, u.resource_id, u.title, u.year)::text) collate "C" as row_key
from distribution.collection c
join distribution.unidentified u on u.distribution_id = c.held_in and u.collection_id = c.collection_id
join distribution.pool_result r on r.distribution_id = u.distribution_id and r.collection_id = u.collection_id
join licensing.licence l on l.licence_id = c.licence_id
join licensing.licensee n on n.licensee_id = l.licensee_id
left join matching.decision d
  on d.licensee_id = n.licensee_id and d.resource_id = u.resource_id and d.title = u.title and d.year = u.year
  and d.outcome = 'confirmed'
left join repertoire.work w on w.work_id = d.work_id
cross join lateral (select coalesce(distribution.exact_amount(
  distribution.major_units(r.net_minor, c.minor_units), u.points, 100, nullif(r.points, 0)), 0) as amount) e
where ($1::text is null or n.name = $1) and ($2::text is null or c.code = $2)
