-- held.csv: what the suspense accounts hold for known works. The distribution is the setting app.distribution.
select c.code as collection_id, s.reason, w.code as work_id, t.title, s."right", s.use_type, s.territory,
  trim_scale(s.points) as points,
  distribution.exact_amount(distribution.major_units(r.net_minor, c.minor_units), s.points, 100, r.points) as exact_amount, c.currency
from distribution.held s
join distribution.collection c on c.collection_id = s.collection_id
join distribution.pool_result r on r.distribution_id = s.distribution_id and r.collection_id = s.collection_id
join repertoire.work w on w.work_id = s.work_id
join repertoire.work_title t on t.work_id = s.work_id and t.ordinal = 0
where s.distribution_id = current_setting('app.distribution')::integer
order by c.ordinal, w.code, s.reason, s.use_type, s.territory
