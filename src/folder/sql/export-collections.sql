-- collections.csv of an export. The distribution is the setting app.distribution.
select c.code as collection_id, l.code as licence_id, c.period_start, c.period_end,
  distribution.major_units(c.amount_minor, c.minor_units) as amount
from distribution.pool p
join distribution.collection c on c.collection_id = p.collection_id
join licensing.licence l on l.licence_id = c.licence_id
where p.distribution_id = current_setting('app.distribution')::integer
order by c.ordinal
